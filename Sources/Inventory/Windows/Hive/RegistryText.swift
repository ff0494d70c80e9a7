/// Text as the registry keeps it: UTF-16, or Latin-1 where every character fits in a byte.
package enum RegistryText {
    /// The name of a key or value.
    package static func name(_ bytes: ArraySlice<UInt8>, isLatin: Bool) -> String {
        guard isLatin else { return utf16(bytes) }
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// The text of a value up to its first NUL; half a character at the end is left out.
    package static func string(_ data: [UInt8]) -> String {
        utf16(data[..<end(data, from: 0)])
    }

    /// The texts of a list, each ended by a NUL; empty ones are left out.
    package static func strings(_ data: [UInt8]) -> [String] {
        var texts: [String] = []
        var start = 0
        while start + 1 < data.count {
            let end = end(data, from: start)
            if end > start { texts.append(utf16(data[start..<end])) }
            start = end + 2
        }
        return texts
    }

    /// `text` with every character in upper case where that is one character: the registry's own
    /// comparison.
    package static func folded(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.uppercased() }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let upper = scalar.properties.uppercaseMapping.unicodeScalars
            result.append(upper.count == 1 ? upper.first ?? scalar : scalar)
        }
        return String(result)
    }

    /// Whether ASCII `bytes` in any case are `wanted`, which is in upper case.
    static func equals(_ bytes: ArraySlice<UInt8>, _ wanted: String) -> Bool {
        bytes.count == wanted.utf8.count
            && zip(bytes, wanted.utf8).allSatisfy { byte, upper in
                (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & 0xDF : byte)
                    == upper
            }
    }

    /// Where the text that starts at `start` ends: its NUL, or the last whole character.
    private static func end(_ data: [UInt8], from start: Int) -> Int {
        var index = start
        while index + 1 < data.count {
            if data[index] == 0, data[index + 1] == 0 { return index }
            index += 2
        }
        return index
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>) -> String {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
        return String(decoding: units, as: UTF16.self)
    }
}
