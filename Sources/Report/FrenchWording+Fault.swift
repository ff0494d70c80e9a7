package import Model

extension FrenchWording {
    package func fault(_ term: FaultTerm) -> String {
        switch term {
        case .title: "Ce qui peut avoir un lien avec le dysfonctionnement"
        case .none: "Rien de ce qui est hors socle n’a de lien visible avec le dysfonctionnement."
        case .unread: "Non lu"
        case .humanJudges:
            "Un lien n’est pas une cause : elle est constatée par une personne (Article 4)."
                .replacing(" :", with: "\u{202F}:")
        }
    }

    package func strength(_ strength: FaultLink.Strength) -> String {
        switch strength {
        case .strong: "lien fort"
        case .medium: "lien moyen"
        case .weak: "lien faible"
        }
    }

    package func link(_ reason: FaultLink.Reason) -> String {
        switch reason {
        case .owns: "en fait partie"
        case .diverted: "a mis de côté un fichier en cause"
        case .alters: "modifie ce qui est en cause"
        case .installedBefore(0): "installé le même jour"
        case .installedBefore(let days): "installé \(count(days, "jour", "jours")) avant"
        case .named: "cité dans le signalement"
        }
    }

    package func trace(_ sort: FaultTrace.Sort, _ name: String, sufferer: String?) -> String {
        switch sort {
        case .failedService: "service \(name) en échec"
        case .taintingModule: "module \(name), étranger au noyau, chargé"
        case .unbuiltModule: "module \(name) non construit pour ce noyau"
        case .missingLibrary:
            "bibliothèque \(name) introuvable" + (sufferer.map { " pour \($0)" } ?? "")
        case .brokenPackage: "paquet \(name) incomplètement installé"
        case .crash: "arrêt anormal de \(name)"
        }
    }

    package func times(_ count: Int) -> String { self.count(count, "fois", "fois") }
}
