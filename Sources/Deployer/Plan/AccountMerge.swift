internal import Primitives

/// Merges the account files of a station with those of the socle.
///
/// Ids 1000 to 59999 are people's, and come from the station with all that goes with their names;
/// every other id is the system's, and comes from the socle. People a station added to a system group
/// stay in it. Lines keep the order of the file they come from, the socle's first, so a second merge
/// changes nothing.
struct AccountMerge {
    /// The six files, by their name in `/etc`.
    enum File: String, CaseIterable {
        case passwd, shadow, group, gshadow, subuid, subgid

        init?(_ path: RelativePath) {
            guard let match = Self.allCases.first(where: { path.bytes == Array("etc/\($0)".utf8) })
            else { return nil }
            self = match
        }
    }

    /// The ids that are people's.
    static let people: ClosedRange<UInt32> = 1000...59_999

    private let station: [File: [UInt8]]
    private let socle: [File: [UInt8]]
    /// Names of the station's people, and of their groups.
    private let users: Set<[UInt8]>
    private let groups: Set<[UInt8]>

    /// Names or ids that both sides use for different things.
    let clashes: [String]

    init(station: [File: [UInt8]], socle: [File: [UInt8]]) {
        self.station = station
        self.socle = socle
        let here = Self.lines(station[.passwd])
        let hereGroups = Self.lines(station[.group])
        users = Set(here.filter(\.isPersons).map(\.name))
        groups = Set(hereGroups.filter(\.isPersons).map(\.name))
        clashes =
            Self.clashes("passwd", here, Self.lines(socle[.passwd]))
            + Self.clashes("group", hereGroups, Self.lines(socle[.group]))
    }

    /// What `file` becomes; nil where the socle has no such file and the station's stays.
    func merged(_ file: File) -> [UInt8]? {
        guard let theirs = socle[file] else { return nil }
        guard let ours = station[file] else { return theirs }
        let result: [Line]
        switch file {
        case .passwd:
            result =
                Self.lines(theirs).filter { !$0.isPersons }
                + Self.lines(ours).filter { $0.isPersons || $0.isDirective }
        case .group:
            result =
                withMembers(theirs, ours, at: 3).filter { !$0.isPersons }
                + Self.lines(ours).filter { $0.isPersons || $0.isDirective }
        case .gshadow:
            let system = systemNames(.group)
            result =
                withMembers(theirs, ours, at: 3).filter { system.contains($0.name) }
                + Self.lines(ours).filter { groups.contains($0.name) || $0.isDirective }
        case .shadow:
            let system = systemNames(.passwd)
            result =
                Self.lines(theirs).filter { system.contains($0.name) }
                + Self.lines(ours).filter { users.contains($0.name) || $0.isDirective }
        case .subuid, .subgid:
            result =
                Self.lines(theirs).filter { !isPersons($0.name) }
                + Self.lines(ours).filter { isPersons($0.name) }
        }
        return result.flatMap { $0.bytes + [UInt8(ascii: "\n")] }
    }

    // MARK: Lines

    /// One line, split at its colons.
    private struct Line {
        var fields: [[UInt8]]
        var name: [UInt8] { fields.first ?? [] }
        var bytes: [UInt8] { Array(fields.joined(separator: [UInt8(ascii: ":")])) }
        /// `+` and `-` lines stand for a directory service; they are the station's.
        var isDirective: Bool { name.first == UInt8(ascii: "+") || name.first == UInt8(ascii: "-") }
        /// The third field of passwd and group.
        var id: UInt32? {
            fields.count > 2 ? UInt32(String(decoding: fields[2], as: UTF8.self)) : nil
        }
        var isPersons: Bool { !isDirective && id.map(AccountMerge.people.contains) == true }
    }

    private static func lines(_ bytes: [UInt8]?) -> [Line] {
        (bytes ?? []).split(separator: UInt8(ascii: "\n")).map { line in
            Line(
                fields: line.split(
                    separator: UInt8(ascii: ":"),
                    omittingEmptySubsequences: false
                ).map { [UInt8]($0) }
            )
        }
    }

    /// Names of the socle's system accounts or groups.
    private func systemNames(_ file: File) -> Set<[UInt8]> {
        Set(Self.lines(socle[file]).filter { !$0.isPersons }.map(\.name))
    }

    /// Whether a line of subuid or subgid, which may name an id, is about a person.
    private func isPersons(_ name: [UInt8]) -> Bool {
        if users.contains(name) { return true }
        return UInt32(String(decoding: name, as: UTF8.self)).map(Self.people.contains) == true
    }

    /// The socle's groups with the people the station added to them.
    private func withMembers(_ theirs: [UInt8], _ ours: [UInt8], at field: Int) -> [Line] {
        var added: [[UInt8]: [[UInt8]]] = [:]
        let comma = UInt8(ascii: ",")
        for line in Self.lines(ours) where line.fields.count > field {
            added[line.name] = line.fields[field].split(separator: comma).map { [UInt8]($0) }
                .filter(users.contains)
        }
        return Self.lines(theirs).map { line in
            guard line.fields.count > field, let more = added[line.name] else { return line }
            let members = line.fields[field].split(separator: comma).map { [UInt8]($0) }
            let missing = more.filter { !members.contains($0) }
            guard !missing.isEmpty else { return line }
            var line = line
            line.fields[field] = Array((members + missing).joined(separator: [comma]))
            return line
        }
    }

    private static func clashes(_ file: String, _ ours: [Line], _ theirs: [Line]) -> [String] {
        let system = theirs.filter { !$0.isPersons && !$0.isDirective }
        let names = Set(system.map(\.name))
        var seen: [UInt32: [UInt8]] = [:]
        var clashes: [String] = []
        for line in ours where line.isPersons {
            let name = String(decoding: line.name, as: UTF8.self)
            if names.contains(line.name) {
                clashes.append("/etc/\(file): “\(name)” is a name of the socle's system")
            }
            if let id = line.id, let other = seen.updateValue(line.name, forKey: id) {
                let first = String(decoding: other, as: UTF8.self)
                clashes.append("/etc/\(file): “\(first)” and “\(name)” both have the id \(id)")
            }
        }
        return clashes
    }
}
