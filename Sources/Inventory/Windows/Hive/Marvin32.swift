/// The keyed sum Windows puts on the entries of a hive's log (Marvin32, US patent 8,555,037;
/// seed and use: "Windows registry file format specification", log entries).
package enum Marvin32 {
    /// The seed of hive logs.
    package static let logSeed: UInt64 = 0x82EF_4D88_7A4E_55C5

    /// The sum of `bytes[range]`; the range is cut to what there is.
    package static func sum(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        seed: UInt64 = logSeed
    ) -> UInt64 {
        let range = range.clamped(to: 0..<bytes.count)
        let span = bytes.span.extracting(range)
        var low = UInt32(truncatingIfNeeded: seed)
        var high = UInt32(truncatingIfNeeded: seed >> 32)
        let whole = span.count & ~3
        var index = 0
        while index < whole {
            let word =
                UInt32(span[index]) | UInt32(span[index + 1]) << 8
                | UInt32(span[index + 2]) << 16 | UInt32(span[index + 3]) << 24
            mix(&low, &high, word)
            index += 4
        }
        var last: UInt32 = 0x80
        while index < span.count {
            last = last << 8 | UInt32(span[span.count - 1 - (index - whole)])
            index += 1
        }
        mix(&low, &high, last)
        mix(&low, &high, 0)
        return UInt64(high) << 32 | UInt64(low)
    }

    @inline(__always)
    private static func mix(_ low: inout UInt32, _ high: inout UInt32, _ word: UInt32) {
        low &+= word
        high ^= low
        low = rotated(low, 20) &+ high
        high = rotated(high, 9) ^ low
        low = rotated(low, 27) &+ high
        high = rotated(high, 19)
    }

    @inline(__always)
    private static func rotated(_ value: UInt32, _ count: UInt32) -> UInt32 {
        value << count | value >> (32 - count)
    }
}
