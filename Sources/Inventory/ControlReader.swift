/// Reads control files (deb822): stanzas of `Name: value` fields, separated by empty lines.
///
/// A line that starts with a blank continues the field before it. Nothing is copied: fields are
/// ranges of the bytes read.
package struct ControlReader {
    /// One field of a stanza.
    package struct Field {
        /// Where the name is, without the colon.
        package let name: Range<Int>
        /// Where the value is, continuation lines included, without blanks at both ends.
        package var value: Range<Int>
        /// The line of the name, from 1.
        package let line: Int
    }

    /// The document.
    package let bytes: [UInt8]
    private let file: String
    private var position = 0
    private var line = 0

    /// Reads `bytes`; `file` is named in errors.
    package init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Reads the next stanza into `fields`; false at the end of the document.
    ///
    /// - Throws: ``InventoryError`` with the file and the line that is not a field.
    package mutating func next(into fields: inout [Field]) throws(InventoryError) -> Bool {
        fields.removeAll(keepingCapacity: true)
        while position < bytes.count {
            let start = position
            var end = start
            while end < bytes.count, bytes[end] != ByteText.newline { end += 1 }
            position = end + 1
            line += 1
            guard end - start <= ReadingLimits.line else {
                throw InventoryError(
                    .tooLarge,
                    subject: "\(file):\(line)",
                    operation: "parse",
                    detail: "a line of \(end - start) bytes"
                )
            }
            if end == start || bytes[start] == UInt8(ascii: "\r") && end == start + 1 {
                if fields.isEmpty { continue }
                return true
            }
            if ByteText.isBlank(bytes[start]) {
                try extend(&fields, start..<end)
            } else {
                fields.append(try field(start..<end))
            }
        }
        return !fields.isEmpty
    }

    private func extend(_ fields: inout [Field], _ range: Range<Int>) throws(InventoryError) {
        guard let last = fields.indices.last else {
            if range.allSatisfy({ ByteText.isBlank(bytes[$0]) }) { return }
            throw .malformed(file, line: line, "a continuation line where a field should start")
        }
        let trimmed = trim(range)
        if trimmed.isEmpty { return }
        let lower = fields[last].value.isEmpty ? range.lowerBound : fields[last].value.lowerBound
        fields[last].value = lower..<trimmed.upperBound
    }

    private func field(_ range: Range<Int>) throws(InventoryError) -> Field {
        var colon = range.lowerBound
        while colon < range.upperBound, bytes[colon] != UInt8(ascii: ":") {
            guard bytes[colon] > ByteText.space else {
                throw .malformed(file, line: line, "expected a field name, a colon and a value")
            }
            colon += 1
        }
        guard colon > range.lowerBound, colon < range.upperBound else {
            throw .malformed(file, line: line, "expected a field name, a colon and a value")
        }
        return Field(
            name: range.lowerBound..<colon,
            value: trim((colon + 1)..<range.upperBound),
            line: line
        )
    }

    private func trim(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, ByteText.isBlank(bytes[lower]) { lower += 1 }
        while upper > lower, ByteText.isBlank(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }
}
