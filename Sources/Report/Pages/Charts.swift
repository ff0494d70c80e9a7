/// Bars drawn as SVG inside the page; the numbers beside them say the same.
enum BarChart {
    static let heading = Bilingual(fr: "Part", en: "Share")
    private static let width = 240

    /// Parts of `total` side by side, each in the colour of its tone.
    static func bar(_ parts: [(count: Int, tone: String)], of total: Int) -> HTML {
        var left = 0
        var pieces: [HTML] = []
        for (count, tone) in parts where count > 0 && total > 0 {
            let length = min(max(1, count * width / total), width - left)
            guard length > 0 else { continue }
            pieces.append(.rect(x: left, y: 0, width: length, height: 12, tone))
            left += length
        }
        return .element(
            "svg",
            [
                HTML.Attribute("viewBox", "0 0 \(width) 12"), HTML.Attribute("class", "bar"),
                HTML.Attribute("preserveAspectRatio", "none"),
                HTML.Attribute("aria-hidden", "true"), HTML.Attribute("focusable", "false"),
            ],
            pieces
        )
    }
}

/// Columns over time, drawn as SVG; a table beside them says the same.
struct ColumnChart {
    /// One column: what stands below it, and its parts from the bottom up.
    struct Column {
        let label: String
        let parts: [(count: Int, tone: String)]

        var total: Int { parts.reduce(0) { $0 + $1.count } }
    }

    let columns: [Column]
    /// What the chart shows, for those who do not see it.
    let title: String
    /// Whether columns are parts of a hundred, and not numbers.
    let isShare: Bool

    private static let left = 40
    private static let top = 10
    private static let plot = (width: 380, height: 130)

    var svg: HTML {
        let greatest = isShare ? 100 : max(1, columns.map(\.total).max() ?? 1)
        var pieces: [HTML] = [.tag("title", nil, title)]
        for mark in Set([0, greatest / 2, greatest]).sorted() {
            let y = Self.top + Self.plot.height - mark * Self.plot.height / greatest
            pieces.append(.rect(x: Self.left, y: y, width: Self.plot.width, height: 1, "rule"))
            pieces.append(label("\(mark)", x: Self.left - 6, y: y + 4, "end"))
        }
        let step = Double(Self.plot.width) / Double(max(1, columns.count))
        let shown = max(1, (columns.count + 5) / 6)
        let width = max(1, min(48, Int(step * 0.7)))
        for (index, column) in columns.enumerated() {
            let middle = Self.left + Int(step * (Double(index) + 0.5))
            var bottom = Self.top + Self.plot.height
            for (count, tone) in column.parts where count > 0 {
                let whole = isShare ? column.total : greatest
                let height = max(1, count * Self.plot.height / max(1, whole))
                bottom -= height
                pieces.append(
                    .rect(x: middle - width / 2, y: bottom, width: width, height: height, tone)
                )
            }
            guard index % shown == 0 else { continue }
            pieces.append(
                label(column.label, x: middle, y: Self.top + Self.plot.height + 16, "middle")
            )
        }
        return .element(
            "svg",
            [
                HTML.Attribute("viewBox", "0 0 430 165"), HTML.Attribute("class", "chart"),
                HTML.Attribute("role", "img"), HTML.Attribute("aria-label", title),
            ],
            pieces
        )
    }

    private func label(_ text: String, x: Int, y: Int, _ anchor: String) -> HTML {
        .element(
            "text",
            [
                HTML.Attribute("x", String(x)), HTML.Attribute("y", String(y)),
                HTML.Attribute("text-anchor", anchor),
            ],
            [.text(text)]
        )
    }
}

extension HTML {
    /// A rectangle in the colour of `tone`.
    fileprivate static func rect(x: Int, y: Int, width: Int, height: Int, _ tone: String) -> HTML {
        .element(
            "rect",
            [
                Attribute("x", String(x)), Attribute("y", String(y)),
                Attribute("width", String(width)), Attribute("height", String(height)),
                Attribute("class", tone),
            ],
            []
        )
    }
}
