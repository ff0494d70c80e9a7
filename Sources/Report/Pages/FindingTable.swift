import Model
import Primitives

/// The findings of one kind as a table.
struct FindingTable {
    private let findings: ArraySlice<Finding>
    private let words: any Wording
    private let own: any PageWording

    init(_ findings: ArraySlice<Finding>, _ language: Language) {
        self.findings = findings
        words = language.wording
        own = language.pages
    }

    /// Columns that no finding of the kind fills are left out.
    var table: HTML {
        let columns: [(heading: String, cell: (Finding) -> HTML?)] = [
            (own.phrase(.subject), subject),
            (words.phrase(.found), found),
            (words.phrase(.expected), { $0.expected.map { HTML.text($0) } }),
            (
                own.phrase(.since),
                { finding in finding.since.map { .tag("time", nil, words.date($0)) } }
            ),
            (own.phrase(.origin), origin),
            (own.phrase(.files), files),
        ]
        let cells = columns.map { column in findings.map(column.cell) }
        let shown = columns.indices.filter { index in cells[index].contains { $0 != nil } }
        let rows = findings.indices.map { row in
            shown.map { cells[$0][row - findings.startIndex] ?? .text("") }
        }
        return .table(shown.map { columns[$0].heading }, rows)
    }

    private func subject(_ finding: Finding) -> HTML? {
        .group([
            .text(finding.subject), evidence(finding),
        ])
    }

    private func found(_ finding: Finding) -> HTML? {
        var parts: [HTML] = []
        if let found = finding.found {
            let state = SourceCoverage.State(rawValue: found)
            let text = finding.code == .undetermined ? state.map(words.coverage) : nil
            parts.append(.text(text ?? found))
        }
        if let waiver = finding.waiver { parts.append(.tag("p", nil, words.waived(waiver))) }
        return parts.isEmpty ? nil : .group(parts)
    }

    private func origin(_ finding: Finding) -> HTML? {
        var parts: [HTML] = []
        if let command = finding.command { parts.append(.tag("code", nil, command)) }
        if !finding.brought.isEmpty {
            let count = words.integer(finding.brought.count)
            parts.append(
                folded("\(words.phrase(.broughtAlong)) (\(count))", finding.brought)
            )
        }
        return parts.isEmpty ? nil : .group(parts)
    }

    private func files(_ finding: Finding) -> HTML? {
        guard finding.pathCount > 0 else { return nil }
        let paths = finding.paths.map { Escaped.path($0) }
        if finding.pathCount == 1, let path = paths.first {
            return .tag("span", "path", [.visible(path)])
        }
        var items = paths.map { HTML.tag("li", "path", [.visible($0)]) }
        if finding.pathCount > paths.count {
            items.append(.tag("li", nil, words.more(finding.pathCount - paths.count)))
        }
        return .tag(
            "details",
            nil,
            [.tag("summary", nil, words.paths(finding.pathCount)), .tag("ul", nil, items)]
        )
    }

    private func evidence(_ finding: Finding) -> HTML {
        guard !finding.evidence.isEmpty else { return .group([]) }
        return folded(
            words.phrase(.evidence),
            finding.evidence.map { words.labelled($0.file, $0.field) }
        )
    }

    private func folded(_ summary: String, _ items: [String]) -> HTML {
        .tag("details", nil, [.tag("summary", nil, summary), .list(items)])
    }
}
