public import Model
import Primitives

/// The page of one station: a teacher, a head of school and a technician read the same.
///
/// The first screen answers: is it compliant, what is outside and since when, what may be done, what
/// would be lost, what comes next and whom to ask. Below stand the findings, each with its evidence.
public enum StationPage {
    /// Most findings of one kind on the page; the JSON form has all.
    static let rowLimit = 300

    /// The page of a scan.
    ///
    /// - Parameters:
    ///   - scan: what was found.
    ///   - decision: what the convention allows; nil where no decision was taken.
    ///   - plan: a plan of reinstallation for the same station, whose losses are then shown.
    ///   - journal: the end of the station's journal.
    ///   - language: the language of the page.
    /// - Returns: an HTML document that needs no other file.
    public static func html(
        _ scan: ScanResult,
        decision: Decision? = nil,
        plan: Plan? = nil,
        journal: JournalHead? = nil,
        language: Language
    ) -> String {
        let words = language.wording
        let own = language.pages
        let station = ScanReport.stationName(scan.station, words)
        var context = ["socle"]
        if let school = scan.station.school { context.append(school.description) }
        if let room = scan.station.room {
            context.append(words.labelled(own.phrase(.room), room))
        }
        var notes = [words.compared(scan), own.phrase(.noNames)]
        if let journal {
            notes.append(words.labelled(words.phrase(.journalHead), words.journal(journal)))
        }
        let frame = PageFrame(
            language: language,
            title: station + " — " + own.mark(of: scan.verdict),
            context: context,
            notes: notes
        )
        let answers = StationAnswers(scan, decision, plan, language)
        return frame.document(
            [verdict(scan, station, words), answers.cards, filter(scan, own)]
                + sections(scan, language) + [coverage(scan, language)]
        )
    }

    private static func verdict(
        _ scan: ScanResult,
        _ station: String,
        _ words: any Wording
    ) -> HTML {
        let deviations = scan.findings.count { $0.weight == .deviation }
        var reference = words.reference(scan.reference)
        if !scan.reference.isSigned { reference += " — " + words.phrase(.unsignedReference) }
        return .tag(
            "div",
            "verdict " + scan.verdict.tone,
            [
                .tag(
                    "h1",
                    nil,
                    words.verdict(scan.verdict, station: station, deviations: deviations)
                ),
                .tag("p", "soft", reference),
            ]
        )
    }

    /// A choice of what is shown, by the style sheet alone; a browser without it shows everything.
    private static func filter(_ scan: ScanResult, _ own: any PageWording) -> HTML {
        guard Set(scan.findings.map(\.weight)).count > 1 else { return .group([]) }
        let choices: [(id: String, phrase: PagePhrase)] =
            [("all", .all)]
            + [
                (FindingWeight.deviation, PagePhrase.onlyDeviations),
                (.undetermined, .onlyUndetermined), (.information, .onlyInformation),
            ]
            .filter { weight, _ in scan.findings.contains { $0.weight == weight } }
            .map { ($0.0.rawValue, $0.1) }
        let inputs = choices.enumerated().map { index, choice in
            HTML.element(
                "label",
                [],
                [
                    .element(
                        "input",
                        [
                            HTML.Attribute("type", "radio"), HTML.Attribute("name", "only"),
                            HTML.Attribute("id", "only-" + choice.id),
                        ] + (index == 0 ? [HTML.Attribute("checked", nil)] : []),
                        []
                    ),
                    .text(own.phrase(choice.phrase)),
                ]
            )
        }
        return .tag("fieldset", nil, [.tag("legend", "soft", own.phrase(.filter))] + inputs)
    }

    private static func sections(_ scan: ScanResult, _ language: Language) -> [HTML] {
        let words = language.wording
        var sections: [HTML] = []
        for weight in [FindingWeight.deviation, .undetermined, .information] {
            for code in FindingCode.allCases {
                let group = scan.findings.filter { $0.weight == weight && $0.code == code }
                guard !group.isEmpty else { continue }
                let title = "\(words.title(of: code)) (\(words.integer(group.count)))"
                var content: [HTML] = [
                    .tag("h2", nil, title),
                    .tag("p", "soft", words.meaning(of: code)),
                    FindingTable(group.prefix(rowLimit), language).table,
                ]
                if group.count > rowLimit {
                    content.append(.tag("p", "soft", words.more(group.count - rowLimit)))
                }
                sections.append(
                    .element(
                        "section",
                        [HTML.Attribute("data-weight", weight.rawValue)],
                        content
                    )
                )
            }
        }
        return sections
    }

    private static func coverage(_ scan: ScanResult, _ language: Language) -> HTML {
        let words = language.wording
        let own = language.pages
        let notes = scan.coverage.filter { $0.state != .read && $0.state != .absent }
        guard !notes.isEmpty else { return .group([]) }
        let rows = notes.map { note in
            [
                HTML.text(note.source.rawValue), .text(words.coverage(note.state)),
                .text(note.detail),
            ]
        }
        return .tag(
            "section",
            nil,
            [
                .tag("h2", nil, words.phrase(.coverage)),
                .tag("p", "soft", words.phrase(.unreadableHint)),
                .table(
                    [own.phrase(.source), own.phrase(.state), own.phrase(.remark)],
                    rows
                ),
            ]
        )
    }
}

extension Verdict {
    /// The class of the colour that goes with it.
    var tone: String {
        switch self {
        case .compliant: "good"
        case .deviations: "bad"
        case .undetermined: "warn"
        }
    }
}
