public import Model
import Primitives

/// What many scans come to, room by room, school by school and in all, for a département.
///
/// It holds counts alone, so that its size hangs on the number of rooms and not of stations. No
/// station and no person is in it.
public struct FleetSummary: Sendable {
    /// How many findings of one group are told by name; the others are counted together.
    static let named = 20
    /// Most different findings a group counts apart.
    private static let limit = 5_000

    private struct Place: Hashable, Comparable {
        let school: String
        let room: String

        static func < (left: Place, right: Place) -> Bool {
            (left.school, left.room) < (right.school, right.room)
        }
    }

    private struct Counts {
        var verdicts: [Verdict: Int] = [:]
        var findings: [String: Int] = [:]
        var others = 0

        mutating func add(_ scan: ScanResult) {
            verdicts[scan.verdict, default: 0] += 1
            for finding in scan.findings where finding.weight == .deviation {
                if findings[finding.id] == nil, findings.count >= FleetSummary.limit {
                    others += 1
                } else {
                    findings[finding.id, default: 0] += 1
                }
            }
        }
    }

    private var rooms: [Place: Counts] = [:]
    private var schools: [String: Counts] = [:]
    private var all = Counts()

    /// Creates a summary of nothing.
    public init() {}

    /// Takes one scan.
    public mutating func add(_ scan: ScanResult) {
        let school = scan.station.school?.description ?? ""
        if let room = scan.station.room {
            rooms[Place(school: school, room: room), default: Counts()].add(scan)
        }
        if !school.isEmpty { schools[school, default: Counts()].add(scan) }
        all.add(scan)
    }

    /// One JSON document a line: rooms, then schools, then all of them.
    public var lines: String {
        var documents = rooms.sorted { $0.key < $1.key }.map { place, counts in
            Self.json("salle", school: place.school, room: place.room, counts)
        }
        documents += schools.sorted { $0.key < $1.key }.map { school, counts in
            Self.json("etablissement", school: school, room: "", counts)
        }
        documents.append(Self.json("departement", school: "", room: "", all))
        return documents.map { JSONWriter.compact($0) + "\n" }.joined()
    }

    /// One scan in a line, without its evidence.
    public static func line(_ scan: ScanResult) -> String {
        let deviations = scan.findings.filter { $0.weight == .deviation }
        return JSONWriter.compact(
            .object([
                .text("document", "poste"),
                JSONMember("station", StationDocument.json(scan.station)),
                .text("verdict", scan.verdict.rawValue),
                .text("taken", scan.taken.description),
                .texts("findings", deviations.map(\.id)),
                .texts(
                    "undetermined",
                    scan.findings.filter { $0.weight == .undetermined }.map(\.id)
                ),
            ])
        ) + "\n"
    }

    private static func json(
        _ level: String,
        school: String,
        room: String,
        _ counts: Counts
    ) -> JSONValue {
        let ranked = counts.findings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let rest = ranked.dropFirst(named).reduce(counts.others) { $0 + $1.value }
        return .object([
            .text("document", "bilan"),
            .text("niveau", level),
            .text("etablissement", school.isEmpty ? nil : school),
            .text("salle", room.isEmpty ? nil : room),
            .count("postes", Int64(counts.verdicts.values.reduce(0, +))),
            .count("conformes", Int64(counts.verdicts[.compliant] ?? 0)),
            .count("ecarts", Int64(counts.verdicts[.deviations] ?? 0)),
            .count("indetermines", Int64(counts.verdicts[.undetermined] ?? 0)),
            JSONMember(
                "constats",
                .array(
                    ranked.prefix(named).map { id, count in
                        .object([.text("id", id), .count("postes", Int64(count))])
                    }
                )
            ),
            .count("autres-constats", Int64(rest)),
        ])
    }
}
