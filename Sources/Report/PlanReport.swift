public import Model
import Primitives

/// A plan as text: what changes, what is lost by name, and how to approve it.
public enum PlanReport {
    /// The sorts of loss a plan names.
    public enum Loss: Sendable, CaseIterable {
        case packages, programs, settings, possibleData, downgrades
    }

    /// Most names shown of one sort; `--format json` has all.
    static let nameLimit = 30

    /// The report of `plan`, kept in the file called `file`.
    public static func text(
        _ plan: Plan,
        file: String = "plan.json",
        journal: JournalHead? = nil,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        let name = ScanReport.stationName(plan.station, words)
        let station = plan.station.name.isEmpty ? name.lowercasedFirst : name
        page.paragraph(
            words.plan(plan.scope, station: station, changes: plan.changes.count),
            .strong
        )
        for layer in plan.layers {
            page.paragraph(
                Escaped.text("\(layer.kind.title) \(layer.name) \(layer.edition)"),
                indent: 2,
                hang: 2,
                .faint
            )
        }
        if let decision = plan.decision {
            page.paragraph(
                words.labelled(words.phrase(.decision), words.decision(decision.kind))
            )
        }
        changes(plan, words, &page)
        losses(plan, words, &page)
        names(words.phrase(.toReinstall), plan.toReinstall.map(Escaped.text), words, &page)
        names(words.phrase(.steps), plan.steps.map(Escaped.text), words, &page)
        ending(plan, file, words, &page)
        page.journal(journal, words)
        return page.text
    }

    private static func changes(_ plan: Plan, _ words: any Wording, _ page: inout TextPage) {
        guard !plan.changes.isEmpty else { return }
        page.title(words.phrase(.changes))
        for action in PlanChange.Action.allCases {
            let group = plan.changes.filter { $0.action == action }
            guard !group.isEmpty else { continue }
            // Sizes come from outside: a sum that does not fit is shown as the greatest number.
            let bytes = group.reduce(UInt64(0)) { sum, change in
                let (total, overflow) = sum.addingReportingOverflow(change.bytes)
                return overflow ? .max : total
            }
            let size = bytes > 0 ? ", " + words.size(bytes) : ""
            page.paragraph(words.action(action, count: group.count) + size, indent: 2)
            for change in group.prefix(5) { page.paragraph(Escaped.path(change.path), indent: 4) }
            if group.count > 5 { page.paragraph(words.more(group.count - 5), indent: 4) }
        }
    }

    private static func losses(_ plan: Plan, _ words: any Wording, _ page: inout TextPage) {
        let losses = plan.losses
        page.title(words.phrase(.losses))
        let groups: [(Loss, [String])] = [
            (.packages, losses.packages.map(Escaped.text)),
            (.programs, losses.programs.map(Escaped.text)),
            (.settings, losses.settings.map(Escaped.path)),
            (.possibleData, losses.possibleData.map(Escaped.path)),
            (.downgrades, losses.downgrades.map(Escaped.text)),
        ]
        guard groups.contains(where: { !$0.1.isEmpty }) else {
            page.paragraph(words.phrase(.nothingLost), indent: 2)
            return
        }
        for (loss, names) in groups where !names.isEmpty {
            page.paragraph("\(words.loss(loss)) (\(words.integer(names.count)))", indent: 2)
            for name in names.prefix(nameLimit) { page.paragraph(name, indent: 4, hang: 2) }
            if names.count > nameLimit {
                page.paragraph(words.more(names.count - nameLimit), indent: 4)
            }
        }
    }

    private static func names(
        _ title: String,
        _ names: [String],
        _ words: any Wording,
        _ page: inout TextPage
    ) {
        guard !names.isEmpty else { return }
        page.title(title)
        for name in names.prefix(nameLimit) { page.paragraph(name, indent: 2, hang: 2) }
        if names.count > nameLimit {
            page.paragraph(words.more(names.count - nameLimit), indent: 2)
        }
    }

    private static func ending(
        _ plan: Plan,
        _ file: String,
        _ words: any Wording,
        _ page: inout TextPage
    ) {
        page.blank()
        page.rows(
            [
                (words.phrase(.bytesToFetch), words.size(plan.bytesToFetch)),
                (words.phrase(.bytesReused), words.size(plan.bytesReused)),
                (words.phrase(.bytesSetAside), words.size(plan.losses.bytes)),
                (words.phrase(.time), words.duration(seconds: plan.estimatedSeconds)),
                (words.phrase(.removalCap), words.integer(plan.removalCap)),
                (words.phrase(.planID), plan.id.hex),
            ],
            indent: 0
        )
        guard !plan.changes.isEmpty else { return }
        page.blank()
        page.paragraph(words.phrase(.backupsNotice), .warning)
        if plan.decision?.order.isReplacement == true {
            page.paragraph(words.phrase(.replacementNotice), .warning)
        }
        page.title(words.phrase(.approve))
        // One line whatever the width, so that it can be copied.
        page.line("  " + approval(of: plan, file: file))
    }

    /// The command that approves `plan`.
    public static func approval(of plan: Plan, file: String = "plan.json") -> String {
        let removals = plan.changes.count { $0.action == .remove }
        let cap = removals > plan.removalCap ? " --allow-removals \(removals)" : ""
        return "socle restore --plan \(CommandLineText.quoted(file)) --approve \(plan.id.hex)\(cap)"
    }
}
