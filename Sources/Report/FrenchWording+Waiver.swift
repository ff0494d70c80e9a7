extension FrenchWording {
    package func waiver(_ term: WaiverTerm) -> String {
        switch term {
        case .added: "complément nouveau"
        case .changed: "complément modifié"
        case .withdrawn: "complément retiré"
        case .software: "logiciels"
        case .schools: "établissements"
        case .rooms: "salles"
        case .stations: "postes"
        case .askedBy: "demandé par"
        case .reason: "motif"
        case .days: "dates"
        case .all: "tous"
        case .inForce: "En vigueur"
        case .expiringSoon: "Expirent avant 60 jours"
        case .expired: "Expirés"
        case .toCome: "À venir"
        case .none: "Aucun complément n’est publié."
        }
    }
}
