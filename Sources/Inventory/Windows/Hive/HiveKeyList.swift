/// The lists in which a hive keeps the keys below a key.
///
/// Format: regf, "index leaf" (`li`), "fast leaf" (`lf`), "hash leaf" (`lh`), "index root" (`ri`).
enum HiveKeyList {
    /// The cells of the keys below `key`.
    static func cells(of key: HiveKey) throws(InventoryError) -> [UInt32] {
        let hive = key.hive
        guard key.number(20) > 0 else { return [] }
        let list = try hive.cell(key.number(28))
        guard LittleEndian.matches(hive.bytes, list.lowerBound, "ri") else {
            return try leaf(list, hive)
        }
        var cells: [UInt32] = []
        for offset in try elements(list, width: 4, hive) {
            cells += try leaf(try hive.cell(offset), hive)
            guard cells.count <= ReadingLimits.hiveKeys else {
                throw hive.malformed(list.lowerBound, "the list holds \(cells.count) keys or more")
            }
        }
        return cells
    }

    private static func leaf(_ list: Range<Int>, _ hive: Hive) throws(InventoryError) -> [UInt32] {
        let start = list.lowerBound
        if LittleEndian.matches(hive.bytes, start, "lh")
            || LittleEndian.matches(hive.bytes, start, "lf")
        {
            return try elements(list, width: 8, hive)
        }
        guard LittleEndian.matches(hive.bytes, start, "li") else {
            throw hive.malformed(start, "expected a list of keys (lf, lh, li or ri)")
        }
        return try elements(list, width: 4, hive)
    }

    private static func elements(
        _ list: Range<Int>,
        width: Int,
        _ hive: Hive
    ) throws(InventoryError) -> [UInt32] {
        let count = Int(LittleEndian.uint16(hive.bytes, list.lowerBound + 2) ?? 0)
        guard 4 + count * width <= list.count else {
            throw hive.malformed(list.lowerBound + 2, "the list is shorter than its \(count) keys")
        }
        try hive.spend(count)
        return (0..<count).compactMap {
            LittleEndian.uint32(hive.bytes, list.lowerBound + 4 + $0 * width)
        }
    }
}
