import Deployer
import Model
import Platform
import Primitives
import Report

/// `socle undo`: gives back the station as it was before the last restore.
enum UndoCommand {
    static let spec = CommandSpec(
        "undo",
        flags: [FlagTable.root, FlagTable.approve, FlagTable.format],
        fr: "annule la dernière restauration ; sans --approve, montre ce qui changerait",
        en: "undo the last restore; without --approve, show what would change"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        try station.refuseWindows()
        try station.recoverIfNeeded(context)
        let undo = try Failure.explaining { () throws(DeployerError) in
            try Undo.plan(station.root, now: context.now)
        }
        let id = try invocation.digest(
            FlagTable.approve,
            called: "id",
            hint: "give the 64 digits socle undo shows"
        )
        guard let id else {
            try show(undo, invocation, context)
            throw Failure(
                .refused,
                "the undo is not approved",
                hints: ["socle undo --approve \(undo.id)"]
            )
        }
        let outcome = try Failure.explaining { () throws(DeployerError) in
            try Undo.run(station.root, approve: id, now: context.now)
        }
        return try conclude(outcome, station, context)
    }

    private static func show(
        _ undo: Undo,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) {
        if invocation.value(FlagTable.format) == "json" {
            let changed = undo.changedSince.map { JSONValue.string(Escaped.path($0)) }
            let document: JSONValue = [
                "format": 1,
                "id": .string(undo.id.hex),
                "restored": .string(undo.restored.description),
                "changes": .integer(Int64(undo.changes.count)),
                "changedSince": .array(changed),
            ]
            return try context.say(JSONWriter.pretty(document))
        }
        let since = undo.changedSince.prefix(20).map { "  \(Escaped.path($0))\n" }.joined()
        try context.say(
            context.text(
                Phrase(
                    fr:
                        "annulerait la restauration du \(undo.restored) : \(undo.changes.count) changements\n"
                        + (undo.changedSince.isEmpty
                            ? ""
                            : "modifiés depuis, mis de côté : \(undo.changedSince.count)\n\(since)"),
                    en:
                        "would undo the restore of \(undo.restored): \(undo.changes.count) changes\n"
                        + (undo.changedSince.isEmpty
                            ? ""
                            : "changed since, kept aside: \(undo.changedSince.count)\n\(since)")
                )
            )
        )
    }

    private static func conclude(
        _ outcome: UndoOutcome,
        _ station: Station,
        _ context: Context
    ) throws(Failure) -> ExitCode {
        switch outcome {
        case .done(let undo, let surprises, let steps):
            let journal = try station.record(
                .undone,
                undo.id.hex,
                [
                    "transaction": .integer(undo.transaction),
                    "changements": .integer(Int64(undo.changes.count)),
                    "etapes": StepLog.json(steps),
                ],
                context
            )
            try station.settleRecord()
            let report = Report.RestoreOutcome(
                result: .undone,
                stationName: station.identity.name.isEmpty ? nil : station.identity.name,
                planID: undo.id,
                written: undo.changes.count { $0.action != .remove },
                removed: undo.changes.count { $0.action == .remove },
                steps: steps.map { .init(id: $0.id, succeeded: $0.failure == nil) },
                journal: journal
            )
            try context.say(
                Report.RestoreReport.text(report, language: context.language, style: context.style)
            )
            for step in steps {
                guard let failure = step.failure else { continue }
                context.progress("\(step.id): \(failure)\n\(Escaped.text(step.output))")
            }
            station.showKept(undo.changedSince + surprises, context)
            return .success
        case .rolledBack(let reason):
            throw Failure(
                .rolledBack,
                "the undo failed and the station is as it was",
                causes: [reason]
            )
        case .recoveryNeeded(let reason):
            throw Failure(
                .recoveryNeeded,
                "the undo stopped half-way",
                causes: [reason],
                hints: ["run socle recover"]
            )
        }
    }
}
