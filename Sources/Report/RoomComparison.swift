public import Primitives

/// The stations of a room beside each other, by what their scans found: what most have, and who
/// differs.
public struct RoomComparison: Sendable {
    /// One finding and the stations that have it.
    public struct Row: Sendable, Equatable {
        /// The id of the finding.
        public let finding: String
        /// The stations that have it.
        public let stations: [String]
        /// The stations it sets apart, a minority on either side.
        public let odd: [String]
    }

    /// A station that differs from most of the room.
    public struct Odd: Sendable, Equatable {
        /// The station.
        public let name: String
        /// What few others have.
        public let extra: [String]
        /// What most others have and it has not.
        public let lacking: [String]

        /// In how many findings it differs.
        public var count: Int { extra.count + lacking.count }
    }

    /// Every finding, the most common first.
    public let rows: [Row]
    /// Every station that was scanned.
    public let stations: [String]
    /// The stations that differ, the most different first.
    public let odd: [Odd]

    /// Compares findings by the stations that have them.
    public init(found: [String: [String]], stations: [String]) {
        self.stations = stations
        var extra: [String: [String]] = [:]
        var lacking: [String: [String]] = [:]
        let ranked = found.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        rows = ranked.map { id, having in
            let holders = Set(having)
            var odd: [String] = []
            if having.count * 2 < stations.count {
                odd = having
                for name in odd { extra[name, default: []].append(id) }
            } else if having.count * 2 > stations.count {
                odd = stations.filter { !holders.contains($0) }
                for name in odd { lacking[name, default: []].append(id) }
            }
            return Row(finding: id, stations: having.sorted(), odd: odd.sorted())
        }
        odd = Set(extra.keys).union(lacking.keys).map { name in
            Odd(name: name, extra: extra[name] ?? [], lacking: lacking[name] ?? [])
        }.sorted { left, right in
            left.count == right.count
                ? NaturalOrder.precedes(left.name, right.name) : left.count > right.count
        }
    }

    /// The comparison for programs.
    public var json: JSONValue {
        .object([
            .count("format", 1), .text("document", "comparaison"), .texts("postes", stations),
            JSONMember(
                "ecarts",
                .array(
                    rows.map { row in
                        .object([
                            .text("id", row.finding), .texts("postes", row.stations),
                            .texts("isoles", row.odd),
                        ])
                    }
                )
            ),
        ])
    }

    /// The comparison as people read it.
    public func text(language: Language, style: TextStyle = .plain) -> String {
        let words = language.wording
        var page = TextPage(style)
        page.paragraph(
            Bilingual(
                fr: "Postes contrôlés : \(stations.count). Écarts, du plus répandu au plus rare :",
                en: "Stations scanned: \(stations.count). Deviations, most common first:"
            ).text(language)
        )
        for row in rows {
            page.line(
                "  \(row.stations.count)/\(stations.count)  \(Escaped.text(row.finding))  "
                    + words.shortList(row.stations, limit: 6)
            )
        }
        guard !odd.isEmpty else {
            page.paragraph(words.room(.alike))
            return page.text
        }
        page.paragraph(
            Bilingual(fr: "Postes qui se distinguent :", en: "Stations that stand out:")
                .text(language)
        )
        for station in odd {
            let parts = [(RoomTerm.extra, station.extra), (.lacking, station.lacking)]
                .filter { !$0.1.isEmpty }
                .map { words.labelled(words.room($0.0), words.shortList($0.1, limit: 6)) }
            page.paragraph(
                words.labelled(Escaped.text(station.name), parts.joined(separator: " ; ")),
                indent: 2,
                hang: 2
            )
        }
        return page.text
    }
}

extension Wording {
    /// The first of `names`, made visible, and how many more there are.
    func shortList(_ names: [String], limit: Int) -> String {
        let shown = names.prefix(limit).map(Escaped.text).joined(separator: ", ")
        let rest = names.count - limit
        return rest > 0 ? "\(shown) \(more(rest))" : shown
    }
}
