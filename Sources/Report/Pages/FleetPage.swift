import Model
import Primitives

/// Pages of many stations: a room, a school, a département over a year.
///
/// They count; only the room's names stations, and none names a person.
public enum FleetPage {
    /// The stations of the one room that `lines` keep: who differs from the others, then the plan.
    public static func room(_ lines: FleetLines, language: Language) -> String {
        let parts = FleetParts(language)
        let room = lines.room ?? ""
        let stations = lines.stations.sorted { NaturalOrder.precedes($0.name, $1.name) }
        let comparison = lines.comparison
        let odd = Set(comparison.odd.map(\.name))
        let verdicts = stations.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 }
        let place = Bilingual(fr: "Salle \(room)", en: "Room \(room)").text(language)
        let content =
            parts.head(place, verdicts, last: lines.last)
            + [
                parts.odd(comparison),
                .tag(
                    "section",
                    nil,
                    [
                        parts.heading(Bilingual(fr: "Plan de la salle", en: "Plan of the room")),
                        .tag("ul", "tiles", stations.map { parts.tile($0, odd.contains($0.name)) }),
                    ]
                ),
                parts.findings(
                    Bilingual(
                        fr: "Écarts, du plus répandu au plus rare",
                        en: "Deviations, most common first"
                    ),
                    comparison.rows.map { ($0.finding, $0.stations.count) },
                    of: stations.count
                ),
            ]
        let schools = Set(lines.stations.compactMap(\.school)).sorted()
        return parts.document(place, [schools.joined(separator: ", ")], content)
    }

    /// The rooms of one school.
    public static func school(
        _ lines: FleetLines,
        school: String,
        language: Language
    ) -> String {
        let parts = FleetParts(language)
        let sum = lines.sums.first { $0.level == .school && $0.school == school }
        let rooms = lines.sums.filter { $0.level == .room && $0.school == school }
            .sorted { NaturalOrder.precedes($0.room, $1.room) }
        let place = Bilingual(fr: "Établissement \(school)", en: "School \(school)").text(language)
        var content = parts.head(place, sum?.verdicts ?? [:], last: lines.last)
        content.append(
            parts.groups(
                Bilingual(fr: "Par salle", en: "By room"),
                language.pages.phrase(.room),
                rooms.map { ($0.room, $0) }
            )
        )
        if let sum { content += parts.findings(of: sum) }
        return parts.document(place, [], content)
    }
}

/// Names in the order people count them: `pc2` before `pc10`.
enum NaturalOrder {
    /// Whether `left` comes before `right`.
    static func precedes(_ left: String, _ right: String) -> Bool {
        let (a, b) = (key(left), key(right))
        return a == b ? left < right : a < b
    }

    /// The name with each number in it made as long as the others.
    private static func key(_ name: String) -> String {
        var key = ""
        var digits = ""
        for character in name + " " {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                key += String(repeating: "0", count: digits.isEmpty ? 0 : max(0, 12 - digits.count))
                key += digits
                key.append(character)
                digits = ""
            }
        }
        return key
    }
}
