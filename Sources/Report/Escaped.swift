public import Primitives

/// Makes text from outside harmless for a terminal: what can not be seen is spelled out.
public enum Escaped {
    /// `text` with control, format and bidirectional characters as `\u{…}`, and `\` doubled.
    public static func text(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnseen) else { return text }
        var result = ""
        for scalar in text.unicodeScalars { append(scalar, to: &result) }
        return result
    }

    /// The path from the root, bytes that are not UTF-8 as `\xNN`.
    public static func path(_ path: RelativePath) -> String {
        "/" + bytes(path.bytes)
    }

    /// `bytes` as text, those that are not UTF-8 as `\xNN`.
    public static func bytes(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return Self.text(text) }
        var result = ""
        var decoder = UTF8()
        var position = 0
        while position < bytes.count {
            var rest = bytes[position...].prefix(4).makeIterator()
            decoder = UTF8()
            if case .scalarValue(let scalar) = decoder.decode(&rest) {
                append(scalar, to: &result)
                position += UTF8.width(scalar)
            } else {
                result += "\\x" + Hexadecimal.encode([bytes[position]])
                position += 1
            }
        }
        return result
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case _ where isUnseen(scalar):
            result += "\\u{" + String(scalar.value, radix: 16) + "}"
        default: result.unicodeScalars.append(scalar)
        }
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\\" { return true }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
            .surrogate:
            true
        default: false
        }
    }
}

extension UTF8 {
    /// Bytes that encode `scalar`.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x80: 1
        case 0x80..<0x800: 2
        case 0x800..<0x10000: 3
        default: 4
        }
    }
}
