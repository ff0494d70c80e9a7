/// The classes of ASCII that version rules speak of, whatever the locale.
enum ByteClass {
    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}

/// Numbers of any length, as runs of digits.
enum DigitRun {
    /// Takes the digits both texts start with and compares them as numbers; no digit counts as 0.
    static func compareRemoving(
        _ left: inout Substring.UTF8View,
        _ right: inout Substring.UTF8View
    ) -> Int {
        left = left.drop { $0 == UInt8(ascii: "0") }
        right = right.drop { $0 == UInt8(ascii: "0") }
        var firstDifference = 0
        while true {
            let a = left.first.flatMap { ByteClass.isDigit($0) ? $0 : nil }
            let b = right.first.flatMap { ByteClass.isDigit($0) ? $0 : nil }
            guard let a else { return b == nil ? firstDifference : -1 }
            guard let b else { return 1 }
            if firstDifference == 0 { firstDifference = Int(a) - Int(b) }
            left = left.dropFirst()
            right = right.dropFirst()
        }
    }
}
