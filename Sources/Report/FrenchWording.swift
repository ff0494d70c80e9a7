package import Model
package import Primitives

/// The French messages.
package struct FrenchWording: Wording {
    /// Creates the catalogue.
    package init() {}

    func set(_ text: FrenchText) -> String { text.text }

    // MARK: Values

    package func date(_ day: Day) -> String {
        [(day.day, 2), (day.month, 2), (day.year, 4)].map(Self.padded).joined(separator: "/")
    }

    package func moment(_ instant: Instant) -> String {
        let clock = instant.description.dropFirst(11).prefix(5).replacing(
            ":",
            with: "\u{202F}h\u{202F}"
        )
        return set("\(date(instant.day)) à \(String(clock)) UTC")
    }

    package func integer(_ number: Int) -> String { Numbers.grouped(number, "\u{202F}") }

    package func size(_ bytes: UInt64) -> String {
        if bytes < 2 { return "\(bytes)\u{202F}octet" }
        return Numbers.scaled(
            bytes,
            base: 1000,
            units: ["octets", "ko", "Mo", "Go", "To"],
            decimal: ",",
            space: "\u{202F}"
        )
    }

    package func duration(seconds: Int) -> String {
        switch seconds {
        case ..<60: "moins d’une minute"
        case ..<3600: "environ \((seconds - 1) / 60 + 1)\u{202F}min"
        default: "environ \(seconds / 3600)\u{202F}h\u{202F}\(Self.padded((seconds / 60 % 60, 2)))"
        }
    }

    package func quoted(_ text: String) -> String { set("« \(text) »") }
    package func labelled(_ label: String, _ value: String) -> String { set("\(label) : \(value)") }

    package func listed(_ texts: [String]) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + " et " + last
    }

    package func more(_ count: Int) -> String {
        count < 2 ? "et un autre" : set("et \(count) autres")
    }

    // MARK: Scan

    package func verdict(_ verdict: Verdict, station: String, deviations: Int) -> String {
        switch verdict {
        case .compliant: set("\(station) est conforme au socle.")
        case .deviations:
            set("\(station) présente \(count(deviations, "écart", "écarts")) avec le socle.")
        case .undetermined where deviations > 0:
            set(
                "\(station) n'a pas pu être jugé entièrement ; \(count(deviations, "écart", "écarts")) vu\(deviations < 2 ? "" : "s")."
            )
        case .undetermined: set("\(station) n'a pas pu être jugé entièrement.")
        }
    }

    package func reference(_ reference: ScanReference) -> String {
        set(
            "socle système \(reference.systemEdition), socle applicatif \(reference.schoolYear.description), révision \(String(reference.revision))"
        )
    }

    package func compared(_ scan: ScanResult) -> String {
        var text = set(
            "Contrôle du \(moment(scan.taken)) : \(count(scan.packageCount, "paquet", "paquets"))"
        )
        guard let method = scan.method else {
            return text + set(", fichiers non comparés.")
        }
        text += set(", \(count(scan.comparedPaths, "chemin", "chemins")), comparaison ")
        switch method {
        case .quick: return text + "rapide."
        case .deep: return text + "approfondie."
        case .packageSums: return text + "par les sommes des paquets."
        }
    }

    package func title(of code: FindingCode) -> String {
        switch code {
        case .unlisted: "Logiciels non référencés dans le socle"
        case .unlistedDriver: "Pilotes non référencés dans le socle"
        case .missing: "Logiciels du socle absents"
        case .outdated: "Logiciels du socle en version ancienne"
        case .newer: "Logiciels du socle en version plus récente"
        case .altered: "Fichiers du socle modifiés"
        case .broken: "Paquets incomplètement installés"
        case .foreignFile: "Fichiers que le socle n’a pas"
        case .settings: "Réglages du poste"
        case .notApplicable: "Logiciels du socle que le matériel ne permet pas"
        case .undetermined: "Points non jugés"
        }
    }

    package func meaning(of code: FindingCode) -> String {
        switch code {
        case .unlisted:
            "Ce logiciel n’est ni dans le socle système, ni dans le socle applicatif, ni dans un complément. Son installation est permise ; il ne serait pas remis par une réinstallation."
        case .unlistedDriver:
            "Ce pilote n’est ni dans les socles ni dans la liste des équipements."
        case .missing: "Le socle prévoit ce logiciel sur chaque poste, et il n’y est pas."
        case .outdated: "La version présente est plus ancienne que celle que le socle demande."
        case .newer:
            "La version présente est plus récente que la référence ; ce n’est pas un écart."
        case .altered: "Des fichiers fournis par le socle n’ont plus leur contenu d’origine."
        case .broken: "Le gestionnaire de paquets signale une installation inachevée."
        case .foreignFile: "Aucun paquet ne fournit ces fichiers et le socle ne les connaît pas."
        case .settings: "Les réglages sont libres ; ils sont montrés pour information."
        case .notApplicable:
            "Le matériel de ce poste ne permet pas ce logiciel ; son absence n’est pas un écart."
        case .undetermined: "Ce point n’a pas pu être lu ; il n’est donc ni conforme ni en écart."
        }
    }

    package func cause(
        brought: Int,
        since: Day?,
        command: String?,
        ofVersion: Bool
    ) -> String {
        var parts: [String] = []
        if brought > 0 { parts.append("+ " + count(brought, "dépendance", "dépendances")) }
        var arrival = ""
        if let since {
            arrival =
                ofVersion
                ? "dans cette version depuis le \(date(since))" : "installé le \(date(since))"
        }
        if let command {
            let alone = ofVersion ? "mis dans cette version par " : "installé par "
            arrival += arrival.isEmpty ? alone : " par "
            arrival += quoted(command)
        }
        if !arrival.isEmpty { parts.append(arrival) }
        return parts.joined(separator: ", ")
    }

    package func waived(_ waiver: Finding.Waived) -> String {
        "complément validé (\(waiver.id)) jusqu’au \(date(waiver.until))"
    }

    package func state(_ state: ItemState) -> String {
        guard let day = state.trialUntil else { return state.word }
        return "\(state.word) jusqu’au \(date(day))"
    }

    package func expected(_ text: String) -> String { set("attendu : \(text)") }
    package func paths(_ count: Int) -> String { self.count(count, "chemin", "chemins") }
    package func setting(_ kind: StationSetting.Kind) -> String {
        switch kind {
        case .repository: "autre dépôt"
        case .alternative: "alternative"
        case .permissions: "droits"
        case .exclusion: "écarté par dpkg"
        case .printQueue: "file d’impression"
        }
    }

    package func coverage(_ state: SourceCoverage.State) -> String { state.rawValue }

    package func leftOut(_ sort: LeftOut) -> String {
        switch sort {
        case .users: "utilisateurs"
        case .sessions: "sessions"
        case .processes: "processus"
        case .histories: "historiques"
        case .licenceKeys: "clés de licence"
        case .serials: "numéros de série"
        case .documents: "commentaires et documents"
        case .addresses: "adresses réseau"
        case .profilePaths: "chemins"
        case .hardware: "matériel"
        }
    }

    package func weight(_ weight: FindingWeight) -> String {
        switch weight {
        case .deviation: "écart"
        case .information: "information"
        case .undetermined: "non jugé"
        }
    }

    package func zone(_ zone: Zone) -> String {
        switch zone {
        case .teaching: "pédagogique"
        case .administrative: "administrative"
        case .unknown: "inconnue"
        }
    }

    // MARK: Decision

    package func decision(_ kind: Decision.Kind) -> String {
        switch kind {
        case .nothingToDo: "Il n’y a rien à faire."
        case .ordinaryMaintenance: "La maintenance ordinaire suffit."
        case .reinstallationFounded: "La réinstallation à partir des socles est fondée."
        case .reinstallationOnRequest:
            "La réinstallation peut se faire à la demande de l’établissement."
        case .refusedAdministrativeZone:
            "Le poste est du réseau administratif : aucune intervention."
                .replacing(" :", with: "\u{202F}:")
        case .waitingForTicket: "La décision attend un numéro de ticket du guichet."
        case .waitingForBackups: "La décision attend la confirmation des sauvegardes."
        case .waitingForZone: "La décision attend que la zone du poste soit connue."
        case .waitingForFault: "La décision attend le dysfonctionnement constaté."
        case .undetermined: "La convention ne permet pas de décider en l’état."
        }
    }

    package func nextStep(_ kind: Decision.Kind) -> String {
        switch kind {
        case .nothingToDo: "Aucune suite."
        case .ordinaryMaintenance:
            set("Préparer une réparation avec « socle plan --scope reparation ».")
        case .reinstallationFounded, .reinstallationOnRequest:
            set("Préparer le plan avec « socle plan », le relire, puis l'approuver.")
        case .refusedAdministrativeZone: "S’adresser au service qui gère le réseau administratif."
        case .waitingForTicket:
            "Ouvrir une demande au guichet, puis donner son numéro avec --ticket."
        case .waitingForBackups:
            "Faire vérifier les sauvegardes, puis le dire avec --backups-acknowledged FONCTION,AAAA-MM-JJ."
        case .waitingForZone: "Compléter le plan d’adressage ou l’enrôlement du poste."
        case .waitingForFault: "Donner le dysfonctionnement constaté avec --fault TEXTE."
        case .undetermined: "Rendre lisible ce qui n’a pas pu être jugé, puis refaire le contrôle."
        }
    }

    package func article(_ rule: String) -> String {
        Articles.name(of: rule, article: "Article", annex: "Annexe")
    }
}

extension FrenchWording {
    static func padded(_ pair: (Int, Int)) -> String {
        let digits = String(pair.0)
        return String(repeating: "0", count: max(0, pair.1 - digits.count)) + digits
    }

    /// French has the singular for 0 and 1.
    func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(integer(number))\u{A0}\(number < 2 ? one : many)"
    }
}

extension String {
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
