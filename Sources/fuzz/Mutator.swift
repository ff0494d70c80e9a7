/// Damages bytes: flips, cuts, repeats, and splices in what parsers stumble over.
struct Mutator {
    /// The numbers are the same for the same seed, so that a batch can be run again.
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
        // Neighbouring seeds must not begin alike.
        for _ in 0..<4 { _ = next() }
    }

    /// The next 64 bits, by Marsaglia's xorshift.
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func below(_ limit: Int) -> Int { Int(next() >> 1) % max(1, limit) }

    /// `original` with one to four faults.
    mutating func damaged(
        _ original: [UInt8],
        sparing other: [UInt8],
        tokens: [String]
    ) -> [UInt8] {
        var bytes = original
        for _ in 0...below(4) { damage(&bytes, other, tokens) }
        return bytes
    }

    private mutating func damage(
        _ bytes: inout [UInt8],
        _ other: [UInt8],
        _ tokens: [String]
    ) {
        let place = below(bytes.count + 1)
        let length = min(below(below(4) == 0 ? 256 : 8) + 1, bytes.count - place)
        switch below(9) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
        case 1 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: next())
        case 2: bytes.removeSubrange(place..<(place + length))
        case 3 where !tokens.isEmpty:
            bytes.insert(contentsOf: tokens[below(tokens.count)].utf8, at: place)
        case 4: bytes.insert(contentsOf: bytes[place..<(place + length)], at: below(place + 1))
        case 5 where length > 0 && !tokens.isEmpty:
            let token = tokens[below(tokens.count)]
            bytes.replaceSubrange(place..<(place + length), with: token.utf8)
        case 6 where !other.isEmpty:
            let start = below(other.count)
            let end = min(other.count, start + below(64) + 1)
            bytes.replaceSubrange(place..<(place + length), with: other[start..<end])
        case 7 where below(8) == 0: bytes.removeSubrange(place...)
        case 8 where place < bytes.count: number(&bytes, place)
        default: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
        }
    }

    /// Puts an extreme number where digits stand.
    private mutating func number(_ bytes: inout [UInt8], _ place: Int) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let start = bytes[place...].firstIndex(where: digits.contains) else { return }
        let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: Self.numbers[below(Self.numbers.count)])
    }

    private static let numbers = [
        "0", "1", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551616", "1e9", "1.0", "00", "4294967296", "999999999999999999999999",
    ].map { Array($0.utf8) }
}
