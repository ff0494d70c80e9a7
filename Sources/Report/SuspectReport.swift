public import Model
public import Primitives

/// What outside the socles may have to do with a fault, the most likely first.
///
/// It is evidence for people, who judge (convention, Article 4): each link says how much it says and
/// why.
public enum SuspectReport {
    /// Most suspects shown; the JSON form has all.
    private static let rowLimit = 10

    /// The page of suspects; what was not looked at is said.
    public static func text(
        _ suspects: [Suspect],
        unread: [String],
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        page.title("\(words.fault(.title)) (\(words.integer(suspects.count)))")
        if suspects.isEmpty { page.paragraph(words.fault(.none), indent: 2) }
        page.rows(
            suspects.prefix(rowLimit).map { suspect in
                (
                    Escaped.text(suspect.finding),
                    suspect.links.map { text(of: $0, words) }.joined(separator: " ; ")
                )
            }
        )
        if suspects.count > rowLimit {
            page.paragraph(words.more(suspects.count - rowLimit), indent: 2)
        }
        if !unread.isEmpty {
            let list = unread.map(Escaped.text).joined(separator: " ; ")
            page.paragraph(words.labelled(words.fault(.unread), list), indent: 2)
        }
        page.paragraph(words.fault(.humanJudges), indent: 2)
        return page.text
    }

    /// The links of one suspect, each with where it was read, for `--explain`.
    public static func explanation(
        of suspect: Suspect,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        page.title(words.fault(.title))
        page.rows(
            suspect.links.map { link in
                let place = link.trace.map { "\($0.evidence.file): \($0.evidence.field)" } ?? ""
                return (text(of: link, words), Escaped.text(place))
            }
        )
        return page.text
    }

    /// The suspects as JSON.
    public static func json(_ suspects: [Suspect]) -> JSONValue {
        .array(
            suspects.map { suspect in
                .object([
                    .text("finding", suspect.finding),
                    .text("strength", word(suspect.strength)),
                    JSONMember("links", .array(suspect.links.map(json))),
                ])
            }
        )
    }

    private static func json(_ link: FaultLink) -> JSONValue {
        let (reason, days): (String, Int?) =
            switch link.reason {
            case .owns: ("le-sien", nil)
            case .diverted: ("detourne", nil)
            case .alters: ("modifie", nil)
            case .installedBefore(let days): ("installe-avant", days)
            case .named: ("cite", nil)
            }
        let trace = link.trace.map { trace -> JSONValue in
            .object([
                .text("sort", trace.sort.rawValue), .text("name", trace.name),
                .text("sufferer", trace.sufferer), .count("count", trace.count),
                .text("day", trace.day?.description),
                JSONMember("evidence", EvidenceDocument.json(trace.evidence)),
            ])
        }
        return .object([
            .text("strength", word(link.strength)),
            .text("reason", reason),
            JSONMember("days", days.map { .integer(Int64($0)) } ?? .null),
            JSONMember("trace", trace ?? .null),
        ])
    }

    private static func word(_ strength: FaultLink.Strength) -> String {
        switch strength {
        case .strong: "fort"
        case .medium: "moyen"
        case .weak: "faible"
        }
    }

    private static func text(of link: FaultLink, _ words: any Wording) -> String {
        let reason = words.link(link.reason)
        let text = link.trace.map { words.labelled(reason, trace($0, words)) } ?? reason
        return "\(text) (\(words.strength(link.strength)))"
    }

    private static func trace(_ trace: FaultTrace, _ words: any Wording) -> String {
        var text = words.trace(
            trace.sort,
            Escaped.text(trace.name),
            sufferer: trace.sufferer.map(Escaped.text)
        )
        if trace.count > 1 { text += ", " + words.times(trace.count) }
        if let day = trace.day { text += ", " + words.date(day) }
        return text
    }
}

/// Words about faults that take no values.
public enum FaultTerm: Sendable, CaseIterable {
    case title, none, unread, humanJudges
}
