public import Model
import Primitives

/// A scan as text: the verdict first, then findings by kind, then what comes next.
public enum ScanReport {
    /// Most rows shown for one kind of finding; the JSON form has all.
    static let rowLimit = 60

    /// The report of a scan, with the convention's decision where one was taken and the end of the
    /// journal where one is kept.
    public static func text(
        _ scan: ScanResult,
        decision: Decision? = nil,
        journal: JournalHead? = nil,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        head(scan, words, &page)
        for weight in [FindingWeight.deviation, .undetermined, .information] {
            for code in FindingCode.allCases {
                let group = scan.findings.filter {
                    $0.weight == weight && $0.code == code && $0.waiver == nil && !$0.isDeclared
                }
                let note = weight == .deviation ? "" : " — " + words.weight(weight)
                section(group, words.title(of: code), note, words, &page)
            }
        }
        let declared = scan.findings.filter { $0.isDeclared && $0.waiver == nil }
        section(declared, words.phrase(.declared), "", words, &page)
        let waived = scan.findings.filter { $0.waiver != nil }
        section(waived, words.phrase(.waivers), "", words, &page)
        let last = scan.findings.filter { $0.ends(within: WaiverList.warning, of: scan.taken.day) }
        section(last, words.waiver(.expiringSoon), "", words, &page)
        coverage(scan, words, &page)
        ending(scan, decision, words, &page)
        page.journal(journal, words)
        return page.text
    }

    private static func head(_ scan: ScanResult, _ words: any Wording, _ page: inout TextPage) {
        let tone: TextStyle.Tone =
            switch scan.verdict {
            case .compliant: .good
            case .deviations: .bad
            case .undetermined: .warning
            }
        let deviations = scan.findings.count { $0.weight == .deviation }
        page.paragraph(
            words.verdict(
                scan.verdict,
                station: stationName(scan.station, words),
                deviations: deviations
            ),
            tone
        )
        var reference = words.reference(scan.reference)
        if !scan.reference.isSigned { reference += " — " + words.phrase(.unsignedReference) }
        page.paragraph(Escaped.text(reference))
        page.paragraph(words.compared(scan), .faint)
    }

    static func stationName(_ station: StationIdentity, _ words: any Wording) -> String {
        guard !station.name.isEmpty else { return words.phrase(.thisStation) }
        return Escaped.text(station.name)
    }

    private static func section(
        _ group: [Finding],
        _ title: String,
        _ note: String,
        _ words: any Wording,
        _ page: inout TextPage
    ) {
        guard !group.isEmpty else { return }
        page.title("\(title) (\(words.integer(group.count)))\(note)")
        page.rows(group.prefix(rowLimit).map { (subject($0), detail($0, words)) })
        if group.count > rowLimit {
            page.paragraph(words.more(group.count - rowLimit), indent: 2)
        }
    }

    private static func subject(_ finding: Finding) -> String { Escaped.text(finding.subject) }

    /// What was found, for people; what could not be read is told in their language.
    static func found(_ finding: Finding, _ words: any Wording) -> String? {
        guard let found = finding.found else { return nil }
        guard finding.code == .undetermined, let state = SourceCoverage.State(rawValue: found)
        else { return Escaped.text(found) }
        return words.coverage(state)
    }

    private static func detail(_ finding: Finding, _ words: any Wording) -> String {
        var parts: [String] = []
        if let found = found(finding, words) { parts.append(found) }
        if let waiver = finding.waiver {
            parts.append(
                words.waived(Finding.Waived(id: Escaped.text(waiver.id), until: waiver.until))
            )
        }
        if finding.isDeclared, let state = finding.state { parts.append(words.state(state)) }
        if let expected = finding.expected { parts.append(words.expected(Escaped.text(expected))) }
        let cause = words.cause(
            brought: finding.brought.count,
            since: finding.since,
            command: finding.command.map(Escaped.text),
            ofVersion: finding.code == .newer || finding.code == .outdated
        )
        if !cause.isEmpty {
            // “5.6.1 + 41 dependencies” reads as one fact.
            let joined = cause.hasPrefix("+") ? parts.popLast().map { "\($0) \(cause)" } : nil
            parts.append(joined ?? cause)
        }
        if finding.pathCount > 1 || finding.pathCount == 1 && !isSubject(finding) {
            let shown = finding.paths.prefix(2).map(Escaped.path).joined(separator: ", ")
            let count = words.paths(finding.pathCount)
            parts.append(
                finding.pathCount > 2 ? words.labelled(count, shown + "…") : shown
            )
        }
        return parts.joined(separator: ", ")
    }

    private static func isSubject(_ finding: Finding) -> Bool {
        finding.paths.first.map { finding.subject.hasSuffix($0.description) } ?? false
    }

    private static func coverage(
        _ scan: ScanResult,
        _ words: any Wording,
        _ page: inout TextPage
    ) {
        let notes = scan.coverage.filter { $0.state != .read && $0.state != .absent }
        guard !notes.isEmpty else { return }
        page.title(words.phrase(.coverage))
        page.rows(
            notes.map { note in
                let state = words.coverage(note.state)
                let detail = Escaped.text(note.detail)
                return (
                    note.source.rawValue, detail.isEmpty ? state : words.labelled(state, detail)
                )
            }
        )
        page.paragraph(words.phrase(.unreadableHint), indent: 2)
    }

    private static func ending(
        _ scan: ScanResult,
        _ decision: Decision?,
        _ words: any Wording,
        _ page: inout TextPage
    ) {
        page.blank()
        if let decision {
            var text = words.decision(decision.kind)
            if !decision.rules.isEmpty {
                text +=
                    " " + words.listed(decision.rules.map { words.article(Escaped.text($0)) }) + "."
            }
            page.paragraph(words.labelled(words.phrase(.decision), text))
            let next = words.nextStep(decision.kind)
            page.paragraph(words.labelled(words.phrase(.nextStep), next))
        } else if scan.verdict == .deviations {
            page.paragraph(words.labelled(words.phrase(.planHint), "socle plan"))
        } else if scan.verdict == .undetermined {
            let next = words.nextStep(.undetermined)
            page.paragraph(words.labelled(words.phrase(.nextStep), next))
        } else {
            page.paragraph(
                words.labelled(words.phrase(.nextStep), words.phrase(.nothingToDo))
            )
        }
        if let first = scan.findings.first(where: { $0.weight == .deviation }) {
            let command = "socle scan --explain " + CommandLineText.quoted(first.id)
            page.paragraph(words.labelled(words.phrase(.explainHint), command))
        }
    }
}

/// Words as a shell reads them back.
enum CommandLineText {
    /// `word` as one argument: bare where that is safe, else in quotation marks, escaped for sight.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "/._-+:@,=".utf8.contains(byte)
                }
            }
        return isPlain ? word : "'" + Escaped.text(word).replacing("'", with: "'\\''") + "'"
    }
}
