/// How text is set for a terminal or a file.
public struct TextStyle: Sendable {
    /// What a colour says.
    public enum Tone: Sendable {
        case good, warning, bad, strong, faint
    }

    /// Whether escape sequences for colours may be written.
    public let color: Bool
    /// Columns a line may take.
    public let width: Int

    /// Creates a style; widths below 40 count as 40.
    public init(color: Bool, width: Int) {
        self.color = color
        self.width = max(40, width)
    }

    /// No colours, 100 columns.
    public static let plain = TextStyle(color: false, width: 100)

    /// `text` in a tone, where colours may be written.
    public func paint(_ text: String, _ tone: Tone) -> String {
        guard color else { return text }
        let code =
            switch tone {
            case .good: "32"
            case .warning: "33"
            case .bad: "31"
            case .strong: "1"
            case .faint: "2"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// `text` in lines of at most its width, cut at plain spaces; a longer word stays whole.
    public func wrapped(_ text: String) -> [String] { TextPage.wrap(text, width) }
}

/// Lines of a report being written.
struct TextPage {
    let style: TextStyle
    private(set) var lines: [String] = []

    init(_ style: TextStyle) {
        self.style = style
    }

    /// The page with a final newline.
    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func blank() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    /// A paragraph, wrapped; lines after the first are set in by `hang`.
    mutating func paragraph(
        _ text: String,
        indent: Int = 0,
        hang: Int = 0,
        _ tone: TextStyle.Tone? = nil
    ) {
        for (index, line) in Self.wrap(text, style.width - indent - hang).enumerated() {
            let margin = String(repeating: " ", count: index == 0 ? indent : indent + hang)
            lines.append(margin + (tone.map { style.paint(line, $0) } ?? line))
        }
    }

    /// A line that is never wrapped.
    mutating func line(_ text: String) { lines.append(text) }

    mutating func title(_ text: String) {
        blank()
        paragraph(text, .strong)
    }

    mutating func paragraph(_ text: String, _ tone: TextStyle.Tone) {
        paragraph(text, indent: 0, hang: 0, tone)
    }

    /// Rows of a first column and a text that wraps beside it.
    mutating func rows(_ rows: [(String, String)], indent: Int = 2) {
        let widest = rows.map(\.0.count).max() ?? 0
        let column = min(widest, max(12, style.width / 3))
        for (head, detail) in rows {
            let margin = String(repeating: " ", count: indent)
            let beside = Self.wrap(detail, style.width - indent - column - 2)
            let gap = String(repeating: " ", count: indent + column + 2)
            guard let first = beside.first, !detail.isEmpty else {
                lines.append(margin + head)
                continue
            }
            if head.count > column {
                lines.append(margin + head)
                lines.append(gap + first)
            } else {
                let pad = String(repeating: " ", count: column - head.count)
                lines.append(margin + head + pad + "  " + first)
            }
            lines += beside.dropFirst().map { gap + $0 }
        }
    }

    /// `text` in lines of at most `width` columns, cut at plain spaces; a longer word stays whole.
    static func wrap(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if line.isEmpty {
                line = String(word)
            } else if line.count + 1 + word.count <= max(20, width) {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        return lines + [line]
    }
}
