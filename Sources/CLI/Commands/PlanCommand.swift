import Convention
import Deployer
import Model
import Platform
import Primitives
import Report

/// `socle plan`: what a restore would do.
enum PlanCommand {
    static let spec = CommandSpec(
        "plan",
        flags: [
            FlagTable.root, FlagTable.depot, FlagTable.trust, FlagTable.edition,
            FlagTable.acceptStale, FlagTable.ticket,
            FlagTable.clause, FlagTable.fault, FlagTable.backups, FlagTable.replacement,
            FlagTable.scope,
            FlagTable.format,
            FlagTable.output, FlagTable.events, FlagTable.allowAnyRoot, FlagTable.address,
            FlagTable.fetch,
            FlagTable.declarations,
        ],
        fr:
            "ce qu’une restauration changerait, ce qui serait perdu, et ce que la convention permet",
        en: "what a restore would change, what would be lost, and what the convention allows"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        try station.refuseWindows()
        try station.recoverIfNeeded(context)
        let order = try OrderFlags.order(invocation)
        let reference = try Reference.read(station, invocation, context, forRestore: true)
        let target = try reference.requireTarget()
        let case_ = try assess(station, reference, order, invocation, context)
        guard case_.decision.allowsRestore else {
            let details = DecisionRecord.details(case_.decision, case_.rests)
            try station.record(.refused, "plan", .object(details), context)
            throw DecisionRefusal.failure(case_.decision, context.language)
        }
        let scope = try scope(invocation, case_.decision)
        let restorer = Restorer(
            root: station.root,
            target: target,
            facts: case_.facts,
            archives: reference.archives,
            workers: context.workers
        )
        let watch = PhaseWatch(context)
        defer { watch.finish() }
        var plan = try Failure.explaining { () throws(DeployerError) in
            try restorer.plan(
                scope: scope,
                comparison: case_.comparison,
                bringsContent: invocation.has(FlagTable.fetch),
                observer: watch,
                now: context.now
            )
        }
        plan.decision = case_.decision
        let file = invocation.value(FlagTable.output) ?? "plan.json"
        let document = JSONWriter.pretty(PlanDocument.json(plan))
        try UserFile(file).write(Array(document.utf8))
        let journal = try station.record(
            .planned,
            plan.id.hex,
            .object(
                [
                    JSONMember("ticket", .string(order.ticket ?? "")),
                    JSONMember("portee", .string(scope.rawValue)),
                    JSONMember("clause", .string(order.clause?.rawValue ?? "")),
                    JSONMember("constats", .strings(case_.decision.grounds.prefix(50))),
                ] + DecisionRecord.details(case_.decision, case_.rests)
            ),
            context
        )
        if invocation.value(FlagTable.format) == "json" {
            try context.say(document)
        } else {
            try context.say(
                PlanReport.text(
                    plan,
                    file: file,
                    journal: journal,
                    language: context.language,
                    style: context.style
                ) + (scope == .repair ? RepairRemainder(case_.findings).text(context) : "")
            )
        }
        return .success
    }

    private struct Assessment {
        /// What the decision rests on.
        let rests: DecisionFacts
        let decision: Decision
        let facts: StationFacts
        let comparison: ComparisonResult?
        var findings: [Finding] = []
    }

    /// What the convention allows; a blank root has nothing to scan and waits for its order alone.
    private static func assess(
        _ station: Station,
        _ reference: Reference,
        _ order: RestoreOrder,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> Assessment {
        if try station.isBlank() {
            guard invocation.has(FlagTable.allowAnyRoot) else {
                throw Failure(
                    .refused,
                    "the root holds no system",
                    hints: ["--any-root accepts an empty root, for a first deployment"]
                )
            }
            let rests = OrderFlags.blankFacts(order, station.identity, reference, context)
            return Assessment(
                rests: rests,
                decision: ConventionRules.decide(by: rests),
                facts: StationFacts(identity: station.identity),
                comparison: nil
            )
        }
        let examination = try Examination.examine(station, reference, isDeep: true, context)
        let rests = examination.facts(order, context)
        return Assessment(
            rests: rests,
            decision: ConventionRules.decide(by: rests),
            facts: examination.facts,
            comparison: examination.comparison,
            findings: examination.result.findings
        )
    }

    private static func scope(
        _ invocation: Invocation,
        _ decision: Decision
    ) throws(Failure) -> RestoreScope {
        let asked = invocation.value(FlagTable.scope).flatMap { RestoreScope(rawValue: $0) }
        guard decision.kind == .ordinaryMaintenance else { return asked ?? .reinstallation }
        guard asked != .reinstallation else {
            throw Failure(
                .refused,
                "nothing outside the socles was found: ordinary maintenance repairs, it does not reinstall",
                hints: ["--scope reparation, or --clause AV at the school’s request (annexe V)"]
            )
        }
        return .repair
    }
}
