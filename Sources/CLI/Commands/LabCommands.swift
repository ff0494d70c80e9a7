import Lab
import Model
import Platform
import Primitives
import Report

/// `socle lab`: one order reaches a room.
enum LabCommands {
    static let all = [scan, plan, restore, status, resume, undo, compare, roster]

    private static let common = [
        FlagTable.roster, FlagTable.policy, FlagTable.playbooks, FlagTable.labFormat,
        FlagTable.output,
    ]
    private static let power = [FlagTable.wake, FlagTable.reboot, FlagTable.shutdown]

    private static let scan = CommandSpec(
        "lab scan",
        arguments: "ROOM",
        count: 1...1,
        flags: common + [FlagTable.stationName, FlagTable.deep, FlagTable.wake],
        fr: "compare les postes d’une salle avec le socle",
        en: "compare the stations of a room with the socle"
    ) { (invocation, context) throws(Failure) in
        try give(invocation, context) { (session) throws(Failure) in
            (.scan, try session.stations(invocation).map { RoomOrder.Target($0) })
        }
    }

    private static let plan = CommandSpec(
        "lab plan",
        arguments: "ROOM",
        count: 1...1,
        flags: common + [
            FlagTable.stationName, FlagTable.ticket, FlagTable.clause, FlagTable.fault,
            FlagTable.backups, FlagTable.replacement, FlagTable.scope, FlagTable.edition,
            FlagTable.wake,
        ],
        fr: "ce qu’une restauration changerait sur chaque poste, et l’identifiant qui l’approuve",
        en: "what a restore would change on each station, and the id that approves it"
    ) { (invocation, context) throws(Failure) in
        // What each station would refuse is refused before any is contacted.
        _ = try OrderFlags.order(invocation)
        return try give(invocation, context) { (session) throws(Failure) in
            (.plan, try session.stations(invocation).map { RoomOrder.Target($0) })
        }
    }

    private static let restore = CommandSpec(
        "lab restore",
        arguments: "ROOM",
        count: 1...1,
        flags: common + [FlagTable.approve, FlagTable.removals] + power,
        fr: "exécute les plans approuvés d’une salle : un poste d’abord, puis par vagues",
        en: "carry out the approved plans of a room: a canary first, then waves"
    ) { (invocation, context) throws(Failure) in
        try give(invocation, context) { (session) throws(Failure) in
            (.restore, try LabApproval(session, invocation).targets(of: .restore))
        }
    }

    private static let undo = CommandSpec(
        "lab undo",
        arguments: "ROOM",
        count: 1...1,
        flags: common + [FlagTable.approve, FlagTable.stationName] + power,
        fr:
            "annule la dernière restauration d’une salle ; sans --approve, montre ce qui changerait",
        en: "undo the last restore of a room; without --approve, show what would change"
    ) { (invocation, context) throws(Failure) in
        try give(invocation, context) { (session) throws(Failure) in
            let approval = LabApproval(session, invocation)
            return invocation.has(FlagTable.approve)
                ? (.undo, try approval.targets(of: .undo))
                : (.undoPreview, try approval.restored())
        }
    }

    private static let status = CommandSpec(
        "lab status",
        arguments: "ROOM",
        count: 1...1,
        flags: common,
        fr: "où en est le dernier ordre donné à une salle",
        en: "how far the last order given to a room is"
    ) { (invocation, context) throws(Failure) in
        let session = try LabSession(invocation)
        let folder = try LabApproval(session, invocation).lastOrder()
        let records = try Failure.explaining { () throws(LabError) in try folder.stations() }
        let giver = LabOrder(session: session, invocation: invocation, context: context)
        return try giver.conclude(folder, .complete, records)
    }

    private static let resume = CommandSpec(
        "lab resume",
        arguments: "ROOM",
        count: 1...1,
        flags: common,
        fr: "reprend le dernier ordre d’une salle : seulement ce qui n’est pas fait",
        en: "go on with the last order of a room: only what is not done"
    ) { (invocation, context) throws(Failure) in
        let session = try LabSession(invocation)
        let lock = try session.lock()
        let folder = try LabApproval(session, invocation).lastOrder()
        let giver = LabOrder(session: session, invocation: invocation, context: context)
        try giver.check(folder.order)
        try LabApproval(session, invocation).requireSameStations(folder.order.targets)
        let exit = try follow(folder, session, giver)
        lock.release()
        return exit
    }

    private static let compare = CommandSpec(
        "lab compare",
        arguments: "ROOM",
        count: 1...1,
        flags: common,
        fr: "compare entre eux les postes d’une salle, d’après le dernier contrôle",
        en: "compare the stations of a room with each other, by the last scan"
    ) { (invocation, context) throws(Failure) in
        let comparison = try LabSession(invocation).lastScan().comparison
        try context.emit(
            invocation.value(FlagTable.format) == "json"
                ? JSONWriter.pretty(comparison.json)
                : comparison.text(language: context.language, style: context.style),
            invocation
        )
        return comparison.odd.isEmpty ? .success : .deviations
    }

    private static let roster = CommandSpec(
        "lab roster",
        arguments: "FILE",
        count: 1...1,
        flags: [FlagTable.output],
        required: [FlagTable.rosterForm, FlagTable.rosterRule],
        fr: "fait la liste des postes à partir de celle de l’établissement",
        en: "make the list of stations from the school’s own"
    ) { (invocation, context) throws(Failure) in
        let path = invocation.arguments[0]
        let list = try UserFile(path).read(limit: 64 << 20)
        let rule = try UserFile(invocation.value(FlagTable.rosterRule) ?? "").read(limit: 1 << 20)
        let form = invocation.value(FlagTable.rosterForm).flatMap {
            RosterImport.Form(rawValue: $0)
        }
        let made = try Failure.explaining("\(path) makes no roster") { () throws(LabError) in
            try RosterImport.read(list, form: form ?? .csv, rule: try RosterRule.decode(rule))
        }
        for station in made.leftOut {
            context.progress(
                context.text(
                    Phrase(
                        fr: "laissé de côté, sa salle n’est pas pédagogique : \(station)",
                        en: "left out, its room is not for teaching: \(station)"
                    )
                )
            )
        }
        try context.emit(JSONWriter.pretty(made.document), invocation)
        return .success
    }

    /// Gives the order `choose` makes for the room, which is locked from before that to the end.
    private static func give(
        _ invocation: Invocation,
        _ context: Context,
        _ choose: (LabSession) throws(Failure) -> (RoomOrder.Kind, [RoomOrder.Target])
    ) throws(Failure) -> ExitCode {
        let session = try LabSession(invocation)
        let lock = try session.lock()
        let (kind, targets) = try choose(session)
        let order = RoomOrder(
            kind,
            school: session.roster.school,
            room: session.room,
            given: context.now,
            targets: targets,
            variables: variables(invocation)
        )
        let giver = LabOrder(session: session, invocation: invocation, context: context)
        let exit = try follow(try giver.give(order), session, giver)
        lock.release()
        return exit
    }

    /// Carries the order out; one that only looks ends with the id that would approve acting.
    private static func follow(
        _ folder: OrderFolder,
        _ session: LabSession,
        _ giver: LabOrder
    ) throws(Failure) -> ExitCode {
        let ending = try giver.carryOut(folder)
        let approval = LabApproval(session, giver.invocation)
        try approval.note(folder)
        let records = try Failure.explaining { () throws(LabError) in try folder.stations() }
        let isPreview = [.plan, .undoPreview].contains(folder.order.kind)
        return try giver.conclude(
            folder,
            ending,
            records,
            approval: isPreview && ending == .complete ? try approval.id(of: folder) : nil
        )
    }

    /// The role's variables the flags set.
    private static func variables(_ invocation: Invocation) -> [String: String] {
        let texts: [(String, Flag)] = [
            ("ticket", FlagTable.ticket), ("clause", FlagTable.clause), ("fault", FlagTable.fault),
            ("backups", FlagTable.backups), ("scope", FlagTable.scope),
            ("edition", FlagTable.edition), ("removals", FlagTable.removals),
        ]
        let switches: [(String, Flag)] = [
            ("deep", FlagTable.deep), ("replacement", FlagTable.replacement),
            ("wake", FlagTable.wake), ("reboot", FlagTable.reboot),
            ("shutdown", FlagTable.shutdown),
        ]
        var variables: [String: String] = [:]
        for (name, flag) in texts { variables[name] = invocation.value(flag) }
        for (name, flag) in switches where invocation.has(flag) { variables[name] = "true" }
        return variables
    }
}
