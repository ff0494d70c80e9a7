/// Numbers at fixed places of bytes that come from outside: a place beyond the end is nil.
package enum LittleEndian {
    /// The 16-bit number at `offset`.
    @inline(__always)
    package static func uint16(_ bytes: [UInt8], _ offset: Int) -> UInt16? {
        guard offset >= 0, offset <= bytes.count - 2 else { return nil }
        return UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
    }

    /// The 32-bit number at `offset`.
    @inline(__always)
    package static func uint32(_ bytes: [UInt8], _ offset: Int) -> UInt32? {
        guard offset >= 0, offset <= bytes.count - 4 else { return nil }
        return UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8
            | UInt32(bytes[offset + 2]) << 16 | UInt32(bytes[offset + 3]) << 24
    }

    /// The 64-bit number at `offset`.
    @inline(__always)
    package static func uint64(_ bytes: [UInt8], _ offset: Int) -> UInt64? {
        guard offset <= Int.max - 8, let low = uint32(bytes, offset),
            let high = uint32(bytes, offset + 4)
        else { return nil }
        return UInt64(low) | UInt64(high) << 32
    }

    /// Whether `text` stands at `offset`.
    @inline(__always)
    package static func matches(_ bytes: [UInt8], _ offset: Int, _ text: StaticString) -> Bool {
        guard offset >= 0, offset <= bytes.count - text.utf8CodeUnitCount else { return false }
        var index = offset
        for scalar in text.description.utf8 {
            guard bytes[index] == scalar else { return false }
            index += 1
        }
        return true
    }
}
