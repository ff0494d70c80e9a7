import Lab
import Platform
import Primitives
import Report

/// What every `socle lab` command works with: the operator's policy, the roster, the room, the state.
struct LabSession: Sendable {
    let policy: LabPolicy
    let roster: Roster
    let room: String
    let state: Directory
    let playbooks: String
    private let folder: String

    /// The session of the room the command names, or of `room`.
    init(_ invocation: Invocation, room named: String? = nil) throws(Failure) {
        let policyPath = invocation.value(FlagTable.policy) ?? "/etc/socle/salles.json"
        let rosterPath = invocation.value(FlagTable.roster) ?? "/etc/socle/postes.json"
        let policyBytes = try UserFile(policyPath).read(limit: 1 << 20)
        let written = try Failure.explaining("the policy \(policyPath) can not be used") {
            () throws(LabError) in try LabPolicy.decode(policyBytes)
        }
        folder = policyPath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        policy = written.resolved(from: folder)
        let rosterBytes = try UserFile(rosterPath).read(limit: 64 << 20)
        roster = try Failure.explaining("the roster \(rosterPath) can not be used") {
            () throws(LabError) in try Roster.decode(rosterBytes)
        }
        room = named ?? invocation.arguments.first ?? ""
        // The room must be known before anything else is.
        let (roster, room) = (self.roster, room)
        _ = try Failure.explaining { () throws(LabError) in try roster.stations(in: room) }
        playbooks = try Self.playbooks(invocation)
        let place = UserFile(policy.state)
        let parent = try place.parent()
        let name = try place.relativeName()
        state = try Failure.explaining("the state folder \(place.path) can not be used") {
            () throws(PlatformError) in
            try parent.makeDirectories(name, permissions: 0o700)
            return try parent.openDirectory(name)
        }
    }

    /// The stations `--station` names, or the whole room.
    func stations(_ invocation: Invocation) throws(Failure) -> [Roster.Entry] {
        let (roster, room) = (self.roster, room)
        let all = try Failure.explaining { () throws(LabError) in try roster.stations(in: room) }
        let asked = invocation.all(FlagTable.stationName)
        guard !asked.isEmpty else { return all }
        for name in asked where !all.contains(where: { $0.name == name }) {
            let near = Suggestion.nearest(to: name, among: all.map(\.name))
            throw .usage(
                "room \(room) has no station “\(name)”",
                hint: near.map { "did you mean “\($0)”?" } ?? "socle lab status \(room)"
            )
        }
        return all.filter { asked.contains($0.name) }
    }

    /// The hours no order may touch a room in.
    func reservedHours() throws(Failure) -> ReservedHours? {
        guard let path = policy.calendar else { return nil }
        let bytes = try UserFile(path).read(limit: 64 << 20)
        return try Failure.explaining("the calendar \(path) can not be used") {
            () throws(LabError) in try ReservedHours.decode(bytes)
        }
    }

    /// The orders given to the room, newest first.
    func orders() throws(Failure) -> [OrderFolder] {
        let (state, school, room) = (state, roster.school, room)
        return try Failure.explaining { () throws(LabError) in
            try OrderFolder.all(in: state, school: school, room: room)
        }
    }

    /// What the last scan of the room found on each station that has a result.
    func lastScan() throws(Failure) -> FleetLines {
        guard let folder = try orders().first(where: { $0.order.kind == .scan }) else {
            throw LabError(.noOrder, subject: room, detail: "no scan was ordered yet").failure
        }
        var lines = FleetLines(keeping: room, of: roster.school.description)
        for target in folder.order.targets {
            let bytes = try Failure.explaining { () throws(LabError) in
                try folder.result("scan.json", of: target.name)
            }
            guard let bytes else { continue }
            try Failure.explaining("the scan of \(target.name) can not be used") {
                () throws(ReportError) in try lines.take(bytes[...])
            }
        }
        return lines
    }

    /// Locks the room for this order.
    func lock() throws(Failure) -> FileLock {
        let (state, school, room) = (state, roster.school, room)
        return try Failure.explaining { () throws(LabError) in
            try OrderFolder.lock(in: state, school: school, room: room)
        }
    }

    private static func playbooks(_ invocation: Invocation) throws(Failure) -> String {
        if let path = invocation.value(FlagTable.playbooks) {
            _ = try UserFile(path + "/scan.yml").read(limit: 1 << 20)
            // Ansible starts elsewhere: what it is given names the place from the root.
            return try Failure.explaining { () throws(PlatformError) in
                try Directory.open(path).location
            }
        }
        let path = "/usr/share/socle/ansible"
        guard (try? Directory.open(path)) != nil else {
            throw Failure(
                .undetermined,
                "the playbooks are not in \(path)",
                hints: ["--playbooks DIR says where they are"]
            )
        }
        return path
    }
}
