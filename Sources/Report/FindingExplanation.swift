public import Model
import Primitives

extension ScanReport {
    /// The chain from file and field to finding, for `--explain`; an unsigned reference is said, and
    /// so is the `rule` of the convention that the finding's state comes from.
    public static func explanation(
        of finding: Finding,
        isSigned: Bool,
        rule: String? = nil,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        let label = isSigned ? "" : " — " + words.phrase(.unsignedReference)
        page.paragraph(Escaped.text(finding.id) + label, .strong)
        page.paragraph(words.meaning(of: finding.code))
        page.blank()
        page.rows(facts(finding, rule, words), indent: 0)
        if !finding.brought.isEmpty {
            page.title("\(words.phrase(.broughtAlong)) (\(words.integer(finding.brought.count)))")
            page.paragraph(finding.brought.map(Escaped.text).joined(separator: ", "), indent: 2)
        }
        if !finding.paths.isEmpty {
            page.title("\(words.phrase(.paths)) (\(words.integer(finding.pathCount)))")
            for path in finding.paths { page.paragraph(Escaped.path(path), indent: 2) }
            if finding.pathCount > finding.paths.count {
                page.paragraph(words.more(finding.pathCount - finding.paths.count), indent: 2)
            }
        }
        if !finding.evidence.isEmpty {
            page.title(words.phrase(.evidence))
            page.rows(finding.evidence.map { (Escaped.text($0.file), Escaped.text($0.field)) })
        }
        return page.text
    }

    private static func facts(
        _ finding: Finding,
        _ rule: String?,
        _ words: any Wording
    ) -> [(String, String)] {
        let cause = words.cause(
            brought: 0,
            since: finding.since,
            command: finding.command.map(Escaped.text),
            ofVersion: finding.code == .newer || finding.code == .outdated
        )
        let facts: [(FixedPhrase, String?)] = [
            (.weight, words.weight(finding.weight)),
            (.found, found(finding, words)),
            (.expected, finding.expected.map(Escaped.text)),
            (.component, finding.component.map(Escaped.text)),
            (.state, finding.state.map { state(words.state($0), rule.map(words.article)) }),
            (.waivers, finding.waiver.map(words.waived)),
            (.cause, cause.isEmpty ? nil : cause),
        ]
        return facts.compactMap { phrase, value in value.map { (words.phrase(phrase), $0) } }
    }

    private static func state(_ word: String, _ rule: String?) -> String {
        rule.map { "\(word), \($0)" } ?? word
    }
}
