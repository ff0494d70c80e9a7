/// Names of members that a reader of large documents knows, found without making text of them.
public struct JSONNames: Sendable {
    /// The names, each by its place.
    public let names: [String]
    private let spellings: [[UInt8]]
    /// For each slot the place of a name, or -1; at least half of the slots are free.
    private let slots: [Int16]

    /// Knows `names`, of which there are less than ten thousand.
    public init(_ names: [String]) {
        self.names = names
        spellings = names.map { Array($0.utf8) }
        var size = 16
        while size < names.count * 2 { size *= 2 }
        var slots = [Int16](repeating: -1, count: size)
        for (place, spelling) in spellings.enumerated() {
            var slot = Self.hash(spelling.span, 0..<spelling.count) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int16(clamping: place)
        }
        self.slots = slots
    }

    /// The place of the name that `bytes` spell in `range`, or nil.
    func place(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
        var slot = Self.hash(bytes, range) & (slots.count - 1)
        while slots[slot] >= 0 {
            let place = Int(slots[slot])
            if isSame(place, bytes, range) { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isSame(_ place: Int, _ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        let count = spellings[place].count
        guard count == range.count else { return false }
        for index in 0..<count where spellings[place][index] != bytes[range.lowerBound + index] {
            return false
        }
        return true
    }

    /// FNV-1a of the name's length and first bytes, which tell names of members well apart.
    private static func hash(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int {
        var hash: UInt32 = 2_166_136_261 ^ UInt32(truncatingIfNeeded: range.count)
        for index in range.prefix(12) { hash = (hash ^ UInt32(bytes[index])) &* 16_777_619 }
        return Int(hash ^ hash >> 15)
    }
}
