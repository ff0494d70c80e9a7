/// One transaction log of a hive, as far as its own sums vouch for it.
///
/// Format: "Windows registry file format specification", old format (a bitmap of pages, `DIRT`)
/// and new format (numbered entries, `HvLE`, since Windows 8.1).
struct HiveLog: Sendable {
    /// One piece of the log and where it belongs, from the start of the hive's bins.
    struct Write: Sendable {
        let source: Range<Int>
        let target: Int
    }

    /// A group of writes that goes in whole.
    struct Entry: Sendable {
        let sequence: UInt32
        /// Bytes of all bins after the entry.
        let binsSize: Int
        let writes: [Write]
    }

    /// The name of the log, such as `LOG1`.
    let name: String
    let bytes: [UInt8]
    let header: HiveHeader
    /// One for a log of pages; for a log of entries those that follow one another without a gap.
    let entries: [Entry]

    /// Whether the log is of the format since Windows 8.1.
    var isNew: Bool { header.fileType == 6 }

    /// Reads a log.
    ///
    /// - Throws: ``InventoryError`` when nothing in it can be used: the reason, with its place.
    static func read(
        _ bytes: [UInt8],
        name: String,
        file: String
    ) throws(InventoryError) -> HiveLog {
        let header = try HiveHeader.read(bytes, file: file)
        guard header.isIntact else {
            throw .malformed(file, offset: 508, "the sum or the version of the log is not right")
        }
        guard header.primarySequence == header.secondarySequence else {
            throw .malformed(file, offset: 4, "the log was itself left in the middle of a write")
        }
        let entries: [Entry] =
            switch header.fileType {
            case 1, 2: [try pages(bytes, header, file)]
            case 6: try numberedEntries(bytes, header, file)
            default: throw .malformed(file, offset: 28, "the file is no log")
            }
        return HiveLog(name: name, bytes: bytes, header: header, entries: entries)
    }

    // MARK: Old format

    private static func pages(
        _ bytes: [UInt8],
        _ header: HiveHeader,
        _ file: String
    ) throws(InventoryError) -> Entry {
        let start = HiveHeader.logLength
        guard LittleEndian.matches(bytes, start, "DIRT") else {
            throw .malformed(file, offset: start, "expected the signature “DIRT”")
        }
        // One bit for every 512 bytes of bins, padded to a sector.
        let bitmap = start + 4
        let bitmapLength = header.binsSize / 4096
        var source = (bitmap + bitmapLength + 511) & ~511
        guard source <= bytes.count else {
            throw .malformed(file, offset: bytes.count, "the file ends inside its bitmap of pages")
        }
        var writes: [Write] = []
        for index in 0..<bitmapLength where bytes[bitmap + index] != 0 {
            for bit in 0..<8 where bytes[bitmap + index] >> UInt8(bit) & 1 == 1 {
                guard source + 512 <= bytes.count else {
                    throw .malformed(file, offset: source, "the file ends inside a dirty page")
                }
                let target = (index * 8 + bit) * 512
                writes.append(Write(source: source..<source + 512, target: target))
                source += 512
            }
        }
        return Entry(sequence: header.primarySequence, binsSize: header.binsSize, writes: writes)
    }

    // MARK: New format

    private static func numberedEntries(
        _ bytes: [UInt8],
        _ header: HiveHeader,
        _ file: String
    ) throws(InventoryError) -> [Entry] {
        var entries: [Entry] = []
        var offset = HiveHeader.logLength
        var sequence = header.primarySequence
        // What follows the last entry is left from before: anything that does not fit ends the log.
        while let (entry, length) = entry(bytes, at: offset), entry.sequence == sequence {
            entries.append(entry)
            offset += length
            sequence &+= 1
        }
        guard !entries.isEmpty else {
            throw .malformed(file, offset: offset, "the log's first entry is damaged")
        }
        return entries
    }

    private static func entry(_ bytes: [UInt8], at offset: Int) -> (Entry, length: Int)? {
        func number(_ place: Int) -> Int {
            LittleEndian.uint32(bytes, offset + place).map(Int.init) ?? 0
        }
        let length = number(4)
        let binsSize = number(16)
        let count = number(20)
        guard LittleEndian.matches(bytes, offset, "HvLE"),
            length >= 512, length.isMultiple(of: 512), length <= bytes.count - offset,
            binsSize >= HiveHeader.binUnit, binsSize.isMultiple(of: HiveHeader.binUnit),
            count > 0, count <= (length - 40) / 8,
            LittleEndian.uint64(bytes, offset + 32)
                == Marvin32.sum(bytes, offset..<offset + 32),
            LittleEndian.uint64(bytes, offset + 24)
                == Marvin32.sum(bytes, offset + 40..<offset + length)
        else { return nil }
        var writes: [Write] = []
        writes.reserveCapacity(count)
        var source = offset + 40 + count * 8
        for index in 0..<count {
            let target = number(40 + index * 8)
            let size = number(44 + index * 8)
            guard size <= offset + length - source, target + size <= binsSize else { return nil }
            writes.append(Write(source: source..<source + size, target: target))
            source += size
        }
        let sequence = UInt32(truncatingIfNeeded: number(12))
        return (Entry(sequence: sequence, binsSize: binsSize, writes: writes), length)
    }
}
