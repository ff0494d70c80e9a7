import Model
import Primitives

/// Pages of many stations: a room, a school, a département over a year.
///
/// They count; only the room's names stations, and none names a person.
public enum FleetPage {
    /// The stations of the one room that `lines` keep, those that are set apart first.
    public static func room(_ lines: FleetLines, language: Language) -> String {
        let own = language.pages
        let room = lines.room ?? ""
        let order: [Verdict] = [.deviations, .undetermined, .compliant]
        let stations = order.flatMap { verdict in
            lines.stations.filter { $0.verdict == verdict }.sorted { $0.name < $1.name }
        }
        let cards = stations.map { station in
            HTML.tag(
                "li",
                "card",
                [
                    .tag("p", "big", station.name),
                    .tag("p", "mark " + station.verdict.tone, own.mark(of: station.verdict)),
                    .list(Array(station.findings.prefix(5))),
                    station.findings.count > 5
                        ? .tag("p", "soft", language.wording.more(station.findings.count - 5))
                        : .group([]),
                ]
            )
        }
        var content: [HTML] = [
            .tag(
                "h1",
                nil,
                language.wording.labelled(language.pages.phrase(.room), room)
            ),
            answer(stations.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 }, language),
            .tag("h2", nil, Bilingual(fr: "Postes", en: "Stations").text(language)),
            .tag("ul", "answers plan", cards),
        ]
        content += lines.roomSums.map { findings($0, language) }
        return frame(room, lines, language).document(content)
    }

    /// The rooms of one school.
    public static func school(
        _ lines: FleetLines,
        school: String,
        language: Language
    ) -> String {
        let sum = lines.sums.first { $0.level == .school && $0.school == school }
        let rooms = lines.sums.filter { $0.level == .room && $0.school == school }
        var content: [HTML] = [
            .tag(
                "h1",
                nil,
                language.wording.labelled(language.pages.phrase(.school), school)
            ),
            answer(sum?.verdicts ?? [:], language),
            .tag("h2", nil, Bilingual(fr: "Par salle", en: "By room").text(language)),
            chart(rooms.map { ($0.room, $0) }, language),
        ]
        if let sum { content.append(findings(sum, language)) }
        return frame(school, lines, language).document(content)
    }

    /// A département: its schools now, and all of its stations at each of the dates given, the
    /// earliest first.
    public static func year(_ dates: [FleetLines], language: Language) -> String {
        let title = Bilingual(fr: "Bilan annuel", en: "Yearly summary").text(language)
        let latest = dates.last ?? FleetLines()
        let all = latest.sums.first { $0.level == .all }
        var content: [HTML] = [
            .tag("h1", nil, title),
            answer(all?.verdicts ?? [:], language),
        ]
        if dates.count > 1 {
            let rows = dates.compactMap { lines in
                lines.sums.first { $0.level == .all }.map { sum in
                    (lines.last.map(language.wording.date) ?? "", sum)
                }
            }
            content.append(
                .tag("h2", nil, Bilingual(fr: "Dans le temps", en: "Over time").text(language))
            )
            content.append(chart(rows, language))
        }
        let schools = latest.sums.filter { $0.level == .school }
        content.append(
            .tag("h2", nil, Bilingual(fr: "Par établissement", en: "By school").text(language))
        )
        content.append(chart(schools.map { ($0.school, $0) }, language))
        if let all { content.append(findings(all, language)) }
        return frame(title, latest, language).document(content)
    }

    // MARK: Parts

    private static func frame(
        _ title: String,
        _ lines: FleetLines,
        _ language: Language
    )
        -> PageFrame
    {
        var notes = [language.pages.phrase(.noNames)]
        if let last = lines.last {
            let label = Bilingual(fr: "Dernier contrôle", en: "Last scan").text(language)
            notes.insert(language.wording.labelled(label, language.wording.date(last)), at: 0)
        }
        return PageFrame(language: language, title: title, context: ["socle"], notes: notes)
    }

    /// How many stations there are, and how many of each answer.
    private static func answer(_ verdicts: [Verdict: Int], _ language: Language) -> HTML {
        let words = language.wording
        let total = verdicts.values.reduce(0, +)
        let stations = Bilingual(fr: "Postes", en: "Stations").text(language)
        var parts = [HTML.tag("p", "big", words.labelled(stations, words.integer(total)))]
        for verdict in Verdict.allCases {
            let count = verdicts[verdict] ?? 0
            guard count > 0 else { continue }
            let share = total == 0 ? 0 : count * 100 / total
            let text = words.labelled(
                language.pages.mark(of: verdict),
                "\(words.integer(count)) (\(words.integer(share))\u{A0}%)"
            )
            parts.append(.tag("p", verdict.tone, text))
        }
        return .tag("div", "card", parts)
    }

    /// The most frequent findings, with a bar each.
    private static func findings(_ sum: FleetLines.Sum, _ language: Language) -> HTML {
        let title = Bilingual(fr: "Constats les plus fréquents", en: "Most frequent findings")
        let heading = Bilingual(fr: "Constat", en: "Finding").text(language)
        let stations = Bilingual(fr: "Postes", en: "Stations").text(language)
        guard !sum.findings.isEmpty else { return .group([]) }
        let rows = sum.findings.map { finding in
            [
                HTML.text(finding.id), .text(language.wording.integer(finding.stations)),
                BarChart.bar([(finding.stations, "info")], of: sum.stations),
            ]
        }
        return .tag(
            "section",
            nil,
            [
                .tag("h2", nil, title.text(language)),
                .table([heading, stations, BarChart.heading.text(language)], rows),
            ]
        )
    }

    /// One line for each group: its numbers, and a bar of their shares.
    private static func chart(
        _ groups: [(name: String, sum: FleetLines.Sum)],
        _ language: Language
    ) -> HTML {
        let words = language.wording
        let rows = groups.map { name, sum -> [HTML] in
            let counts = Verdict.allCases.map { ($0, sum.verdicts[$0] ?? 0) }
            return [.text(name), .text(words.integer(sum.stations))]
                + counts.map { .text(words.integer($0.1)) }
                + [BarChart.bar(counts.map { ($0.1, $0.0.tone) }, of: sum.stations)]
        }
        let headings =
            [
                Bilingual(fr: "Nom", en: "Name").text(language),
                Bilingual(fr: "Postes", en: "Stations").text(language),
            ] + Verdict.allCases.map { language.pages.mark(of: $0) }
            + [BarChart.heading.text(language)]
        return .table(headings, rows)
    }
}

/// Bars drawn as SVG inside the page; the numbers beside them say the same.
enum BarChart {
    static let heading = Bilingual(fr: "Part", en: "Share")
    private static let width = 240

    /// Parts of `total` side by side, each in the colour of its tone.
    static func bar(_ parts: [(count: Int, tone: String)], of total: Int) -> HTML {
        var left = 0
        var pieces: [HTML] = []
        for (count, tone) in parts where count > 0 && total > 0 {
            let length = min(max(1, count * width / max(1, total)), width - left)
            guard length > 0 else { continue }
            pieces.append(
                .element(
                    "rect",
                    [
                        HTML.Attribute("x", String(left)), HTML.Attribute("y", "0"),
                        HTML.Attribute("width", String(length)), HTML.Attribute("height", "12"),
                        HTML.Attribute("class", tone),
                    ],
                    []
                )
            )
            left += length
        }
        return .element(
            "svg",
            [
                HTML.Attribute("viewBox", "0 0 \(width) 12"), HTML.Attribute("class", "bar"),
                HTML.Attribute("preserveAspectRatio", "none"),
                HTML.Attribute("aria-hidden", "true"), HTML.Attribute("focusable", "false"),
            ],
            pieces
        )
    }
}
