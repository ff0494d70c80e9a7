/// A strict reader of JSON (RFC 8259) for documents that may be hostile.
///
/// Refused beyond the RFC: duplicate member names (compared byte for byte after unescaping),
/// nesting over 64, integers outside 64 bits, invalid UTF-8, lone surrogates, a byte order mark,
/// and, unless asked for, numbers with a fraction or an exponent. The depth bound also bounds the
/// reader's own recursion.
public struct JSONParser {
    /// Which numbers a document may hold.
    public enum Numbers: Sendable {
        /// Integers only, as in signed documents.
        case integers
        /// Any number; those that are not integers become ``JSONValue/decimal(_:)``.
        case any
    }

    /// The deepest nesting of arrays and objects accepted.
    public static let maximumDepth = 64

    private let bytes: [UInt8]
    private let numbers: Numbers
    private var position = 0

    private init(bytes: [UInt8], numbers: Numbers) {
        self.bytes = bytes
        self.numbers = numbers
    }

    /// Reads one whole document.
    ///
    /// - Throws: ``PrimitivesError`` whose subject is `byte N`, the offset of the fault.
    public static func parse(
        _ bytes: [UInt8],
        numbers: Numbers = .integers
    ) throws(PrimitivesError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, numbers: numbers)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else {
            throw parser.fault(.jsonSyntax, "text after the end of the document")
        }
        return value
    }

    private func fault(_ code: PrimitivesError.Code, _ detail: String) -> PrimitivesError {
        PrimitivesError(code, subject: "byte \(position)", detail: detail)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func value(depth: Int) throws(PrimitivesError) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"): return try number()
        case nil: throw fault(.jsonSyntax, "the document ends where a value is expected")
        case .some(let byte):
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
                throw fault(.jsonSyntax, "expected a value")
            }
            return try number()
        }
    }

    private mutating func word(
        _ text: StaticString,
        _ value: JSONValue
    ) throws(PrimitivesError) -> JSONValue {
        let expected = [UInt8](text.description.utf8)
        guard bytes[position...].starts(with: expected) else {
            throw fault(.jsonSyntax, "expected “\(text)”")
        }
        position += expected.count
        return value
    }

    private mutating func enter(_ depth: Int) throws(PrimitivesError) {
        guard depth <= Self.maximumDepth else {
            throw fault(.jsonTooDeep, "nested deeper than \(Self.maximumDepth)")
        }
        position += 1
        skipSpace()
    }

    private mutating func object(depth: Int) throws(PrimitivesError) -> JSONValue {
        try enter(depth)
        var members: [JSONMember] = []
        var names: Set<[UInt8]> = []
        if next == UInt8(ascii: "}") {
            position += 1
            return .object([])
        }
        while true {
            guard next == UInt8(ascii: "\"") else {
                throw fault(.jsonSyntax, "expected a member name")
            }
            let start = position
            let name = try string()
            guard names.insert([UInt8](name.utf8)).inserted else {
                position = start
                throw fault(.jsonDuplicateMember, "the member “\(name)” is given twice")
            }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw fault(.jsonSyntax, "expected “:”") }
            position += 1
            skipSpace()
            members.append(JSONMember(name, try value(depth: depth)))
            if try endsList(with: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(PrimitivesError) -> JSONValue {
        try enter(depth)
        var elements: [JSONValue] = []
        if next == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            elements.append(try value(depth: depth))
            if try endsList(with: UInt8(ascii: "]")) { return .array(elements) }
        }
    }

    private mutating func endsList(with close: UInt8) throws(PrimitivesError) -> Bool {
        skipSpace()
        if next == close {
            position += 1
            return true
        }
        guard next == UInt8(ascii: ",") else {
            throw fault(.jsonSyntax, "expected “,” or the end of the list")
        }
        position += 1
        skipSpace()
        return false
    }

    private mutating func number() throws(PrimitivesError) -> JSONValue {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        try digits(allowingLeadingZero: false)
        var isInteger = true
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try digits(allowingLeadingZero: true)
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits(allowingLeadingZero: true)
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int64(text) { return .integer(value) }
        if numbers == .any { return .decimal(text) }
        position = start
        throw isInteger
            ? fault(.jsonIntegerOutOfRange, "the integer \(text) does not fit in 64 bits")
            : fault(.jsonNotAnInteger, "expected an integer, found \(text)")
    }

    private mutating func digits(allowingLeadingZero: Bool) throws(PrimitivesError) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        guard position > start else { throw fault(.jsonSyntax, "expected a digit") }
        if !allowingLeadingZero, bytes[start] == UInt8(ascii: "0"), position - start > 1 {
            throw fault(.jsonSyntax, "a number starts with a superfluous zero")
        }
    }

    private mutating func string() throws(PrimitivesError) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20
        {
            position += 1
        }
        var text = [UInt8](bytes[start..<position])
        while next != UInt8(ascii: "\"") {
            guard let byte = next else { throw fault(.jsonSyntax, "a string has no end") }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &text)
            } else {
                guard byte >= 0x20 else {
                    throw fault(.jsonInvalidText, "a control character is not escaped")
                }
                text.append(byte)
                position += 1
            }
        }
        position += 1
        guard let string = String(validating: text, as: UTF8.self) else {
            position = start
            throw fault(.jsonInvalidText, "a string is not valid UTF-8")
        }
        return string
    }

    private mutating func escape(into text: inout [UInt8]) throws(PrimitivesError) {
        position += 1
        let escapes: [(UInt8, UInt8)] = [
            (UInt8(ascii: "\""), 0x22), (UInt8(ascii: "\\"), 0x5C), (UInt8(ascii: "/"), 0x2F),
            (UInt8(ascii: "b"), 0x08), (UInt8(ascii: "f"), 0x0C), (UInt8(ascii: "n"), 0x0A),
            (UInt8(ascii: "r"), 0x0D), (UInt8(ascii: "t"), 0x09),
        ]
        if let byte = next, let plain = escapes.first(where: { $0.0 == byte })?.1 {
            text.append(plain)
            position += 1
            return
        }
        guard next == UInt8(ascii: "u") else { throw fault(.jsonSyntax, "unknown escape") }
        position += 1
        var scalar = UInt32(try codeUnit())
        if (0xD800...0xDBFF).contains(scalar) {
            guard next == UInt8(ascii: "\\") else {
                throw fault(.jsonInvalidText, "a surrogate stands alone")
            }
            position += 1
            guard next == UInt8(ascii: "u") else {
                throw fault(.jsonInvalidText, "a surrogate stands alone")
            }
            position += 1
            let low = UInt32(try codeUnit())
            guard (0xDC00...0xDFFF).contains(low) else {
                throw fault(.jsonInvalidText, "a surrogate stands alone")
            }
            scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let unicode = Unicode.Scalar(scalar) else {
            throw fault(.jsonInvalidText, "a surrogate stands alone")
        }
        text.append(contentsOf: UTF8.encode(unicode) ?? UTF8.encodedReplacementCharacter)
    }

    private mutating func codeUnit() throws(PrimitivesError) -> UInt16 {
        guard position + 4 <= bytes.count else {
            throw fault(.jsonSyntax, "an escape is cut short")
        }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault(.jsonSyntax, "expected four hexadecimal digits")
            }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }
}
