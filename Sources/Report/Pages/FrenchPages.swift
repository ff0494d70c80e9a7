import Model

/// What pages say in French.
struct FrenchPages: PageWording {
    func phrase(_ phrase: PagePhrase) -> String { text(phrase).text }
    func contact(_ contact: PageContact) -> String { text(contact).text }

    private func text(_ phrase: PagePhrase) -> FrenchText {
        switch phrase {
        case .outside: "Hors du socle"
        case .allowed: "Ce que la convention permet"
        case .lost: "Ce qu’une réinstallation ferait perdre"
        case .next: "Suite"
        case .contact: "À qui s’adresser"
        case .nothingOutside: "Rien."
        case .since: "Depuis"
        case .subject: "Élément"
        case .origin: "Origine"
        case .files: "Fichiers"
        case .all: "tout"
        case .onlyDeviations: "écarts"
        case .onlyInformation: "informations"
        case .onlyUndetermined: "points non jugés"
        case .lossesFromPlan: "D’après le plan de réinstallation."
        case .lossesFromScan: "D’après ce contrôle ; « socle plan » donne la liste exacte."
        case .read: "Lecture"
        case .source: "Source"
        case .state: "État"
        case .remark: "Précision"
        case .room: "Salle"
        case .school: "Établissement"
        case .station: "Poste"
        case .taken: "Contrôle"
        case .noNames: "Cette page ne nomme personne et ne contient aucun document."
        case .reinstalled: "Les logiciels validés ou déclarés sont à remettre ensuite :"
        case .documentsUntouched:
            "Les documents et les comptes restent sur le poste ; ils ne sont pas sauvegardés."
        case .filter: "Afficher"
        case .comesBack: "Ce que le socle remettrait"
        case .sinceUnknown: "date inconnue"
        case .software: "logiciel"
        case .program: "programme"
        case .setting: "réglage"
        case .possibleData: "données possibles"
        }
    }

    private func text(_ contact: PageContact) -> FrenchText {
        switch contact {
        case .correspondent:
            "Le correspondant maintenance informatique, qui ouvre une demande au guichet."
        case .technicians: "L’équipe de maintenance du Département, avec le numéro du ticket."
        case .networkManager: "Le gestionnaire réseau de l’établissement."
        case .academy: "Le service de l’Académie qui gère le réseau administratif."
        case .nobody: "Personne : il n’y a rien à demander."
        }
    }

    func since(_ day: String) -> String { "depuis le \(day)" }

    func state(_ code: FindingCode) -> String {
        switch code {
        case .unlisted: "hors du socle"
        case .unlistedDriver: "pilote hors du socle"
        case .foreignFile: "fichiers hors du socle"
        case .missing: "absent"
        case .outdated: "ancien"
        case .newer: "plus récent"
        case .altered: "modifié"
        case .broken: "inachevé"
        case .settings: "réglage"
        case .notApplicable: "matériel"
        case .undetermined: "non jugé"
        }
    }

    func mark(of verdict: Verdict) -> String {
        switch verdict {
        case .compliant: "conforme"
        case .deviations: "écarts"
        case .undetermined: "indéterminé"
        }
    }
}
