import Convention
import Model
import Primitives
import Report

/// What people assert before a restore, as the command line gives it.
enum OrderFlags {
    /// The order in the flags.
    static func order(_ invocation: Invocation) throws(Failure) -> RestoreOrder {
        RestoreOrder(
            ticket: invocation.value(FlagTable.ticket),
            clause: invocation.value(FlagTable.clause).flatMap { Clause(rawValue: $0) },
            fault: invocation.value(FlagTable.fault),
            backups: try backups(invocation.value(FlagTable.backups)),
            isReplacement: invocation.has(FlagTable.replacement)
        )
    }

    /// What the decision on a station that holds nothing yet rests on: its order alone.
    static func blankFacts(
        _ order: RestoreOrder,
        _ station: StationIdentity,
        _ reference: Reference,
        _ context: Context
    ) -> DecisionFacts {
        RestoreCase(
            verdict: .deviations,
            findings: [],
            order: order,
            declaredZone: station.zone,
            addressZone: reference.addressZone,
            standing: Standing(station: station, today: context.now.day)
        ).facts
    }

    private static func backups(
        _ text: String?
    ) throws(Failure) -> RestoreOrder.BackupAcknowledgement? {
        guard let text else { return nil }
        let parts = text.split(separator: ",", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw .usage(
                "--backups-acknowledged “\(text)” is not a function and a day",
                hint: "--backups-acknowledged \"gestionnaire réseau,2026-11-20\""
            )
        }
        do {
            return RestoreOrder.BackupAcknowledgement(function: parts[0], day: try Day(parts[1]))
        } catch {
            throw .usage(
                "--backups-acknowledged: \(error)",
                hint: "give the day as YYYY-MM-DD"
            )
        }
    }
}

/// Why the convention does not allow a restore now, and what would.
enum DecisionRefusal {
    static func failure(_ decision: Decision, _ language: Language) -> Failure {
        let articles = decision.rules.joined(separator: ", ")
        let (message, hint) = words(decision.kind)
        return Failure(
            decision.kind == .undetermined ? .undetermined : .refused,
            message(language),
            causes: articles.isEmpty ? [] : ["convention: \(articles)"],
            hints: hint.map { [$0(language)] } ?? []
        )
    }

    private static func words(_ kind: Decision.Kind) -> (Phrase, Phrase?) {
        switch kind {
        case .nothingToDo:
            (
                Phrase(
                    fr: "le poste est conforme : il n’y a rien à faire",
                    en: "the station is compliant: there is nothing to do"
                ),
                Phrase(
                    fr: "--clause AV : à la demande de l’établissement",
                    en: "--clause AV: at the school’s request"
                )
            )
        case .waitingForTicket:
            (
                Phrase(
                    fr: "aucun ticket du guichet n’est cité",
                    en: "no ticket of the help desk is quoted"
                ),
                Phrase(fr: "--ticket N", en: "--ticket N")
            )
        case .waitingForBackups:
            (
                Phrase(
                    fr: "le contrôle des sauvegardes n’est pas attesté",
                    en: "nobody acknowledged that backups were checked"
                ),
                Phrase(
                    fr: "--backups-acknowledged \"gestionnaire réseau,2026-11-20\"",
                    en: "--backups-acknowledged \"gestionnaire réseau,2026-11-20\""
                )
            )
        case .waitingForZone:
            (
                Phrase(fr: "la zone du poste est inconnue", en: "the station’s zone is unknown"),
                Phrase(fr: "socle enrol --zone pedagogique", en: "socle enrol --zone pedagogique")
            )
        case .waitingForFault:
            (
                Phrase(
                    fr: "aucun dysfonctionnement n’est décrit",
                    en: "no malfunction is described"
                ),
                Phrase(fr: "--fault TEXTE --clause A4", en: "--fault TEXT --clause A4")
            )
        case .refusedAdministrativeZone:
            (
                Phrase(
                    fr: "le poste est en zone administrative",
                    en: "the station is in the administrative zone"
                ),
                nil
            )
        case .undetermined:
            (
                Phrase(fr: "le poste n’a pas pu être jugé", en: "the station could not be judged"),
                Phrase(fr: "socle scan en donne la raison", en: "socle scan says why")
            )
        case .ordinaryMaintenance, .reinstallationFounded, .reinstallationOnRequest:
            (Phrase(fr: "permis", en: "allowed"), nil)
        }
    }
}
