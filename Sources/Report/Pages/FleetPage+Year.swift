import Model
import Primitives

extension FleetPage {
    /// A département: its schools now, all of its stations at each of the dates given, the earliest
    /// first, and what was done meanwhile.
    public static func year(
        _ dates: [FleetLines],
        review: YearReview? = nil,
        language: Language
    ) -> String {
        let parts = FleetParts(language)
        let latest = dates.last ?? FleetLines()
        let all = latest.sums.first { $0.level == .all }
        // A year is not cut at its hyphen at the end of a line.
        let year = latest.last.map {
            SchoolYear(containing: $0).description.replacing("-", with: "\u{2011}")
        }
        let title = Bilingual(fr: "Bilan annuel \(year ?? "")", en: "Yearly summary \(year ?? "")")
            .text(language)
        var content = parts.head(title, all?.verdicts ?? [:], last: latest.last)
        content.append(overTime(dates, parts))
        if let review { content.append(interventions(review, parts)) }
        if let all { content += parts.findings(of: all) }
        content.append(
            parts.groups(
                Bilingual(fr: "Par établissement", en: "By school"),
                language.pages.phrase(.school),
                latest.sums.filter { $0.level == .school }.map { ($0.school, $0) }
            )
        )
        content.append(coverage(latest, parts))
        return parts.document(title, [], content)
    }

    private static func overTime(_ dates: [FleetLines], _ parts: FleetParts) -> HTML {
        let language = parts.language
        let points = dates.compactMap { lines in
            lines.sums.first { $0.level == .all }.flatMap { sum in lines.last.map { ($0, sum) } }
        }
        guard points.count > 1 else { return .group([]) }
        let title = Bilingual(fr: "Conformité dans le temps", en: "Compliance over time")
        let unit = Bilingual(fr: "en % des postes", en: "as % of stations").text(language)
        let chart = ColumnChart(
            columns: points.map { day, sum in
                ColumnChart.Column(
                    label: parts.words.date(day),
                    parts: Verdict.allCases.map { (sum.verdicts[$0] ?? 0, $0.tone) }
                )
            },
            title: "\(title.text(language)), \(unit)",
            isShare: true
        )
        return .group([
            parts.groups(
                title,
                language.pages.phrase(.taken),
                points.map { (parts.words.date($0.0), $0.1) }
            ),
            .tag("figure", nil, [chart.svg, .tag("figcaption", "soft", unit)]),
        ])
    }

    // MARK: Interventions

    private static func interventions(_ review: YearReview, _ parts: FleetParts) -> HTML {
        let language = parts.language
        let months = review.months
        let title = Bilingual(fr: "Interventions par mois", en: "Interventions by month")
        var content: [HTML] = [
            parts.heading(Bilingual(fr: "Interventions consignées", en: "Interventions recorded")),
            .tag("dl", "fields facts", facts(review, parts)),
        ]
        if review.broken > 0 {
            let text = Bilingual(
                fr: "Journaux qui ne tiennent pas, et ne sont pas comptés : \(review.broken).",
                en: "Records that do not hold, and are not counted: \(review.broken)."
            )
            content.append(.tag("p", "warn", text.text(language)))
        }
        let unknown = review.tickets.map { review.named.subtracting($0).sorted() } ?? []
        if !unknown.isEmpty {
            let label = Bilingual(
                fr: "Tickets cités par les journaux et que le guichet ne connaît pas",
                en: "Tickets the records name and the help desk does not know"
            )
            content.append(
                .tag(
                    "p",
                    nil,
                    parts.words.labelled(
                        label.text(language),
                        parts.words.shortList(unknown, limit: 50)
                    )
                )
            )
        }
        if months.count > 1 {
            let chart = ColumnChart(
                columns: months.map { month in
                    ColumnChart.Column(label: month.label, parts: [(month.count, "info")])
                },
                title: title.text(language),
                isShare: false
            )
            content.append(
                .tag(
                    "figure",
                    nil,
                    [chart.svg, .tag("figcaption", "soft", title.text(language))]
                )
            )
        }
        content.append(
            parts.findings(
                Bilingual(fr: "Ce qui y a conduit", en: "What led to them"),
                review.causes,
                of: review.interventions.count,
                counting: Bilingual(fr: "Interventions", en: "Interventions")
            )
        )
        return .tag("section", nil, content)
    }

    private static func facts(_ review: YearReview, _ parts: FleetParts) -> [HTML] {
        func count(_ result: RestoreOutcome.Result) -> Int {
            review.interventions.count { $0.result == result }
        }
        let named = review.named
        var facts: [(Bilingual, Int)] = [
            (Bilingual(fr: "Journaux lus", en: "Records read"), review.records),
            (Bilingual(fr: "Retours aux socles", en: "Returns to the socles"), count(.restored)),
            (Bilingual(fr: "Réparations", en: "Repairs"), count(.repaired)),
            (Bilingual(fr: "Annulations", en: "Undone"), count(.undone)),
            (
                Bilingual(
                    fr: "Échecs, poste remis comme avant",
                    en: "Failed, station put back as it was"
                ), count(.rolledBack)
            ),
            (
                Bilingual(fr: "Prouvées par une relecture", en: "Proven by reading back"),
                review.interventions.count { $0.isProven }
            ),
            (Bilingual(fr: "Tickets cités", en: "Tickets named"), named.count),
            (
                Bilingual(fr: "Interventions sans ticket", en: "Interventions without a ticket"),
                review.interventions.count { $0.ticket == nil }
            ),
        ]
        if let tickets = review.tickets {
            facts += [
                (
                    Bilingual(fr: "Tickets du guichet", en: "Tickets of the help desk"),
                    tickets.count
                ),
                (
                    Bilingual(
                        fr: "dont avec une intervention consignée",
                        en: "of them with an intervention recorded"
                    ), tickets.intersection(named).count
                ),
            ]
        }
        return facts.flatMap { label, number in
            [
                HTML.tag("dt", nil, label.text(parts.language)),
                .tag("dd", nil, parts.words.integer(number)),
            ]
        }
    }

    // MARK: Coverage

    /// How recent the scans are, and what they could not judge.
    private static func coverage(_ lines: FleetLines, _ parts: FleetParts) -> HTML {
        guard let last = lines.last else { return .group([]) }
        let language = parts.language
        let total = lines.scanned.values.reduce(0, +)
        let limits = [30, 90]
        var older = total
        var ages: [(Bilingual, Int)] = []
        for limit in limits {
            let count = lines.scanned.filter { last.daysSince1970 - $0.key.daysSince1970 < limit }
                .values.reduce(0, +)
            ages.append(
                (
                    Bilingual(
                        fr: "Contrôlés dans les \(limit) derniers jours",
                        en: "Scanned in the last \(limit) days"
                    ), count
                )
            )
            older = total - count
        }
        ages.append((Bilingual(fr: "Contrôle plus ancien", en: "Scanned before"), older))
        let rows = ages.map { label, count -> [HTML] in
            [
                .text(label.text(language)), .text(parts.words.integer(count)),
                BarChart.bar([(count, "info")], of: total),
            ]
        }
        let unjudged = lines.unjudged.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return .group([
            parts.section(
                Bilingual(fr: "Couverture", en: "Coverage"),
                [
                    language.pages.phrase(.taken),
                    Bilingual(fr: "Postes", en: "Stations").text(language),
                    BarChart.heading.text(language),
                ],
                rows,
                numbers: 1..<2
            ),
            parts.findings(
                Bilingual(fr: "Ce qui n'a pas pu être jugé", en: "What could not be judged"),
                unjudged.prefix(20).map { ($0.key, $0.value) },
                of: total
            ),
        ])
    }
}
