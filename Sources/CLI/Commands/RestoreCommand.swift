import Deployer
import Inventory
import Model
import Platform
import Primitives
import Report

/// `socle restore`: carries out an approved plan.
enum RestoreCommand {
    static let spec = CommandSpec(
        "restore",
        flags: [
            FlagTable.root, FlagTable.depot, FlagTable.trust, FlagTable.edition,
            FlagTable.acceptStale, FlagTable.plan, FlagTable.approve, FlagTable.removals,
            FlagTable.format, FlagTable.events, FlagTable.allowAnyRoot, FlagTable.address,
            FlagTable.disk, FlagTable.ticket, FlagTable.clause, FlagTable.fault, FlagTable.backups,
            FlagTable.hostname, FlagTable.school, FlagTable.room, FlagTable.zone,
            FlagTable.eraseData, FlagTable.eraseEncrypted,
        ],
        fr: "exécute un plan approuvé, ou réinstalle un disque ; interruptible à tout instant",
        en: "carry out an approved plan, or install a disk; may be stopped at any instant"
    ) { (invocation, context) throws(Failure) in
        if let disk = invocation.value(FlagTable.disk) {
            return try DiskRestore(disk, invocation, context).run()
        }
        let station = try Station(invocation)
        try station.refuseWindows()
        try station.recoverIfNeeded(context)
        let plan = try UserFile(invocation.value(FlagTable.plan) ?? "plan.json").plan()
        let id = try approval(invocation, plan)
        guard plan.station.id == station.identity.id else {
            throw Failure(
                .refused,
                "the plan was made for another station",
                causes: ["it names \(plan.station.id), this one is \(station.identity.id)"],
                hints: ["run socle plan on this station"]
            )
        }
        try checkGrounds(plan, station)
        let run = RestoreExecution(
            station: station,
            plan: plan,
            invocation: invocation,
            context: context
        )
        return try run.carryOut(approving: id)
    }

    /// The plan is a file anybody can edit: what the convention asks for is asked for again.
    private static func checkGrounds(_ plan: Plan, _ station: Station) throws(Failure) {
        guard station.configuration != nil, station.identity.zone == .teaching else {
            throw Failure(
                .refused,
                "the station is not enrolled in the teaching zone",
                hints: ["socle enrol --zone pedagogique"]
            )
        }
        let order = plan.decision?.order
        func isGiven(_ text: String?) -> Bool { text?.contains { !$0.isWhitespace } == true }
        let isGrounded =
            switch plan.decision?.kind {
            case .ordinaryMaintenance: plan.scope == .repair && isGiven(order?.ticket)
            case .reinstallationFounded, .reinstallationOnRequest:
                isGiven(order?.ticket) && isGiven(order?.fault) && order?.clause != nil
                    && order?.backups != nil
            default: false
            }
        guard isGrounded else {
            throw Failure(
                .refused,
                "the plan carries no decision that allows this restore",
                hints: ["run socle plan with ticket, clause, fault and backups"]
            )
        }
    }

    private static func approval(_ invocation: Invocation, _ plan: Plan) throws(Failure) -> Digest {
        let id = try invocation.digest(
            FlagTable.approve,
            called: "plan id",
            hint: "give the 64 digits the plan shows"
        )
        guard let id else {
            throw Failure(
                .refused,
                "the plan is not approved",
                hints: ["--approve \(plan.id) approves it"]
            )
        }
        return id
    }
}
