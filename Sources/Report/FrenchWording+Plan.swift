package import Model

extension FrenchWording {
    // MARK: Plan

    package func plan(_ scope: RestoreScope, station: String, changes: Int) -> String {
        let what = scope == .reinstallation ? "réinstallation" : "réparation"
        return changes == 0
            ? set("Plan de \(what) de \(station) : rien à changer.")
            : set("Plan de \(what) de \(station) : \(count(changes, "changement", "changements")).")
    }

    package func action(_ action: PlanChange.Action, count: Int) -> String {
        let paths = paths(count)
        return switch action {
        case .create: "\(paths) à créer"
        case .replace: "\(paths) à remplacer"
        case .merge: "\(paths) à fusionner"
        case .setMetadata: "\(paths) dont seuls les droits ou dates changent"
        case .remove: "\(paths) à retirer"
        }
    }

    package func loss(_ loss: PlanReport.Loss) -> String {
        switch loss {
        case .packages: "Logiciels retirés"
        case .programs: "Programmes copiés à la main, retirés"
        case .settings: "Réglages qui redeviennent ceux du socle"
        case .possibleData: "Données possibles, mises de côté"
        case .downgrades: "Paquets qui reviennent à une version antérieure"
        }
    }

    // MARK: Restore and status

    package func outcome(_ result: RestoreOutcome.Result, station: String) -> String {
        switch result {
        case .restored: set("\(station) est revenu aux socles.")
        case .repaired: set("\(station) est réparé.")
        case .rolledBack:
            set("La restauration n'a pas abouti : tout est comme avant sur \(station).")
        case .undone: set("La restauration est annulée : tout est comme avant elle sur \(station).")
        case .recovered: set("\(station) a été remis dans un état cohérent.")
        case .nothingToDo: set("\(station) n'avait besoin de rien.")
        }
    }

    package func reboot(_ reasons: [RebootReason]) -> String {
        let names = reasons.map { reason in
            switch reason {
            case .kernel: "noyau"
            case .libc: "bibliothèque C"
            case .initSystem: "système de démarrage"
            case .firmware: "micrologiciels"
            }
        }
        return set(
            "Un redémarrage est conseillé : la version d'avant sert encore (\(listed(names)))."
        )
    }

    package func status(_ label: StatusEntry.Label) -> String {
        switch label {
        case .station: "Poste"
        case .school: "Établissement"
        case .room: "Salle"
        case .zone: "Zone"
        case .systemBaseline: "Socle système"
        case .applicationBaseline: "Socle applicatif"
        case .lastScan: "Dernier contrôle"
        case .lastVerdict: "Dernier verdict"
        case .lastRestore: "Dernière restauration"
        case .depot: "Dépôt"
        case .depotExpiry: "Dépôt valable jusqu’au"
        case .pendingRecovery: "Reprise nécessaire"
        case .quarantine: "Quarantaine"
        case .journalHead: "Tête du journal"
        case .journalLength: "Longueur du journal"
        case .journalKey: "Clé du journal"
        case .toolVersion: "Version de socle"
        }
    }

    // MARK: Lists

    package func inventory(items: Int, system: String?) -> String {
        let found = count(items, "élément relevé", "éléments relevés")
        return system.map { "\(found) sur \($0)." } ?? "\(found)."
    }

    package func origin(_ origin: ItemOrigin) -> String {
        switch origin {
        case .asked: "demandé"
        case .automatic: "automatique"
        case .manualCopy: "copié"
        case .unknown: ""
        }
    }

    package func difference(_ difference: BaselineDifference) -> String {
        let years = "de \(difference.from) à \(difference.to)"
        return set(
            "Ce qui change à la rentrée, \(years) : \(count(difference.added.count, "ajout", "ajouts")), \(count(difference.removed.count, "retrait", "retraits")), \(count(difference.changed.count, "modification", "modifications"))."
        )
    }
}
