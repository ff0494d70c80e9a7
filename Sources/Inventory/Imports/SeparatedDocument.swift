internal import Model

/// Reads tables as text: `Export-Csv` of PowerShell, `driverquery /fo csv`, and what French
/// spreadsheets make of them (RFC 4180; comma, semicolon or tab).
enum SeparatedDocument {
    /// Whether the first line of `bytes` names the columns of a known table.
    static func isOne(_ bytes: [UInt8]) -> Bool {
        guard var cells = Cells(bytes) else { return false }
        return names(&cells) != nil
    }

    /// Reads the whole of `bytes`.
    static func read(_ bytes: [UInt8], file: String) throws(InventoryError) -> ImportDraft {
        var draft = ImportDraft(.powershellCSV, file: file)
        guard var cells = Cells(bytes), let names = names(&cells) else {
            throw .malformed(file, line: 1, "no columns of a known table")
        }
        var tables = RowTables()
        while true {
            let line = cells.line
            guard let row = cells.next() else { break }
            if let open = cells.openQuote {
                throw .malformed(file, line: open, "a quoted cell has no end")
            }
            guard row.count > 1 || row.first?.isEmpty == false else { continue }
            guard row.count == names.count else {
                throw .malformed(
                    file,
                    line: line,
                    "\(row.count) cells under \(names.count) columns"
                )
            }
            var values = DocumentRow(field: "line \(line)")
            for (name, value) in zip(names, row) { values.set(name, value) }
            _ = try tables.take(values, into: &draft)
        }
        tables.cover(&draft)
        return draft
    }

    /// The names of the columns, or nil if they are of no known table.
    private static func names(_ cells: inout Cells) -> [String]? {
        guard let first = cells.next(), first.count > 1 else { return nil }
        var row = DocumentRow(field: "")
        for name in first { row.set(DocumentText.cleaned(name), "") }
        var draft = ImportDraft(.powershellCSV, file: "")
        var tables = RowTables()
        // Nothing is added by a row of empty values: only its columns are looked at.
        guard (try? tables.take(row, into: &draft)) == true else { return nil }
        return first.map(DocumentText.cleaned)
    }
}

/// The rows of separated text, one at a time.
private struct Cells {
    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    /// The line the next row starts on, from 1.
    private(set) var line = 1
    /// The line of a quoted cell that had no end.
    private(set) var openQuote: Int?

    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        // PowerShell 5.1 names the type of its objects first.
        while bytes[position...].starts(with: "#TYPE".utf8) || bytes[position...].first == 0x0A {
            guard let end = bytes[position...].firstIndex(of: ByteText.newline) else { return nil }
            position = end + 1
            line += 1
        }
        let head = bytes[position...].prefix { $0 != ByteText.newline }
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in head.prefix(64 << 10) {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, ",;\t".utf8.contains(byte) { counts[byte, default: 0] += 1 }
        }
        guard let best = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
            return nil
        }
        separator = best.key
    }

    mutating func next() -> [String]? {
        guard position < bytes.count else { return nil }
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        let start = line
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == ByteText.newline { line += 1 }
            if isQuoted {
                guard byte == UInt8(ascii: "\"") else {
                    cell.append(byte)
                    continue
                }
                if position < bytes.count, bytes[position] == byte {
                    cell.append(byte)
                    position += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\""), cell.isEmpty {
                isQuoted = true
            } else if byte == separator {
                row.append(ByteText.string(cell[...]))
                cell.removeAll(keepingCapacity: true)
            } else if byte == ByteText.newline {
                break
            } else if byte != UInt8(ascii: "\r") {
                cell.append(byte)
            }
        }
        if isQuoted { openQuote = start }
        row.append(ByteText.string(cell[...]))
        return row
    }
}
