/// One value of a key.
///
/// Format: regf, "key value" (`vk`) and "big data" (`db`).
package struct HiveValue: Sendable {
    private let hive: Hive
    private let record: Range<Int>
    private let nameRange: Range<Int>
    private let isLatin: Bool
    /// Whether the value only says that there is none (layered keys).
    let isTombstone: Bool

    private static let minimumLength = 20
    /// The most one segment of a large value holds.
    private static let segment = 16_344
    private static let inline: UInt32 = 0x8000_0000

    init(_ hive: Hive, at cell: UInt32) throws(InventoryError) {
        self.hive = hive
        record = try hive.cell(cell)
        let start = record.lowerBound
        guard LittleEndian.matches(hive.bytes, start, "vk"), record.count >= Self.minimumLength
        else { throw hive.malformed(start, "expected a value (vk)") }
        let length = Int(LittleEndian.uint16(hive.bytes, start + 2) ?? 0)
        let flags = LittleEndian.uint16(hive.bytes, start + 16) ?? 0
        guard Self.minimumLength + length <= record.count else {
            throw hive.malformed(start + 2, "the value's name of \(length) bytes leaves its cell")
        }
        isLatin = flags & 1 != 0
        isTombstone = flags & 2 != 0
        nameRange = start + Self.minimumLength..<start + Self.minimumLength + length
    }

    /// The name; empty for the default value.
    package var name: String { RegistryText.name(hive.bytes[nameRange], isLatin: isLatin) }

    /// The number of the type; those of device properties (0xFFFF00xx) are not Windows' own.
    package var type: UInt32 { LittleEndian.uint32(hive.bytes, record.lowerBound + 12) ?? 0 }

    /// How many bytes the value holds.
    package var size: Int { Int(rawSize & ~Self.inline) }

    /// Whether the name is `wanted`, which is folded.
    func isNamed(_ wanted: String) -> Bool {
        if isLatin, nameRange.count == wanted.utf8.count,
            RegistryText.equals(hive.bytes[nameRange], wanted)
        {
            return true
        }
        return RegistryText.folded(name) == wanted
    }

    /// The text (`REG_SZ`, `REG_EXPAND_SZ`, `REG_LINK`) up to its first NUL; nil for other types.
    package func string() throws(InventoryError) -> String? {
        guard [1, 2, 6].contains(type) else { return nil }
        return RegistryText.string(try data())
    }

    /// The texts of a `REG_MULTI_SZ`, empty ones left out; nil for other types.
    package func strings() throws(InventoryError) -> [String]? {
        guard type == 7 else { return nil }
        return RegistryText.strings(try data())
    }

    /// The number (`REG_DWORD` of either order, `REG_QWORD`); nil for other types and sizes.
    package func number() throws(InventoryError) -> UInt64? {
        let data = try data()
        switch (type, data.count) {
        case (4, 4...): return LittleEndian.uint32(data, 0).map(UInt64.init)
        case (5, 4...): return LittleEndian.uint32(data, 0).map { UInt64($0.byteSwapped) }
        case (11, 8...): return LittleEndian.uint64(data, 0)
        default: return nil
        }
    }

    /// The bytes of the value.
    package func data() throws(InventoryError) -> [UInt8] {
        let size = size
        let start = record.lowerBound
        if rawSize & Self.inline != 0 {
            guard size <= 4 else {
                throw hive.malformed(start + 4, "\(size) bytes cannot be kept in the value itself")
            }
            return Array(hive.bytes[start + 8..<start + 8 + size])
        }
        guard size > 0 else { return [] }
        guard size <= ReadingLimits.hiveData else {
            throw hive.malformed(start + 4, "the value claims \(size) bytes")
        }
        try hive.spend(size / 64)
        let cell = try hive.cell(LittleEndian.uint32(hive.bytes, start + 8) ?? .max)
        if size > Self.segment, hive.minorVersion > 3 { return try bigData(cell, size) }
        guard size <= cell.count else {
            throw hive.malformed(cell.lowerBound, "the cell is shorter than its \(size) bytes")
        }
        return Array(hive.bytes[cell.lowerBound..<cell.lowerBound + size])
    }

    private var rawSize: UInt32 { LittleEndian.uint32(hive.bytes, record.lowerBound + 4) ?? 0 }

    private func bigData(_ cell: Range<Int>, _ size: Int) throws(InventoryError) -> [UInt8] {
        let start = cell.lowerBound
        guard LittleEndian.matches(hive.bytes, start, "db"), cell.count >= 8,
            let count = LittleEndian.uint16(hive.bytes, start + 2).map(Int.init),
            let offset = LittleEndian.uint32(hive.bytes, start + 4)
        else { throw hive.malformed(start, "expected a large value (db)") }
        let list = try hive.cell(offset)
        guard count * 4 <= list.count, count * Self.segment >= size else {
            throw hive.malformed(start + 2, "\(count) segments do not hold \(size) bytes")
        }
        var data: [UInt8] = []
        data.reserveCapacity(size)
        for index in 0..<count where data.count < size {
            let offset = LittleEndian.uint32(hive.bytes, list.lowerBound + index * 4) ?? .max
            let part = try hive.cell(offset)
            let length = min(Self.segment, size - data.count)
            guard part.count >= length else {
                throw hive.malformed(part.lowerBound, "the segment is shorter than \(length) bytes")
            }
            data += hive.bytes[part.lowerBound..<part.lowerBound + length]
        }
        return data
    }
}
