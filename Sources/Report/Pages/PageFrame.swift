import Model
import Primitives

/// What every page has around its content.
///
/// A page is one file: its style is inside, and it needs neither network nor script; the policy in
/// its head forbids both.
struct PageFrame {
    let language: Language
    /// The title of the window, and of the page's heading.
    let title: String
    /// What stands above the heading: the product, the school, the room.
    let context: [String]
    /// What stands at the foot: when, from what, and the end of the journal.
    let notes: [String]

    /// The whole document around `content`.
    func document(_ content: [HTML]) -> String {
        let head: [HTML] = [
            .element("meta", [HTML.Attribute("charset", "utf-8")], []),
            Self.meta(
                "http-equiv",
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'"
            ),
            Self.meta("name", "viewport", "width=device-width, initial-scale=1"),
            Self.meta("name", "color-scheme", "light dark"),
            Self.meta("name", "robots", "noindex"),
            .tag("title", nil, title),
            .style(PageStyle.rules),
        ]
        let body: [HTML] = [
            .tag("header", nil, [.tag("p", "context", context.joined(separator: " · "))]),
            .tag("main", nil, content),
            notes.isEmpty
                ? .group([]) : .tag("footer", nil, notes.map { .tag("p", nil, $0) }),
        ]
        let page = HTML.element(
            "html",
            [HTML.Attribute("lang", language.rawValue)],
            [.tag("head", nil, head), .tag("body", nil, body)]
        )
        return "<!DOCTYPE html>\n" + page.markup + "\n"
    }

    private static func meta(_ kind: String, _ name: String, _ content: String) -> HTML {
        .element("meta", [HTML.Attribute(kind, name), HTML.Attribute("content", content)], [])
    }
}
