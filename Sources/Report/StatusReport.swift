/// One line of where a station stands.
public struct StatusEntry: Sendable {
    /// What the line is about.
    public enum Label: Sendable, CaseIterable {
        case station, school, room, zone, systemBaseline, applicationBaseline, lastScan
        case lastVerdict, lastRestore, depot, depotExpiry, pendingRecovery, quarantine
        case journalHead, journalLength, journalKey, toolVersion
    }

    /// What the line is about.
    public let label: Label
    /// What is known, as text.
    public let value: String
    /// How it is coloured.
    public let tone: TextStyle.Tone?

    /// Creates a line.
    public init(_ label: Label, _ value: String, tone: TextStyle.Tone? = nil) {
        self.label = label
        self.value = value
        self.tone = tone
    }
}

/// Where a station stands, as text.
public enum StatusReport {
    /// The entries, aligned, in the order given.
    public static func text(
        _ entries: [StatusEntry],
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        let width = entries.map { words.status($0.label).count }.max() ?? 0
        for entry in entries {
            let label = words.status(entry.label)
            let pad = String(repeating: " ", count: width - label.count)
            let value = Escaped.text(entry.value)
            page.line(label + pad + "  " + (entry.tone.map { style.paint(value, $0) } ?? value))
        }
        return page.text
    }
}
