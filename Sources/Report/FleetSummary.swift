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

    /// What a summary takes of one scan: no more than its line tells.
    public struct Station: Sendable {
        /// The answer.
        public let verdict: Verdict
        /// The scan in a line, without its evidence.
        public let line: String
        fileprivate let school: String
        fileprivate let room: String?
        /// The ids of the deviations.
        fileprivate let deviations: [String]

        /// Takes one scan.
        public init(_ scan: ScanResult) {
            verdict = scan.verdict
            school = scan.station.school?.description ?? ""
            room = scan.station.room
            func ids(_ weight: FindingWeight) -> [String] {
                scan.findings.indices.compactMap { place in
                    scan.findings[place].weight == weight ? scan.findings[place].id : nil
                }
            }
            deviations = ids(.deviation)
            line =
                JSONWriter.compact(
                    .object([
                        .text("document", "poste"),
                        JSONMember("station", StationDocument.json(scan.station)),
                        .text("verdict", scan.verdict.rawValue),
                        .text("taken", scan.taken.description),
                        .texts("findings", deviations),
                        .texts("undetermined", ids(.undetermined)),
                    ])
                ) + "\n"
        }
    }

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

        mutating func add(_ station: Station) {
            verdicts[station.verdict, default: 0] += 1
            for id in station.deviations {
                if findings.count >= FleetSummary.limit, findings[id] == nil {
                    others += 1
                } else {
                    findings[id, default: 0] += 1
                }
            }
        }
    }

    private var rooms: [Place: Counts] = [:]
    private var schools: [String: Counts] = [:]
    private var all = Counts()

    /// Creates a summary of nothing.
    public init() {}

    /// Takes one station.
    public mutating func add(_ station: Station) {
        let school = station.school
        if let room = station.room {
            rooms[Place(school: school, room: room), default: Counts()].add(station)
        }
        if !school.isEmpty { schools[school, default: Counts()].add(station) }
        all.add(station)
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
