/// Reads a large foreign JSON document piece by piece, and keeps only what is asked for.
///
/// Where ``JSONParser`` builds a whole document, a reader is led through one: a member is read, or
/// skipped without a copy. It accepts any number and repeated member names, for documents nobody
/// signed, and does not look at the escapes of strings it skips. Everything else is as strict:
/// RFC 8259, valid UTF-8 throughout, nesting of at most ``JSONParser/maximumDepth``.
public struct JSONReader: Sendable {
    /// What comes next.
    public enum Kind: Sendable {
        case object, array, string, number, bool, null
    }

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    /// Whether a list was just opened, so that its first element stands without a comma.
    private var isAtStart = false

    /// Reads `bytes` from the start.
    ///
    /// - Throws: ``PrimitivesError`` with the offset of a byte that is not UTF-8.
    public init(_ bytes: [UInt8]) throws(PrimitivesError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw PrimitivesError(
                .jsonInvalidText,
                subject: "byte \(error.byteOffsets.lowerBound)",
                detail: "the document is not valid UTF-8"
            )
        }
        self.bytes = bytes
    }

    /// An error at the present place.
    public func fault(_ detail: String) -> PrimitivesError { fault(.jsonSyntax, detail) }

    /// What the next value is.
    public mutating func kind() throws(PrimitivesError) -> Kind {
        skipSpace()
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case 0 where position >= bytes.count:
            throw fault("the document ends where a value is expected")
        default: throw fault("expected a value")
        }
    }

    // MARK: Lists

    /// Enters the object that comes next; ``nextMember()`` then tells its names.
    public mutating func enterObject() throws(PrimitivesError) {
        try enter(UInt8(ascii: "{"), "an object")
    }

    /// Enters the array that comes next; ``nextElement()`` then tells whether there is one more.
    public mutating func enterArray() throws(PrimitivesError) {
        try enter(UInt8(ascii: "["), "an array")
    }

    /// The name of the next member, whose value must then be read or skipped; nil leaves the object.
    public mutating func nextMember() throws(PrimitivesError) -> String? {
        guard try advances(to: UInt8(ascii: "}")) else { return nil }
        guard byte == UInt8(ascii: "\"") else { throw fault("expected a member name") }
        let name = try string()
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw fault("expected “:”") }
        position += 1
        skipSpace()
        return name
    }

    /// The next member of an object: one of the names asked for, by its place, or another.
    public enum Member: Sendable {
        case known(Int)
        case other
    }

    /// Which of `names` the next member has, whose value must then be read or skipped; nil leaves the
    /// object.
    public mutating func nextMember(of names: JSONNames) throws(PrimitivesError) -> Member? {
        guard try advances(to: UInt8(ascii: "}")) else { return nil }
        guard byte == UInt8(ascii: "\"") else { throw fault("expected a member name") }
        let start = position + 1
        let end = try endOfString()
        let place: Int? =
            if hasEscapes {
                names.names.firstIndex(of: try JSONEscapes.text(bytes[start..<end], at: start))
            } else {
                names.place(bytes.span, start..<end)
            }
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw fault("expected “:”") }
        position += 1
        skipSpace()
        return place.map { .known($0) } ?? .other
    }

    /// Whether there is one more element, which must then be read or skipped; false leaves the array.
    public mutating func nextElement() throws(PrimitivesError) -> Bool {
        try advances(to: UInt8(ascii: "]"))
    }

    // MARK: Values

    /// The string that comes next.
    public mutating func string() throws(PrimitivesError) -> String {
        skipSpace()
        guard byte == UInt8(ascii: "\"") else { throw fault(.jsonWrongType, "expected a string") }
        let start = position + 1
        let end = try endOfString()
        guard !hasEscapes else { return try JSONEscapes.text(bytes[start..<end], at: start) }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The string, number or boolean that comes next as text; nil for null, objects and arrays, which
    /// are skipped.
    public mutating func scalar() throws(PrimitivesError) -> String? {
        switch try kind() {
        case .string: return try string()
        case .object, .array, .null:
            try skip()
            return nil
        case .number, .bool:
            let start = position
            try skip()
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
    }

    /// Passes over the value that comes next, and tells whether it is a number, a boolean or a text
    /// that is not empty.
    public mutating func skipTellingText() throws(PrimitivesError) -> Bool {
        switch try kind() {
        case .string:
            let start = position + 1
            return try endOfString() > start
        case .number, .bool:
            try skip()
            return true
        case .object, .array, .null:
            try skip()
            return false
        }
    }

    /// Passes over the value that comes next.
    public mutating func skip() throws(PrimitivesError) {
        let floor = depth
        repeat {
            if depth > floor {
                // Inside a list: its end, or one more element, whose name is passed over too.
                let isObject = openers[depth - 1]
                guard try advances(to: isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    continue
                }
                if isObject {
                    guard byte == UInt8(ascii: "\"") else { throw fault("expected a member name") }
                    _ = try endOfString()
                    skipSpace()
                    guard byte == UInt8(ascii: ":") else { throw fault("expected “:”") }
                    position += 1
                }
            }
            switch try kind() {
            case .object: try enterObject()
            case .array: try enterArray()
            case .string: _ = try endOfString()
            case .number: try passNumber()
            case .bool: try pass(byte == UInt8(ascii: "t") ? "true" : "false")
            case .null: try pass("null")
            }
        } while depth > floor
    }

    /// Refuses anything but blanks before the end of the document.
    public mutating func end() throws(PrimitivesError) {
        skipSpace()
        guard position == bytes.count else { throw fault("text after the end of the document") }
    }

    /// Whether nothing but blanks is left.
    public mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    // MARK: Bytes

    /// For each open list, whether it is an object.
    private var openers = InlineArray<64, Bool>(repeating: false)
    /// Whether the string last passed over holds a backslash.
    private var hasEscapes = false

    /// The byte here; 0, which no JSON has outside strings, at the end.
    private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private func fault(_ code: PrimitivesError.Code, _ detail: String) -> PrimitivesError {
        PrimitivesError(code, subject: "byte \(position)", detail: detail)
    }

    private mutating func skipSpace() {
        position = Self.endOfSpace(bytes.span, from: position)
    }

    private static func endOfSpace(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
            index += 1
        }
        return index
    }

    private mutating func enter(_ opener: UInt8, _ name: String) throws(PrimitivesError) {
        skipSpace()
        guard byte == opener else { throw fault(.jsonWrongType, "expected \(name)") }
        guard depth < JSONParser.maximumDepth else {
            throw fault(.jsonTooDeep, "nested deeper than \(JSONParser.maximumDepth)")
        }
        openers[depth] = opener == UInt8(ascii: "{")
        depth += 1
        position += 1
        isAtStart = true
    }

    /// Moves to the next element of the innermost list, or past its end.
    private mutating func advances(to end: UInt8) throws(PrimitivesError) -> Bool {
        skipSpace()
        guard depth > 0 else { throw fault("no list is open") }
        if byte == end {
            position += 1
            depth -= 1
            isAtStart = false
            return false
        }
        if isAtStart {
            isAtStart = false
        } else {
            guard byte == UInt8(ascii: ",") else {
                throw fault("expected “,” or the end of the list")
            }
            position += 1
            skipSpace()
        }
        return true
    }

    /// Moves past the string here and tells where its closing quote is.
    private mutating func endOfString() throws(PrimitivesError) -> Int {
        let (end, isEscaped) = Self.endOfText(bytes.span, from: position + 1)
        hasEscapes = isEscaped
        position = min(end, bytes.count)
        guard position < bytes.count else { throw fault("a string has no end") }
        guard bytes[position] == UInt8(ascii: "\"") else {
            throw fault(.jsonInvalidText, "a control character is not escaped")
        }
        position += 1
        return end
    }

    /// Where the text that begins at `start` meets its closing quote or what no text may hold, and
    /// whether a backslash stands before that.
    private static func endOfText(
        _ bytes: borrowing Span<UInt8>,
        from start: Int
    ) -> (end: Int, isEscaped: Bool) {
        var index = start
        var isEscaped = false
        while index < bytes.count {
            let byte = bytes[index]
            // Most bytes are letters beyond all that ends or escapes.
            if byte > UInt8(ascii: "\\") {
                index += 1
                continue
            }
            if byte == UInt8(ascii: "\"") || byte < 0x20 { break }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                index += 1
            }
            index += 1
        }
        return (index, isEscaped)
    }

    private mutating func pass(_ word: StaticString) throws(PrimitivesError) {
        for expected in word.description.utf8 {
            guard byte == expected else { throw fault("expected “\(word)”") }
            position += 1
        }
    }

    private mutating func passNumber() throws(PrimitivesError) {
        if byte == UInt8(ascii: "-") { position += 1 }
        let start = position
        try passDigits()
        if bytes[start] == UInt8(ascii: "0"), position - start > 1 {
            throw fault("a number starts with a superfluous zero")
        }
        if byte == UInt8(ascii: ".") {
            position += 1
            try passDigits()
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            try passDigits()
        }
    }

    private mutating func passDigits() throws(PrimitivesError) {
        let start = position
        while byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        guard position > start else { throw fault("expected a digit") }
    }
}

/// The escapes of JSON strings (RFC 8259, section 7).
enum JSONEscapes {
    /// The text of `string`, the bytes between two quotes, whose first stands at `offset`.
    static func text(_ string: ArraySlice<UInt8>, at offset: Int) throws(PrimitivesError) -> String
    {
        // One string alone, quotes included, is a document the strict parser reads.
        let document = [UInt8(ascii: "\"")] + string + [UInt8(ascii: "\"")]
        do {
            guard case .string(let text) = try JSONParser.parse(document) else { return "" }
            return text
        } catch {
            throw PrimitivesError(error.code, subject: "byte \(offset)", detail: error.detail)
        }
    }
}
