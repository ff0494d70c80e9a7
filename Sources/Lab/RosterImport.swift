public import Primitives

/// A roster made from a list the school has already.
public struct RosterImport: Sendable {
    /// The forms a list may have.
    public enum Form: String, Sendable, CaseIterable {
        /// `nom;salle;adresse;mac` with a header, quoted or not, `;` or `,` between cells.
        case csv
        /// What `ansible-inventory --list` prints: groups are rooms.
        case ansible
        /// GLPI's export of computers as CSV.
        case glpi
    }

    /// The roster as ``Roster/decode(_:)`` reads it; no station of another zone is in it.
    public let document: JSONValue
    /// The stations that were left out, each with the room that is not for teaching.
    public let leftOut: [String]

    private struct Row {
        let name: String
        let room: String
        let address: String
        let hardware: String?
    }

    /// Reads a list.
    ///
    /// Stations of rooms the rule does not name as `pedagogique` are left out: the administrative
    /// zone can not enter a roster.
    ///
    /// - Throws: ``LabError`` for a list that is not of that form, or a station that can not be in a
    ///   roster.
    public static func read(
        _ bytes: [UInt8],
        form: Form,
        rule: RosterRule
    ) throws(LabError) -> RosterImport {
        let rows =
            switch form {
            case .csv, .glpi: try table(bytes, rule)
            case .ansible: try inventory(bytes, rule)
            }
        let taken = rows.filter { rule.zones[$0.room] == "pedagogique" }
        let rooms = Set(taken.map(\.room)).sorted().map { room -> JSONValue in
            let stations = taken.filter { $0.room == room }.sorted { $0.name < $1.name }
            return [
                "salle": .string(room), "zone": "pedagogique",
                "postes": .array(stations.map(station)),
            ]
        }
        let document: JSONValue = [
            "format": 1, "etablissement": .string(rule.school.description),
            "salles": .array(rooms),
        ]
        // The one reader of rosters has the last word on names, addresses and doubles.
        _ = try Roster.decode(Array(JSONWriter.pretty(document).utf8))
        return RosterImport(
            document: document,
            leftOut: rows.filter { rule.zones[$0.room] != "pedagogique" }
                .map { "\($0.name) (\($0.room.isEmpty ? "?" : $0.room))" }
        )
    }

    private static func station(_ row: Row) -> JSONValue {
        var members = [
            JSONMember("nom", .string(row.name)), JSONMember("adresse", .string(row.address)),
        ]
        if let hardware = row.hardware { members.append(JSONMember("mac", .string(hardware))) }
        return .object(members)
    }

    // MARK: Tables

    /// The names of a column in the lists we know, in lower case.
    private static let columns: [String: [String]] = [
        "nom": ["nom", "name"],
        "salle": ["salle", "lieu", "location", "room"],
        "adresse": ["adresse", "adresse ip", "réseau - ip", "ip", "networking - ip", "address"],
        "mac": ["mac", "adresse mac", "réseau - mac", "mac address", "networking - mac"],
    ]

    private static func table(
        _ bytes: [UInt8],
        _ rule: RosterRule
    ) throws(LabError) -> [Row] {
        let table = try RosterTable.read(bytes)
        func column(_ name: String) -> Int? {
            table.header.firstIndex { (columns[name] ?? []).contains($0.lowercased()) }
        }
        guard let name = column("nom") else {
            throw LabError(
                .malformed,
                subject: "line 1",
                detail: "no column “nom”; found \(table.header.joined(separator: ", "))"
            )
        }
        let (room, address, hardware) = (column("salle"), column("adresse"), column("mac"))
        return table.rows.map { cells in
            // A cell may hold several addresses, one a line: the first is taken.
            func cell(_ index: Int?) -> String {
                guard let index else { return "" }
                let first = cells[index].split(whereSeparator: \.isNewline).first ?? ""
                return RosterTable.trimmed(first)
            }
            let station = cell(name)
            let mac = cell(hardware)
            return Row(
                name: station,
                room: rule.room(of: station, given: cell(room)),
                address: cell(address).isEmpty ? station : cell(address),
                hardware: mac.isEmpty ? nil : mac
            )
        }
    }

    // MARK: Ansible

    private static func inventory(
        _ bytes: [UInt8],
        _ rule: RosterRule
    ) throws(LabError) -> [Row] {
        try LabError.reading { () throws(PrimitivesError) in
            let document = JSONNode(try JSONParser.parse(bytes))
            var values: [String: JSONNode] = [:]
            for (host, node) in try document.member("_meta").member("hostvars").members() {
                values[host] = node
            }
            var rows: [Row] = []
            var seen: Set<String> = []
            for (group, node) in try document.members() where group != "_meta" {
                guard let hosts = try node.optionalMember("hosts") else { continue }
                for host in try hosts.elements() {
                    let name = try host.string()
                    // A station is of the group that is a room of the rule, whatever others it is in.
                    guard rule.zones[group] != nil, seen.insert(name).inserted else { continue }
                    let own = values[name]
                    rows.append(
                        Row(
                            name: name,
                            room: group,
                            address: try own?.optionalMember("ansible_host")?.string() ?? name,
                            hardware: try own?.optionalMember("socle_mac")?.string()
                        )
                    )
                }
            }
            return rows
        }
    }
}

/// A table with a header, `;` or `,` between cells, quoted as RFC 4180 has it where need be.
struct RosterTable {
    let header: [String]
    let rows: [[String]]

    /// The longest table, in bytes.
    private static let limit = 16 << 20

    static func read(_ bytes: [UInt8]) throws(LabError) -> RosterTable {
        guard bytes.count <= limit, let text = String(validating: bytes, as: UTF8.self) else {
            throw LabError(
                .malformed,
                subject: "table",
                detail: "expected UTF-8 of at most \(limit) bytes"
            )
        }
        let content = text.drop { $0 == "\u{FEFF}" }
        let first = content.prefix { !$0.isNewline }
        let separator: Character = first.contains(";") ? ";" : ","
        var rows: [[String]] = [[""]]
        var isQuoted = false
        for character in content {
            let (row, cell) = (rows.count - 1, rows[rows.count - 1].count - 1)
            switch character {
            // Two quotes inside quotes close and open again, and stand for one, which no cell needs.
            case "\"": isQuoted.toggle()
            case separator where !isQuoted: rows[row].append("")
            case _ where character.isNewline && !isQuoted: rows.append([""])
            default: rows[row][cell].append(character)
            }
        }
        guard !isQuoted else {
            throw LabError(.malformed, subject: "table", detail: "a quote is not closed")
        }
        rows = rows.filter { $0.contains { !trimmed($0[...]).isEmpty } }
        guard let header = rows.first else {
            throw LabError(.malformed, subject: "line 1", detail: "the table is empty")
        }
        for row in rows where row.count < header.count {
            throw LabError(
                .malformed,
                subject: trimmed(row.first.map { $0[...] } ?? ""),
                detail: "\(row.count) cells where the header has \(header.count)"
            )
        }
        return RosterTable(
            header: header.map { trimmed($0[...]) },
            rows: Array(rows.dropFirst())
        )
    }

    static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(String(start.reversed().drop(while: \.isWhitespace)).reversed())
    }
}
