/// One line of a table the institutions exchange: named cells, separated by semicolons.
struct SeparatedRow {
    /// The line's number in the file, from 1.
    let line: Int
    let cells: [String: String]
}

/// A table the institutions exchange: UTF-8, one header line, `;` between cells, `#` before remarks.
///
/// It is what a spreadsheet saves, less quoting: no cell of these tables may hold a semicolon.
enum SeparatedRows {
    /// The longest table, in bytes.
    static let limit = 16 << 20

    /// Gives `body` each row below a header that names exactly `columns`, in this order, so that
    /// what both find wrong is told in the order of the lines.
    static func read(
        _ bytes: [UInt8],
        columns: [String],
        _ problems: Problems,
        _ body: (SeparatedRow) -> Void
    ) {
        guard bytes.count <= limit, let text = String(validating: bytes, as: UTF8.self) else {
            problems.add(
                .syntax,
                at: "$",
                found: bytes.count > limit ? "\(bytes.count) bytes" : "bytes that are not UTF-8",
                expected: "a table in UTF-8 of at most \(limit) bytes"
            )
            return
        }
        var hasHeader = false
        // A mark of byte order is what spreadsheets put first.
        let lines = text.drop(while: { $0 == "\u{FEFF}" })
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.trimmingBlanks()
            guard !content.isEmpty, content.first != "#" else { continue }
            let cells = content.split(separator: ";", omittingEmptySubsequences: false)
                .map { String($0.trimmingBlanks()) }
            guard hasHeader else {
                hasHeader = true
                if cells != columns {
                    problems.add(
                        .missingMember,
                        at: "line \(index + 1)",
                        found: Problems.quoted(String(content)),
                        expected: "the header \(columns.joined(separator: ";"))"
                    )
                    return
                }
                continue
            }
            guard cells.count == columns.count else {
                problems.add(
                    .malformedValue,
                    at: "line \(index + 1)",
                    found: "\(cells.count) cells",
                    expected: "\(columns.count): \(columns.joined(separator: ";"))"
                )
                continue
            }
            body(
                SeparatedRow(
                    line: index + 1,
                    cells: Dictionary(uniqueKeysWithValues: zip(columns, cells))
                )
            )
        }
        if !hasHeader {
            problems.add(
                .missingMember,
                at: "line 1",
                found: "no header",
                expected: columns.joined(separator: ";")
            )
        }
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> Substring {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
