import Deployer
import Inventory
import Journal
import Model
import Platform
import Primitives
import Report
import Trust

/// `socle enrol`, `socle recover` and `socle status`.
enum StationCommands {
    static let all = [enrol, recover, status, PurgeCommand.spec]

    private static let enrol = CommandSpec(
        "enrol",
        flags: [
            FlagTable.root, FlagTable.depot, FlagTable.school, FlagTable.room, FlagTable.zone,
            FlagTable.seen, FlagTable.allowAnyRoot, FlagTable.replaceKeys,
        ],
        required: [FlagTable.rootMetadata, FlagTable.fingerprint],
        fr: "fixe l’établissement, la salle, la zone et les clés auxquelles ce poste se fie",
        en: "pin the school, room, zone and the keys this station trusts"
    ) { (invocation, context) throws(Failure) in
        try Enrolment(invocation, context).run()
    }

    private static let recover = CommandSpec(
        "recover",
        flags: [FlagTable.root, FlagTable.takeBack],
        fr: "termine une restauration interrompue, ou l’annule avec --take-back",
        en: "finish an interrupted restore, or take it back with --take-back"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        let outcome = try station.recover(takeBack: invocation.has(FlagTable.takeBack), context)
        let text: Phrase
        switch outcome {
        case .nothingToDo:
            text = Phrase(
                fr: "rien à reprendre : le poste est comme il était\n",
                en: "nothing to recover: the station is as it was\n"
            )
        case .finished:
            text = Phrase(fr: "la restauration est terminée\n", en: "the restore is finished\n")
        case .takenBack(_, let reason?, let kept):
            station.showKept(kept, context)
            throw Failure(
                .rolledBack,
                "the stopped restore could not be finished, and the station is as it was before it",
                causes: [reason],
                hints: ["mend the cause, then plan and restore again"]
            )
        case .takenBack:
            text = Phrase(fr: "la restauration est annulée\n", en: "the restore is taken back\n")
        }
        try context.say(context.text(text))
        station.showKept(outcome.kept, context)
        return .success
    }

    private static let status = CommandSpec(
        "status",
        flags: [FlagTable.root],
        fr: "où en est ce poste : socle appliqué, reprise en attente, quarantaine, journal",
        en: "where this station stands: applied socle, pending recovery, quarantine, record"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        let status = try Failure.explaining { () throws(DeployerError) in
            try StationStatus.read(station.root)
        }
        let record = try station.recordStatus()
        let entries = try StatusLines(station, status, record, context).entries
        try context.say(
            StatusReport.text(entries, language: context.language, style: context.style)
        )
        guard !status.needsRecovery else { return .recoveryNeeded }
        return record?.status.isWhole == false ? .undetermined : .success
    }
}
