/// Text as the registry keeps it: UTF-16, little-endian.
package enum RegistryText {
    /// The text of a value up to its first NUL; half a character at the end is left out.
    package static func string(_ data: [UInt8]) -> String {
        utf16(data[..<end(data)])
    }

    /// Where the text ends: at its NUL, or after the last whole character.
    private static func end(_ data: [UInt8]) -> Int {
        var index = 0
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
