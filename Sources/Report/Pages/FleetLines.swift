public import Model
public import Primitives

/// What `socle scan --import … --format ndjson` wrote: a line a station, then a line a room, a
/// school, and all of them; or the JSON form of single scans, without any sum.
///
/// Lines are taken one after the other; stations are kept only where a reader asks for them, so that
/// a département's lines take the room of its counts.
public struct FleetLines: Sendable {
    /// One station in a line.
    public struct Station: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// The code of its school; nil where it is not known.
        public var school: String?
        /// The answer of its scan.
        public var verdict: Verdict
        /// When it was scanned.
        public var taken: Instant
        /// The ids of its deviations.
        public var findings: [String]
    }

    /// What the stations of a room, of a school or of all of them come to.
    public struct Sum: Sendable, Hashable {
        /// What a sum is over.
        public enum Level: String, Sendable, CaseIterable {
            case room = "salle"
            case school = "etablissement"
            case all = "departement"
        }

        /// What it is over.
        public var level: Level
        /// The school, or empty.
        public var school: String
        /// The room, or empty.
        public var room: String
        /// How many stations.
        public var stations: Int
        /// How many of them for each answer.
        public var verdicts: [Verdict: Int]
        /// The most frequent findings, and on how many stations.
        public var findings: [Count]

        /// A finding and the number of stations that have it.
        public struct Count: Sendable, Hashable {
            /// The id of the finding.
            public var id: String
            /// The number of stations.
            public var stations: Int
        }
    }

    /// The stations that were asked for, in order.
    public private(set) var stations: [Station] = []
    /// The sums, in order.
    public private(set) var sums: [Sum] = []
    /// How many stations were last scanned on each day.
    public private(set) var scanned: [Day: Int] = [:]
    /// On how many stations each thing could not be judged.
    public private(set) var unjudged: [String: Int] = [:]
    private let school: String?
    /// Most different ids counted apart.
    private static let idLimit = 5_000
    /// The room whose stations are kept; nil where none are.
    public let room: String?

    /// Lines of which the stations of `room` are kept, in `school` where one is named; none without
    /// a room.
    public init(keeping room: String? = nil, of school: String? = nil) {
        self.room = room
        self.school = school
    }

    /// The day of the last scan of any station; nil where the lines hold none.
    public var last: Day? { scanned.keys.max() }

    /// The sums of ``room``: one for each school that has a room of that name, or that of the
    /// school named.
    public var roomSums: [Sum] {
        sums.filter { sum in
            sum.level == .room && sum.room == room && (school == nil || sum.school == school)
        }
    }

    /// The stations that are kept, beside each other.
    public var comparison: RoomComparison {
        var found: [String: [String]] = [:]
        for station in stations {
            for id in station.findings { found[id, default: []].append(station.name) }
        }
        return RoomComparison(found: found, stations: stations.map(\.name))
    }

    /// Takes one line.
    ///
    /// - Throws: ``ReportError`` naming the member that is not as it should be.
    public mutating func take(_ line: ArraySlice<UInt8>) throws(ReportError) {
        do throws(PrimitivesError) {
            let node = JSONNode(try JSONParser.parse(Array(line)))
            switch try node.member("document").string() {
            case "poste":
                try takeStation(node, try node.texts("findings"), try node.texts("undetermined"))
            case "scan":
                let findings = try node.member("findings").elements()
                try takeStation(
                    node,
                    try Self.ids(of: findings, weighing: .deviation),
                    try Self.ids(of: findings, weighing: .undetermined)
                )
            case "bilan": sums.append(try Self.sum(node))
            default: throw node.invalid("expected the line of a station or of a sum, or a scan")
            }
        } catch {
            throw ReportError(.malformed, subject: error.subject, detail: error.detail)
        }
    }

    private static func ids(
        of findings: [JSONNode],
        weighing weight: FindingWeight
    ) throws(PrimitivesError) -> [String] {
        var ids: [String] = []
        for finding in findings where try finding.member("weight").string() == weight.rawValue {
            ids.append(try finding.member("id").string())
        }
        return ids
    }

    private mutating func takeStation(
        _ node: JSONNode,
        _ findings: [String],
        _ undetermined: [String]
    ) throws(PrimitivesError) {
        let taken = try node.member("taken").parsed { text throws(PrimitivesError) in
            try Instant(text)
        }
        scanned[taken.day, default: 0] += 1
        for id in undetermined where unjudged[id] != nil || unjudged.count < Self.idLimit {
            unjudged[id, default: 0] += 1
        }
        let identity = try StationDocument.decode(node.member("station"))
        guard let room, identity.room == room,
            school == nil || identity.school?.description == school
        else { return }
        stations.append(
            Station(
                name: identity.name.isEmpty ? identity.id : identity.name,
                school: identity.school?.description,
                verdict: try node.choice("verdict"),
                taken: taken,
                findings: findings
            )
        )
    }

    private static func sum(_ node: JSONNode) throws(PrimitivesError) -> Sum {
        var findings: [Sum.Count] = []
        for count in try node.member("constats").elements() {
            findings.append(
                Sum.Count(
                    id: try count.member("id").string(),
                    stations: try count.number("postes")
                )
            )
        }
        return Sum(
            level: try node.choice("niveau"),
            school: try node.optionalText("etablissement") ?? "",
            room: try node.optionalText("salle") ?? "",
            stations: try node.number("postes"),
            verdicts: [
                .compliant: try node.number("conformes"),
                .deviations: try node.number("ecarts"),
                .undetermined: try node.number("indetermines"),
            ],
            findings: findings
        )
    }
}
