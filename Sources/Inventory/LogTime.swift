package import Primitives

/// A moment as dpkg and apt write it: local time, no zone, two numbers apart by blanks.
package struct LogTime: Hashable, Comparable, Sendable {
    /// The day.
    package let day: Day
    /// Seconds since the day began.
    package let second: Int

    /// Reads `2026-11-23  13:30:11` at the start of `bytes`, or nil.
    package init?(_ bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        guard bytes.count >= 19, let day = Day(bytes: bytes[start..<start + 10]) else { return nil }
        var index = start + 10
        while index < bytes.endIndex, bytes[index] == ByteText.space { index += 1 }
        guard index > start + 10, bytes.endIndex - index >= 8,
            bytes[index + 2] == UInt8(ascii: ":"), bytes[index + 5] == UInt8(ascii: ":"),
            let hour = DecimalDigits.value(bytes[index..<index + 2]), hour < 24,
            let minute = DecimalDigits.value(bytes[index + 3..<index + 5]), minute < 60,
            let second = DecimalDigits.value(bytes[index + 6..<index + 8]), second <= 60
        else { return nil }
        self.day = day
        self.second = hour * 3600 + minute * 60 + second
    }

    /// Orders moments as they pass.
    package static func < (left: LogTime, right: LogTime) -> Bool {
        (left.day, left.second) < (right.day, right.second)
    }
}
