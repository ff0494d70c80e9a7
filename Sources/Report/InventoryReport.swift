public import Model
import Primitives

/// An inventory as text.
public enum InventoryReport {
    /// The items by source, one a line, then what was read and what was not.
    public static func text(
        _ inventory: Inventory,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        let system = inventory.system.map { Escaped.text("\($0.name) (\($0.architecture))") }
        page.paragraph(words.inventory(items: inventory.items.count, system: system), .strong)
        for source in InventorySource.allCases {
            let items = inventory.items.filter { $0.source == source }
            guard !items.isEmpty else { continue }
            page.title("\(source.rawValue) (\(words.integer(items.count)))")
            page.rows(
                items.map { item in
                    let parts = [
                        Escaped.text(item.version), words.origin(item.origin), state(item.state),
                        item.installed.map(words.date) ?? "",
                    ]
                    return (
                        Escaped.text(item.name),
                        parts.filter { !$0.isEmpty }.joined(separator: ", ")
                    )
                }
            )
        }
        if !inventory.settings.isEmpty {
            page.title(words.phrase(.settings))
            page.rows(
                inventory.settings.map { setting in
                    let parts = [setting.name, setting.value].filter { !$0.isEmpty }
                    return (
                        words.setting(setting.kind),
                        Escaped.text(parts.joined(separator: ", "))
                    )
                }
            )
        }
        page.title(words.phrase(.coverage))
        page.rows(inventory.coverage.map { row($0, words) })
        return page.text
    }

    /// What an inventory does not hold, and why, for `--explain`: what is never collected, what was
    /// dropped of a document, and the sources that were not read.
    public static func explanation(
        of inventory: Inventory,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        page.paragraph(words.phrase(.notCollected), .strong)
        page.paragraph(words.phrase(.neverCollected))
        if let document = inventory.document, !document.leftOut.isEmpty {
            page.title(Escaped.text(document.file))
            page.rows(
                LeftOut.allCases.compactMap { sort in
                    document.leftOut[sort].map { (words.leftOut(sort), words.integer($0)) }
                }
            )
        }
        let unread = inventory.coverage.filter { $0.state != .read && $0.state != .absent }
        if !unread.isEmpty {
            page.title(words.phrase(.notJudged))
            page.rows(unread.map { row($0, words) })
        }
        return page.text
    }

    private static func row(_ note: SourceCoverage, _ words: any Wording) -> (String, String) {
        let state = words.coverage(note.state)
        let detail = Escaped.text(note.detail)
        return (note.source.rawValue, detail.isEmpty ? state : words.labelled(state, detail))
    }

    /// An imported inventory in one line, after the name of its file.
    public static func line(_ inventory: Inventory, language: Language) -> String {
        let words = language.wording
        let system = inventory.system.map { Escaped.text($0.name.isEmpty ? $0.id : $0.name) }
        let text = words.inventory(items: inventory.items.count, system: system)
        return words.labelled(Escaped.text(inventory.document?.file ?? ""), text) + "\n"
    }

    static func state(_ state: InventoryItem.State) -> String {
        switch state {
        case .installed: ""
        case .held: "hold"
        case .broken(let word): Escaped.text(word)
        case .removed: "config-files"
        }
    }
}
