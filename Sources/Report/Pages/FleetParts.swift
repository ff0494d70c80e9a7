import Model
import Primitives

/// What the pages of many stations are made of.
struct FleetParts {
    let language: Language
    let words: any Wording
    private let own: any PageWording
    /// Most rows of one table.
    private static let rowLimit = 500

    init(_ language: Language) {
        self.language = language
        words = language.wording
        own = language.pages
    }

    func document(_ title: String, _ context: [String], _ content: [HTML]) -> String {
        PageFrame(
            language: language,
            title: title,
            context: ["socle"] + context.filter { !$0.isEmpty },
            notes: [own.phrase(.noNames)]
        ).document(content)
    }

    func heading(_ text: Bilingual) -> HTML { .tag("h2", nil, text.text(language)) }

    // MARK: Head

    /// The answer in one sentence, and the count of each verdict.
    func head(_ place: String, _ verdicts: [Verdict: Int], last: Day?) -> [HTML] {
        let (sentence, worst) = answer(place, verdicts)
        let label = Bilingual(fr: "Dernier contrôle", en: "Last scan").text(language)
        let scanned = last.map { words.labelled(label, words.date($0)) } ?? ""
        return [
            .tag(
                "div",
                "verdict " + worst.tone,
                [.tag("h1", nil, sentence), .tag("p", "soft", scanned)]
            ),
            tally(verdicts),
        ]
    }

    private func answer(_ place: String, _ verdicts: [Verdict: Int]) -> (String, Verdict) {
        let total = verdicts.values.reduce(0, +)
        let outside = verdicts[.deviations] ?? 0
        let unknown = verdicts[.undetermined] ?? 0
        let (text, worst): (Bilingual, Verdict) =
            if total == 0 {
                (
                    Bilingual(
                        fr: "\(place) : aucun poste contrôlé.",
                        en: "\(place): no station was scanned."
                    ), .undetermined
                )
            } else if outside > 0 {
                (
                    Bilingual(
                        fr: outside < 2
                            ? "\(place) : 1 poste sur \(total) présente des écarts."
                            : "\(place) : \(outside) postes sur \(total) présentent des écarts.",
                        en: "\(place): \(words.integer(outside)) of \(words.integer(total)) "
                            + "stations \(outside == 1 ? "has" : "have") deviations."
                    ), .deviations
                )
            } else if unknown > 0 {
                (
                    Bilingual(
                        fr: unknown < 2
                            ? "\(place) : 1 poste sur \(total) n'a pas pu être jugé."
                            : "\(place) : \(unknown) postes sur \(total) n'ont pas pu être jugés.",
                        en: "\(place): \(words.integer(unknown)) of \(words.integer(total)) "
                            + "stations could not be judged."
                    ), .undetermined
                )
            } else {
                (
                    Bilingual(
                        fr: total < 2
                            ? "\(place) : le poste est conforme."
                            : "\(place) : les \(total) postes sont conformes.",
                        en: total == 1
                            ? "\(place): the station is compliant."
                            : "\(place): all \(words.integer(total)) stations are compliant."
                    ), .compliant
                )
            }
        return (text.text(language), worst)
    }

    private func tally(_ verdicts: [Verdict: Int]) -> HTML {
        let total = verdicts.values.reduce(0, +)
        let counts = Verdict.allCases.map { ($0, verdicts[$0] ?? 0) }
        let figures = counts.map { verdict, count in
            HTML.tag(
                "p",
                nil,
                [
                    .tag("strong", "figure " + verdict.tone, words.integer(count)),
                    .text(" " + plural(verdict) + " "),
                    .tag("span", "soft", share(count, of: total)),
                ]
            )
        }
        return .tag(
            "div",
            "card tally",
            figures + [BarChart.bar(counts.map { ($0.1, $0.0.tone) }, of: total)]
        )
    }

    /// What stations with a verdict are called.
    func plural(_ verdict: Verdict) -> String {
        switch verdict {
        case .compliant: Bilingual(fr: "conformes", en: "compliant").text(language)
        case .deviations: Bilingual(fr: "avec écarts", en: "with deviations").text(language)
        case .undetermined: Bilingual(fr: "non jugés", en: "not judged").text(language)
        }
    }

    func share(_ count: Int, of total: Int) -> String {
        let percent = total == 0 ? 0 : (count * 100 + total / 2) / total
        return Bilingual(fr: "\(percent) %", en: "\(percent)%").text(language)
    }

    // MARK: Tables

    /// One line for each group: its numbers, and a bar of their shares.
    func groups(
        _ title: Bilingual,
        _ name: String,
        _ groups: [(name: String, sum: FleetLines.Sum)]
    ) -> HTML {
        let rows = groups.prefix(Self.rowLimit).map { name, sum -> [HTML] in
            let counts = Verdict.allCases.map { ($0, sum.verdicts[$0] ?? 0) }
            return [.text(name), .text(words.integer(sum.stations))]
                + counts.map { .text(words.integer($0.1)) }
                + [BarChart.bar(counts.map { ($0.1, $0.0.tone) }, of: sum.stations)]
        }
        let headings =
            [name, Bilingual(fr: "Postes", en: "Stations").text(language)]
            + Verdict.allCases.map(plural) + [BarChart.heading.text(language)]
        return section(title, headings, rows, numbers: 1..<5, left: groups.count - rows.count)
    }

    /// The most frequent findings of `sum`: what is outside the socle, then the others.
    func findings(of sum: FleetLines.Sum) -> [HTML] {
        let outside = sum.findings.filter { FindingLabel($0.id).isOutside }
        let others = sum.findings.filter { !FindingLabel($0.id).isOutside }
        return [
            findings(
                Bilingual(
                    fr: "Hors du socle, du plus répandu au plus rare",
                    en: "Outside the socle, most common first"
                ),
                outside.map { ($0.id, $0.stations) },
                of: sum.stations
            ),
            findings(
                Bilingual(
                    fr: "Autres écarts, du plus répandu au plus rare",
                    en: "Other deviations, most common first"
                ),
                others.map { ($0.id, $0.stations) },
                of: sum.stations
            ),
        ]
    }

    /// Findings by their ids, each with a number of stations and a bar; nothing where there are none.
    func findings(
        _ title: Bilingual,
        _ counts: [(id: String, count: Int)],
        of total: Int,
        counting: Bilingual = Bilingual(fr: "Postes", en: "Stations")
    ) -> HTML {
        let rows = counts.prefix(Self.rowLimit).map { id, count -> [HTML] in
            let label = FindingLabel(id)
            return [
                .text(label.subject), .text(label.code.map(own.state) ?? ""),
                .text(words.integer(count)), BarChart.bar([(count, "info")], of: total),
            ]
        }
        return section(
            title,
            [
                own.phrase(.subject), own.phrase(.state), counting.text(language),
                BarChart.heading.text(language),
            ],
            rows,
            numbers: 2..<3,
            left: counts.count - rows.count
        )
    }

    /// A table under its heading; nothing where it has no rows.
    func section(
        _ title: Bilingual,
        _ headings: [String],
        _ rows: [[HTML]],
        numbers: Range<Int>,
        left: Int = 0
    ) -> HTML {
        guard !rows.isEmpty else { return .group([]) }
        var content = [heading(title), HTML.table(headings, rows, numbers: numbers)]
        if left > 0 { content.append(.tag("p", "soft", words.more(left))) }
        return .tag("section", nil, content)
    }

    // MARK: Room

    /// Who differs from most of the room, and in what.
    func odd(_ comparison: RoomComparison) -> HTML {
        let title = Bilingual(fr: "Postes qui se distinguent", en: "Stations that stand out")
        guard !comparison.odd.isEmpty else {
            return .tag("section", nil, [heading(title), .tag("p", nil, words.room(.alike))])
        }
        let rows = comparison.odd.prefix(Self.rowLimit).map { odd -> [HTML] in
            [.text(odd.name), names(odd.extra), names(odd.lacking)]
        }
        return section(
            title,
            [
                own.phrase(.station),
                Bilingual(fr: "Écarts que peu de postes ont", en: "Deviations few stations have")
                    .text(language),
                Bilingual(
                    fr: "Écarts de la plupart, qu’il n’a pas",
                    en: "Deviations most have, and it has not"
                ).text(language),
            ],
            rows,
            numbers: 0..<0,
            left: comparison.odd.count - rows.count
        )
    }

    private func names(_ ids: [String]) -> HTML {
        guard !ids.isEmpty else { return .group([]) }
        let names = ids.map { id in
            let label = FindingLabel(id)
            return label.subject + (label.code.map { " (\(own.state($0)))" } ?? "")
        }
        return .text(words.shortList(names, limit: 6))
    }

    /// A station on the plan.
    func tile(_ station: FleetLines.Station, _ isOdd: Bool) -> HTML {
        var content: [HTML] = [
            .tag("p", "big", station.name),
            .tag("p", "mark " + station.verdict.tone, own.mark(of: station.verdict)),
        ]
        if !station.findings.isEmpty {
            let count = station.findings.count
            let text = Bilingual(
                fr: count < 2 ? "1 écart" : "\(count) écarts",
                en: count == 1 ? "1 deviation" : "\(count) deviations"
            )
            content.append(.tag("p", "soft", text.text(language)))
        }
        if isOdd {
            content.append(
                .tag("p", "soft", Bilingual(fr: "se distingue", en: "stands out").text(language))
            )
        }
        return .tag("li", "card", content)
    }
}

/// What the id of a finding says by itself, where the finding is not at hand.
struct FindingLabel {
    /// What sort it is; nil for an id of another kind.
    let code: FindingCode?
    /// What it is about.
    let subject: String

    init(_ id: String) {
        let parts = id.split(separator: "/", maxSplits: 1)
        code = parts.first.flatMap { FindingCode(rawValue: String($0)) }
        subject = code == nil ? id : parts.dropFirst().first.map(String.init) ?? id
    }

    /// Whether it is there and not in the socle.
    var isOutside: Bool {
        switch code {
        case .unlisted, .unlistedDriver, .foreignFile: true
        default: false
        }
    }
}
