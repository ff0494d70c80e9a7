/// Writes JSON for people and programs: valid RFC 8259, members in the order of the value.
public enum JSONWriter {
    /// The document with two-space indentation and a final newline.
    public static func pretty(_ value: JSONValue) -> String {
        var text: [UInt8] = []
        write(value, indent: 0, into: &text)
        text.append(0x0A)
        return String(decoding: text, as: UTF8.self)
    }

    /// The document on one line, without final newline.
    public static func compact(_ value: JSONValue) -> String {
        var text: [UInt8] = []
        write(value, indent: nil, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private static func write(_ value: JSONValue, indent: Int?, into text: inout [UInt8]) {
        switch value {
        case .null: text.append(contentsOf: "null".utf8)
        case .bool(let flag): text.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let number): text.append(contentsOf: String(number).utf8)
        case .decimal(let number): text.append(contentsOf: number.utf8)
        case .string(let string): quote(string, into: &text)
        case .array(let elements):
            list(elements.count, "[", "]", indent: indent, into: &text) { index, inner, text in
                write(elements[index], indent: inner, into: &text)
            }
        case .object(let members):
            list(members.count, "{", "}", indent: indent, into: &text) { index, inner, text in
                quote(members[index].name, into: &text)
                text.append(contentsOf: (inner == nil ? ":" : ": ").utf8)
                write(members[index].value, indent: inner, into: &text)
            }
        }
    }

    private static func list(
        _ count: Int,
        _ open: String,
        _ close: String,
        indent: Int?,
        into text: inout [UInt8],
        element: (Int, Int?, inout [UInt8]) -> Void
    ) {
        text.append(contentsOf: open.utf8)
        let inner = indent.map { $0 + 2 }
        for index in 0..<count {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            newline(inner, into: &text)
            element(index, inner, &text)
        }
        if count > 0 { newline(indent, into: &text) }
        text.append(contentsOf: close.utf8)
    }

    private static func newline(_ indent: Int?, into text: inout [UInt8]) {
        guard let indent else { return }
        text.append(0x0A)
        text.append(contentsOf: repeatElement(0x20, count: indent))
    }

    private static func quote(_ string: String, into text: inout [UInt8]) {
        text.append(0x22)
        for byte in string.utf8 {
            switch byte {
            case 0x22: text.append(contentsOf: [0x5C, 0x22])
            case 0x5C: text.append(contentsOf: [0x5C, 0x5C])
            case 0x0A: text.append(contentsOf: [0x5C, UInt8(ascii: "n")])
            case 0x0D: text.append(contentsOf: [0x5C, UInt8(ascii: "r")])
            case 0x09: text.append(contentsOf: [0x5C, UInt8(ascii: "t")])
            case 0..<0x20, 0x7F:
                text.append(contentsOf: "\\u00\(Hexadecimal.encode([byte]))".utf8)
            default: text.append(byte)
            }
        }
        text.append(0x22)
    }
}
