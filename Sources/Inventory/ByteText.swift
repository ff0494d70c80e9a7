/// Reading text that is kept as bytes: the files of a station are in any encoding.
package enum ByteText {
    package static let newline = UInt8(ascii: "\n")
    package static let space = UInt8(ascii: " ")
    package static let tab = UInt8(ascii: "\t")
    package static let slash = UInt8(ascii: "/")

    /// Whether `byte` is a space, a tab or a carriage return.
    @inline(__always)
    package static func isBlank(_ byte: UInt8) -> Bool {
        byte == space || byte == tab || byte == UInt8(ascii: "\r")
    }

    @inline(__always)
    package static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// `slice` without blanks at both ends; newlines count as blanks.
    package static func trimmed(_ slice: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = slice
        while let first = slice.first, isBlank(first) || first == newline { slice.removeFirst() }
        while let last = slice.last, isBlank(last) || last == newline { slice.removeLast() }
        return slice
    }

    /// The words of `slice`, separated by blanks and newlines.
    package static func words(_ slice: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        slice.split { isBlank($0) || $0 == newline }
    }

    /// The lines of `bytes`, without their newlines; a missing last newline changes nothing.
    package static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    package static func string(_ slice: ArraySlice<UInt8>) -> String {
        String(decoding: slice, as: UTF8.self)
    }

    /// Whether `slice` is `text`, ASCII letters of either case being equal; `text` is lower-case.
    package static func equalsIgnoringCase(
        _ slice: ArraySlice<UInt8>,
        _ text: some Collection<UInt8>
    ) -> Bool {
        slice.count == text.count && zip(slice, text).allSatisfy { lowercased($0) == $1 }
    }

    @inline(__always)
    package static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// A decimal number of at most 18 digits, or nil.
    package static func number(_ slice: ArraySlice<UInt8>) -> UInt64? {
        guard !slice.isEmpty, slice.count <= 18 else { return nil }
        var value: UInt64 = 0
        for byte in slice {
            guard isDigit(byte) else { return nil }
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// A path as dpkg writes it, absolute, as one below the root; nil for the root or a bad path.
    package static func relative(_ path: ArraySlice<UInt8>) -> [UInt8]? {
        guard path.first == slash else { return nil }
        let rest = path.dropFirst()
        guard !rest.isEmpty, rest != [UInt8(ascii: ".")] else { return nil }
        return [UInt8](rest)
    }
}
