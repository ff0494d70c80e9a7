import Lab
import Primitives
import Report

/// The stations of a room beside each other: what most have, and who differs.
struct RoomComparison {
    /// One finding and the stations that have it.
    struct Row {
        let finding: String
        let stations: [String]
        /// Whether it sets a minority apart, on either side.
        let odd: [String]
    }

    let rows: [Row]
    let stations: [String]
    /// Stations that differ from most of the room, with in how many findings.
    let odd: [(name: String, count: Int)]

    /// Compares what the last scan of the room found.
    init(_ session: LabSession) throws(Failure) {
        guard let folder = try session.orders().first(where: { $0.order.kind == .scan }) else {
            throw LabError(.noOrder, subject: session.room, detail: "no scan was ordered yet")
                .failure
        }
        var found: [String: [String]] = [:]
        var stations: [String] = []
        for target in folder.order.targets {
            let bytes = try Failure.explaining { () throws(LabError) in
                try folder.result("scan.json", of: target.name)
            }
            guard let bytes else { continue }
            stations.append(target.name)
            let ids = try Failure.explaining("the scan of \(target.name) can not be used") {
                () throws(PrimitivesError) in try Self.deviations(bytes)
            }
            for id in ids { found[id, default: []].append(target.name) }
        }
        self.init(found: found, stations: stations)
    }

    private static func deviations(_ bytes: [UInt8]) throws(PrimitivesError) -> Set<String> {
        var ids: Set<String> = []
        for node in try JSONNode(try JSONParser.parse(bytes)).member("findings").elements()
        where try node.member("weight").string() == "ecart" {
            ids.insert(try node.member("id").string())
        }
        return ids
    }

    /// Compares findings by the stations that have them.
    package init(found: [String: [String]], stations: [String]) {
        self.stations = stations
        var counts: [String: Int] = [:]
        rows = found.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map {
            id,
            having in
            let lacking = stations.filter { !having.contains($0) }
            let few = having.count * 2 < stations.count ? having : []
            let odd = having.count * 2 > stations.count ? lacking : few
            for name in odd { counts[name, default: 0] += 1 }
            return Row(finding: id, stations: having.sorted(), odd: odd.sorted())
        }
        odd = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (name: $0.key, count: $0.value) }
    }

    /// The comparison for programs.
    var json: JSONValue {
        [
            "format": 1, "document": "comparaison",
            "postes": .array(stations.map { .string($0) }),
            "ecarts": .array(
                rows.map { row -> JSONValue in
                    [
                        "id": .string(row.finding),
                        "postes": .array(row.stations.map { .string($0) }),
                        "isoles": .array(row.odd.map { .string($0) }),
                    ]
                }
            ),
        ]
    }

    /// The comparison as people read it.
    func text(_ language: Language) -> String {
        var lines = [
            Phrase(
                fr: "Postes contrôlés : \(stations.count). Écarts, du plus répandu au plus rare :",
                en: "Stations scanned: \(stations.count). Deviations, most common first:"
            )(language)
        ]
        for row in rows {
            let names = row.stations.prefix(6).joined(separator: ", ")
            let more = row.stations.count > 6 ? "…" : ""
            lines.append(
                "  \(row.stations.count)/\(stations.count)  \(Escaped.text(row.finding))  \(names)\(more)"
            )
        }
        guard !odd.isEmpty else {
            lines.append(
                Phrase(fr: "Aucun poste ne se distingue.", en: "No station stands out.")(language)
            )
            return lines.joined(separator: "\n") + "\n"
        }
        lines.append(
            Phrase(fr: "Postes qui se distinguent :", en: "Stations that stand out:")(language)
        )
        for (name, count) in odd {
            lines.append(Phrase(fr: "  \(name) : \(count)", en: "  \(name): \(count)")(language))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
