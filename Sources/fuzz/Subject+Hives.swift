import Inventory

extension Subject {
    /// Registry hives, read whole, and with a log.
    ///
    /// Sums keep damage from reaching what lies behind them, so every second input has them set right.
    static let hives: [Subject] = [
        .reader("regf", share: 3, tokens: ["regf", "hbin", "nk", "vk", "lf", "ri", "db", zeros]) {
            bytes in
            var bytes = bytes
            if isOdd(bytes) { mendHeader(&bytes, at: 0) }
            try read(Hive.open(bytes, file: "hive"))
        },
        .reader("regf-log", share: 2, tokens: ["regf", "HvLE", "DIRT", "hbin", zeros]) { bytes in
            let (hive, kept) = halves(bytes)
            var log = kept
            if isOdd(log) {
                mendHeader(&log, at: 0)
                mendEntries(&log)
            }
            try read(Hive.open(hive, logs: [("LOG1", log)], file: "hive"))
        },
    ]

    private static let zeros = "\u{0}\u{0}\u{0}\u{0}"

    private static func isOdd(_ bytes: [UInt8]) -> Bool {
        bytes.reduce(0, ^).nonzeroBitCount & 1 == 1
    }

    /// Looks at every key and value, then as the inventory does.
    private static func read(_ hive: Hive) throws {
        var faults = ReadingFaults()
        var waiting = [try hive.root()]
        while let key = waiting.popLast() {
            for value in key.values(&faults) {
                faults.attempt { () throws(InventoryError) in
                    _ = try (value.data(), value.string(), value.strings(), value.number())
                }
            }
            // A key that is its own child is refused by the hive's own bound on work.
            waiting += key.subkeys(&faults)
        }
        _ = try hive.key("Microsoft\\Windows\\CurrentVersion\\Uninstall")
        _ = UninstallKeys.read(hive, UninstallKeys.machinePlaces(native: nil), &faults)
        _ = DriverClasses.read(hive, &faults)
        _ = DriverDatabase.read(hive, &faults)
        _ = DriverServices.read(hive, &faults)
        _ = PrintDrivers.read(hive, &faults)
    }

    private static func mendHeader(_ bytes: inout [UInt8], at offset: Int) {
        guard bytes.count >= 512 else { return }
        put(UInt64(HiveHeader.sum(bytes)), 4, at: 508, in: &bytes)
    }

    private static func mendEntries(_ log: inout [UInt8]) {
        var offset = 512
        while let length = LittleEndian.uint32(log, offset + 4).map(Int.init),
            LittleEndian.matches(log, offset, "HvLE"), length >= 512, offset + length <= log.count
        {
            put(Marvin32.sum(log, offset + 40..<offset + length), 8, at: offset + 24, in: &log)
            put(Marvin32.sum(log, offset..<offset + 32), 8, at: offset + 32, in: &log)
            offset += length
        }
    }

    private static func put(_ number: UInt64, _ count: Int, at offset: Int, in bytes: inout [UInt8])
    {
        for index in 0..<count {
            bytes[offset + index] = UInt8(truncatingIfNeeded: number >> UInt64(index * 8))
        }
    }
}
