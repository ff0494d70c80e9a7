/// The base block of a registry hive, or the copy of it that opens a log.
///
/// Format: regf, "base block" ("Windows registry file format specification").
package struct HiveHeader: Sendable {
    /// Bytes before the bins of a hive.
    static let length = 4096
    /// Bytes before the entries of a log.
    static let logLength = 512
    /// The unit of bins.
    static let binUnit = 4096

    /// Raised when a write to the hive begins.
    let primarySequence: UInt32
    /// Raised when it has ended: where the two differ, the hive needs its logs.
    let secondarySequence: UInt32
    /// When the hive was last written, in units of 100 ns since 1601.
    let written: UInt64
    let minorVersion: UInt32
    /// 0 for a hive, 1 or 2 for a log of pages, 6 for a log of entries.
    let fileType: UInt32
    /// Where the root's cell is, from the start of the bins.
    let rootCell: UInt32
    /// Bytes of all bins.
    let binsSize: Int
    /// Whether the sum over the block is right and the version one this reader knows.
    let isIntact: Bool

    /// Whether the hive was left in the middle of a write.
    var isDirty: Bool { !isIntact || primarySequence != secondarySequence }

    /// Reads the block at the start of `bytes`.
    ///
    /// - Throws: ``InventoryError`` when there is no such block; a wrong sum is a state, not an
    ///   error, because a log may mend it.
    static func read(_ bytes: [UInt8], file: String) throws(InventoryError) -> HiveHeader {
        guard bytes.count >= logLength else {
            throw .malformed(
                file,
                offset: bytes.count,
                "the file ends inside its base block of \(logLength) bytes"
            )
        }
        guard LittleEndian.matches(bytes, 0, "regf") else {
            throw .malformed(file, offset: 0, "expected the signature “regf”")
        }
        func number(_ offset: Int) -> UInt32 { LittleEndian.uint32(bytes, offset) ?? 0 }
        let size = Int(number(40))
        let isKnown = number(20) == 1 && (3...6).contains(number(24)) && number(32) == 1
        return HiveHeader(
            primarySequence: number(4),
            secondarySequence: number(8),
            written: LittleEndian.uint64(bytes, 12) ?? 0,
            minorVersion: number(24),
            fileType: number(28),
            rootCell: number(36),
            binsSize: size,
            isIntact: isKnown && size >= binUnit && size.isMultiple(of: binUnit)
                && sum(bytes) == number(508)
        )
    }

    /// The sum of the block: an exclusive or whose values 0 and -1 are not used.
    package static func sum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0
        for offset in stride(from: 0, to: 508, by: 4) {
            sum ^= LittleEndian.uint32(bytes, offset) ?? 0
        }
        return sum == 0 ? 1 : sum == .max ? .max - 1 : sum
    }
}
