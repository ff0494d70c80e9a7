extension EnglishWording {
    package func waiver(_ term: WaiverTerm) -> String {
        switch term {
        case .added: "new extra need"
        case .changed: "changed extra need"
        case .withdrawn: "withdrawn extra need"
        case .software: "software"
        case .schools: "schools"
        case .rooms: "rooms"
        case .stations: "stations"
        case .askedBy: "asked for by"
        case .reason: "reason"
        case .days: "days"
        case .all: "all"
        case .inForce: "In force"
        case .expiringSoon: "Expiring within 60 days"
        case .expired: "Expired"
        case .toCome: "To come"
        case .none: "No extra need is published."
        }
    }
}
