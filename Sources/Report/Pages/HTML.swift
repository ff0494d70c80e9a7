/// A piece of a page: text, or an element with what it holds (HTML Living Standard, clause 13.1).
///
/// Whatever comes from outside enters as text or as an attribute's value, and is escaped here alone.
indirect enum HTML: Sendable {
    /// Text; what can not be seen is spelled out.
    case text(String)
    case element(String, [Attribute], [HTML])
    /// Text that was made visible already, as a path is.
    case visible(String)
    /// The content of a `style` element, which is ours and never from outside.
    case style(StaticString)
    /// Pieces without an element around them.
    case group([HTML])

    /// An attribute; one without a value stands alone.
    struct Attribute: Sendable {
        let name: String
        let value: String?

        init(_ name: String, _ value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// Elements that have neither content nor an end tag.
    private static let void: Set<String> = ["br", "col", "hr", "input", "link", "meta"]

    /// The markup.
    var markup: String {
        var text = ""
        write(into: &text)
        return text
    }

    private func write(into result: inout String) {
        switch self {
        case .text(let text): result += Self.escaped(Escaped.text(text))
        case .visible(let text): result += Self.escaped(text)
        case .style(let rules): result += "<style>\(rules)</style>"
        case .group(let pieces):
            for piece in pieces { piece.write(into: &result) }
        case .element(let name, let attributes, let content):
            result += "<" + name
            for attribute in attributes {
                result += " " + attribute.name
                guard let value = attribute.value else { continue }
                result += "=\"" + Self.escaped(Escaped.text(value)) + "\""
            }
            result += ">"
            guard !Self.void.contains(name) else { return }
            for piece in content { piece.write(into: &result) }
            result += "</" + name + ">"
        }
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { #"&<>"'"#.utf8.contains($0) }) else { return text }
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}

// What pages are made of, in few words.
extension HTML {
    /// An element of the class `kind`, where one is given.
    static func tag(_ name: String, _ kind: String? = nil, _ content: [HTML]) -> HTML {
        .element(name, kind.map { [Attribute("class", $0)] } ?? [], content)
    }

    /// An element that holds text only.
    static func tag(_ name: String, _ kind: String? = nil, _ text: String) -> HTML {
        tag(name, kind, [.text(text)])
    }

    /// A list with one item a text; nothing where there are none.
    static func list(_ texts: [String], _ kind: String? = nil) -> HTML {
        texts.isEmpty ? .group([]) : tag("ul", kind, texts.map { tag("li", nil, $0) })
    }

    /// A table whose cells carry their column's heading, for a screen too narrow for columns.
    ///
    /// The columns numbered by `numbers` hold numbers, which stand to the right.
    static func table(
        _ headings: [String],
        _ rows: [[HTML]],
        numbers: Range<Int> = 0..<0
    ) -> HTML {
        func kind(_ column: Int) -> [Attribute] {
            numbers.contains(column) ? [Attribute("class", "number")] : []
        }
        let head = headings.enumerated().map { index, heading in
            HTML.element("th", [Attribute("scope", "col")] + kind(index), [.text(heading)])
        }
        let body = rows.map { row in
            HTML.tag(
                "tr",
                nil,
                zip(headings, row).enumerated().map { index, cell in
                    .element(
                        index == 0 ? "th" : "td",
                        (index == 0 ? [Attribute("scope", "row")] : [])
                            + [Attribute("data-label", cell.0)] + kind(index),
                        [cell.1]
                    )
                }
            )
        }
        return .tag(
            "table",
            nil,
            [.tag("thead", nil, [.tag("tr", nil, head)]), .tag("tbody", nil, body)]
        )
    }
}
