/// An open-addressing table from the hash of a path to a small number.
///
/// Twelve bytes a slot, and no path is kept: 150,000 paths take 6 MiB.
package struct PathTable: Sendable {
    private var keys: [UInt64]
    private var values: [UInt32]
    private var mask: Int
    /// The number of paths.
    package private(set) var count = 0

    /// Makes room for `expected` paths.
    package init(expecting expected: Int = 1024) {
        var capacity = 1024
        while capacity < expected &* 2, capacity < 1 << 30 { capacity <<= 1 }
        keys = [UInt64](repeating: 0, count: capacity)
        values = [UInt32](repeating: 0, count: capacity)
        mask = capacity - 1
    }

    /// The number stored for `hash`, which is not 0.
    @inline(__always)
    package subscript(_ hash: UInt64) -> UInt32? {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while keys[slot] != 0 {
            if keys[slot] == hash { return values[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Stores `value` for `hash` unless it has one already; says whether it was stored.
    @inline(__always)
    @discardableResult
    package mutating func insert(_ hash: UInt64, _ value: UInt32) -> Bool {
        if count &* 4 >= keys.count &* 3 { grow() }
        var slot = Int(truncatingIfNeeded: hash) & mask
        while keys[slot] != 0 {
            if keys[slot] == hash { return false }
            slot = (slot + 1) & mask
        }
        keys[slot] = hash
        values[slot] = value
        count += 1
        return true
    }

    private mutating func grow() {
        var larger = PathTable(expecting: keys.count)
        for slot in keys.indices where keys[slot] != 0 {
            larger.insert(keys[slot], values[slot])
        }
        self = larger
    }
}
