import Primitives

/// Header values that hold more than ASCII (RFC 2047).
enum MailHeader {
    /// `value` for a header whose name and colon take `offset` bytes of the first line.
    static func encoded(_ value: String, after offset: Int) -> String {
        let value = Escaped.text(value)
        let isPlain =
            value.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !value.contains("=?")
        if isPlain, value.utf8.count + offset <= 78 { return value }
        // Each encoded word holds whole characters: at most 45 bytes give 60 of Base64.
        var words: [String] = []
        var part: [UInt8] = []
        for character in value {
            let bytes = Array(String(character).utf8)
            if part.count + bytes.count > 42, !part.isEmpty {
                words.append(word(part))
                part = []
            }
            part += bytes
        }
        if !part.isEmpty { words.append(word(part)) }
        return words.joined(separator: "\r\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?" + String(decoding: Base64.encode(bytes), as: UTF8.self) + "?="
    }
}

/// Text in ASCII lines of at most 76 characters (RFC 2045, clause 6.7).
enum QuotedPrintable {
    static func encode(_ text: String) -> String {
        var result = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var width = 0
            let bytes = Array(line.utf8)
            for (index, byte) in bytes.enumerated() {
                let isLast = index == bytes.count - 1
                let isPlain =
                    (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
                    || (byte == 0x20 && !isLast)
                let piece =
                    isPlain
                    ? String(UnicodeScalar(byte)) : "=" + Hexadecimal.encode([byte]).uppercased()
                if width + piece.utf8.count > 75 {
                    result += "=\r\n"
                    width = 0
                }
                result += piece
                width += piece.utf8.count
            }
            result += "\r\n"
        }
        return result
    }
}

extension QuotedPrintable {
    /// The bytes; an escape that is none stays as it is.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let rest = text[index...].dropFirst()
            if text[index] != UInt8(ascii: "=") {
                bytes.append(text[index])
                index += 1
            } else if rest.first == UInt8(ascii: "\n") {
                index += 2
            } else if rest.starts(with: [0x0D, 0x0A]) {
                index += 3
            } else if let byte = Hexadecimal.decode(
                String(decoding: rest.prefix(2), as: UTF8.self).lowercased()
            )?.first {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        return bytes
    }
}

/// Dates in messages (RFC 5322, clause 3.3), in UTC.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ instant: Instant) -> String {
        let day = instant.day
        // 1 January 1970 was a Thursday.
        let weekday = days[((day.daysSince1970 % 7) + 7) % 7]
        let time = instant.description.dropFirst(11).prefix(8)
        return "\(weekday), \(day.day) \(months[day.month - 1]) \(day.year) \(time) +0000"
    }
}
