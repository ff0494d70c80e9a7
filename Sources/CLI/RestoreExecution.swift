import Deployer
import Inventory
import Journal
import Model
import Platform
import Primitives
import Report

/// One restore from the approval to the record.
struct RestoreExecution {
    let station: Station
    let plan: Plan
    let invocation: Invocation
    let context: Context
    /// Whether the root was made for this: nothing was displaced, and nothing of it runs.
    var isNewDisk = false

    func carryOut(approving id: Digest) throws(Failure) -> ExitCode {
        let reference = try Reference.read(station, invocation, context, forRestore: true)
        try AddressZone.requireTeaching(reference.addressZone)
        let target = try reference.requireTarget()
        guard target.layers == plan.layers else {
            throw Failure(
                .refused,
                "the depot publishes other layers than the plan was made for",
                hints: ["run socle plan again and approve the new plan"]
            )
        }
        try Failure.explaining { () throws(PlatformError) in try Interruption.install() }
        let watch = PhaseWatch(context)
        let restorer = Restorer(
            root: station.root,
            target: target,
            facts: try station.restoreFacts(context),
            archives: reference.archives,
            workers: context.workers
        )
        let options = Restorer.Options(
            removals: try invocation.number(FlagTable.removals, in: 0...Int.max),
            acceptsEmptyRoot: invocation.has(FlagTable.allowAnyRoot)
                ? try station.isBlank() : false,
            limits: station.configuration?.limits ?? .standard,
            isCancelled: { Interruption.isRequested }
        )
        let outcome: Deployer.RestoreOutcome
        do {
            outcome = try restorer.restore(
                plan,
                approve: id,
                options: options,
                observer: watch,
                now: context.now
            )
            watch.finish()
        } catch {
            watch.finish()
            if error.failure.exit == .refused {
                try station.record(
                    .refused,
                    "restore",
                    [
                        "cause": .string(error.code.rawValue),
                        "nombre": .integer(Int64(error.items.count)),
                    ],
                    context
                )
            }
            throw error.failure
        }
        return try conclude(outcome, reference, watch)
    }

    private func conclude(
        _ outcome: Deployer.RestoreOutcome,
        _ reference: Reference,
        _ watch: PhaseWatch
    ) throws(Failure) -> ExitCode {
        switch outcome {
        case .done(let report):
            return try present(report, remaining: [], isProven: true, reference, watch)
        case .notProven(let report, let remaining):
            return try present(report, remaining: remaining, isProven: false, reference, watch)
        case .rolledBack(let report, let reason):
            try station.record(
                .restored,
                plan.id.hex,
                [
                    "resultat": "annulee", "cause": .string(reason),
                    "etapes": StepLog.json(report.steps),
                ],
                context
            )
            try station.settleRecord()
            station.showKept(report.surprises, context)
            throw Failure(
                .rolledBack,
                "the restore failed and the station is as it was",
                causes: [reason]
                    + report.steps.compactMap { step in step.failure.map { "\(step.id): \($0)" } },
                hints: ["mend the cause and run the command again"]
            )
        case .recoveryNeeded(let reason):
            throw Failure(
                .recoveryNeeded,
                "the restore stopped half-way",
                causes: [reason],
                hints: ["run socle recover"]
            )
        }
    }

    private func present(
        _ report: Deployer.RestoreReport,
        remaining: [FileDifference],
        isProven: Bool,
        _ reference: Reference,
        _ watch: PhaseWatch
    ) throws(Failure) -> ExitCode {
        let changes = report.plan.changes
        let journal = try station.record(
            .restored,
            report.approved.hex,
            [
                "plan": .string(report.plan.id.hex),
                "resultat": .string(isProven ? "prouvee" : "non prouvee"),
                "ecrits": .integer(Int64(changes.count { $0.action != .remove })),
                "retires": .integer(Int64(changes.count { $0.action == .remove })),
                "etapes": StepLog.json(report.steps),
                "couches": .array(
                    report.plan.layers.map { .string("\($0.kind.rawValue) \($0.edition)") }
                ),
            ],
            context
        )
        try station.settleRecord()
        let scan = try scanAfterRepair(report, reference)
        let outcome = Report.RestoreOutcome(
            result: changes.isEmpty
                ? .nothingToDo : report.plan.scope == .repair ? .repaired : .restored,
            stationName: station.identity.name.isEmpty ? nil : station.identity.name,
            planID: report.plan.id,
            written: changes.count { $0.action != .remove },
            removed: changes.count { $0.action == .remove },
            bytesFetched: report.plan.bytesToFetch,
            seconds: Int(watch.seconds.rounded(.up)),
            steps: report.steps.map { .init(id: $0.id, succeeded: $0.failure == nil) },
            isProven: isProven,
            verdict: scan?.verdict,
            deviations: scan?.findings.count { $0.weight == .deviation } ?? remaining.count,
            rebootReasons: isNewDisk ? [] : report.rebootReasons,
            quarantine: isNewDisk ? nil : report.transaction.map { _ in "/.socle/quarantine" },
            toReinstall: report.plan.toReinstall,
            journal: journal
        )
        if invocation.value(FlagTable.format) == "json" {
            try context.say(JSONWriter.pretty(watch.json(outcome)))
        } else {
            try context.say(
                Report.RestoreReport.text(outcome, language: context.language, style: context.style)
            )
        }
        for step in report.steps {
            if let failure = step.failure {
                context.progress("\(step.id): \(failure)\n\(Escaped.text(step.output))")
            }
        }
        for difference in remaining.prefix(20) {
            context.progress("\(difference.kind.rawValue) \(Escaped.path(difference.path))")
        }
        station.showKept(report.surprises, context)
        for failure in [report.proofFailure, report.purgeFailure] {
            if let failure { context.progress(Escaped.text(failure)) }
        }
        if let scan { context.progress(RepairRemainder(scan.findings).text(context)) }
        return isProven ? scan.map { ScanCommand.exit($0.verdict) } ?? .success : .deviations
    }

    /// What is left after a réparation, which does not mend everything; nil after a réinstallation,
    /// whose proof is whole.
    private func scanAfterRepair(
        _ report: Deployer.RestoreReport,
        _ reference: Reference
    ) throws(Failure) -> ScanResult? {
        guard report.plan.scope == .repair else { return nil }
        return try Examination.examine(station, reference, isDeep: false, context).result
    }
}
