public import Model
public import Primitives

/// The stations of a room beside each other: the odd one out first.
public enum OddStationReport {
    /// Most names shown of one sort; the JSON form has all.
    private static let nameLimit = 8

    /// One room as text.
    public static func text(
        _ odd: [OddStation],
        room: String,
        stations: Int,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        let count = words.integer(stations)
        page.title(words.labelled(Escaped.text(room), "\(count) \(words.waiver(.stations))"))
        if odd.isEmpty { page.paragraph(words.room(.alike), indent: 2) }
        page.rows(
            odd.map { station in
                let versions = station.versions.map { "\($0.name) \($0.here) (\($0.room))" }
                let parts = [
                    (RoomTerm.extra, station.extra), (.lacking, station.lacking),
                    (.versions, versions),
                ]
                return (
                    Escaped.text(station.name),
                    parts.filter { !$0.1.isEmpty }
                        .map { term, names in
                            let list = words.shortList(names, limit: nameLimit)
                            return words.labelled(words.room(term), list)
                        }
                        .joined(separator: " ; ")
                )
            }
        )
        return page.text
    }

    /// One room as JSON.
    public static func json(_ odd: [OddStation], room: String, stations: Int) -> JSONValue {
        .object([
            .text("document", "comparaison-salle"),
            .text("salle", room),
            .count("postes", stations),
            JSONMember(
                "differents",
                .array(
                    odd.map { station in
                        .object([
                            .text("poste", station.name),
                            .texts("en-plus", station.extra),
                            .texts("en-moins", station.lacking),
                            JSONMember(
                                "autres-versions",
                                .array(
                                    station.versions.map {
                                        .object([
                                            .text("nom", $0.name), .text("ici", $0.here),
                                            .text("salle", $0.room),
                                        ])
                                    }
                                )
                            ),
                        ])
                    }
                )
            ),
        ])
    }

}

/// Words about rooms that take no values.
public enum RoomTerm: Sendable, CaseIterable {
    case extra, lacking, versions, alike
}

extension FrenchWording {
    package func room(_ term: RoomTerm) -> String {
        switch term {
        case .extra: "en plus"
        case .lacking: "en moins"
        case .versions: "autre version"
        case .alike: "Aucun poste ne se distingue des autres."
        }
    }
}

extension EnglishWording {
    package func room(_ term: RoomTerm) -> String {
        switch term {
        case .extra: "more"
        case .lacking: "less"
        case .versions: "another version"
        case .alike: "No station differs from the others."
        }
    }
}
