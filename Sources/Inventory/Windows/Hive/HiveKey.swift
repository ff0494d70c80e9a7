/// One key of a hive.
///
/// Format: regf, "key node" (`nk`).
package struct HiveKey: Sendable {
    let hive: Hive
    /// The place of the key's cell, from the start of the bins.
    let cell: UInt32
    /// Where the key's record is in the hive.
    private let record: Range<Int>
    private let nameRange: Range<Int>
    private let isLatin: Bool
    private let hasValues: Bool

    private static let minimumLength = 76

    init(_ hive: Hive, at cell: UInt32) throws(InventoryError) {
        self.hive = hive
        self.cell = cell
        record = try hive.cell(cell)
        let start = record.lowerBound
        guard LittleEndian.matches(hive.bytes, start, "nk"), record.count >= Self.minimumLength
        else { throw hive.malformed(start, "expected a key (nk)") }
        let flags = LittleEndian.uint16(hive.bytes, start + 2) ?? 0
        isLatin = flags & 0x20 != 0
        // A predefined handle keeps something else where the values of other keys are.
        hasValues = flags & 0x40 == 0
        let length = Int(LittleEndian.uint16(hive.bytes, start + 72) ?? 0)
        guard Self.minimumLength + length <= record.count else {
            throw hive.malformed(start + 72, "the key's name of \(length) bytes leaves its cell")
        }
        nameRange = start + Self.minimumLength..<start + Self.minimumLength + length
    }

    /// The name.
    package var name: String {
        RegistryText.name(hive.bytes[nameRange], isLatin: isLatin)
    }

    /// When the key was last changed, in units of 100 ns since 1601 (FILETIME).
    package var written: UInt64 { LittleEndian.uint64(hive.bytes, record.lowerBound + 4) ?? 0 }

    /// The place of the key in the file, for messages.
    var offset: Int { record.lowerBound }

    // MARK: Keys below

    /// The keys below, in their order.
    ///
    /// What is damaged is told to `faults` and left out.
    package func subkeys(_ faults: inout ReadingFaults) -> [HiveKey] {
        var keys: [HiveKey] = []
        var names: Set<String> = []
        do throws(InventoryError) {
            for cell in try HiveKeyList.cells(of: self) {
                guard let key = child(cell, &faults) else { continue }
                guard names.insert(RegistryText.folded(key.name)).inserted else {
                    faults.add(hive.malformed(key.offset, "the key’s name is there twice"))
                    continue
                }
                keys.append(key)
            }
        } catch {
            faults.add(error)
        }
        return keys
    }

    /// The key of that name below, in any case; nil where there is none.
    package func subkey(_ name: String) throws(InventoryError) -> HiveKey? {
        let wanted = RegistryText.folded(name)
        let isPlain = wanted.utf8.allSatisfy { $0 < 0x80 }
        var damage: InventoryError?
        for cell in try HiveKeyList.cells(of: self) {
            do throws(InventoryError) {
                let key = try HiveKey(hive, at: cell)
                let isSame =
                    isPlain && key.isLatin
                    ? RegistryText.equals(hive.bytes[key.nameRange], wanted)
                    : RegistryText.folded(key.name) == wanted
                guard isSame else { continue }
                try key.checkParent(self)
                return key
            } catch {
                damage = error
            }
        }
        // The name may have been that of the damaged one.
        if let damage { throw damage }
        return nil
    }

    private func child(_ cell: UInt32, _ faults: inout ReadingFaults) -> HiveKey? {
        do throws(InventoryError) {
            let key = try HiveKey(hive, at: cell)
            try key.checkParent(self)
            return key
        } catch {
            faults.add(error)
            return nil
        }
    }

    private func checkParent(_ parent: HiveKey) throws(InventoryError) {
        guard number(16) == parent.cell else {
            throw hive.malformed(
                record.lowerBound + 16,
                "the key does not say that it is below the one that lists it"
            )
        }
    }

    // MARK: Values

    /// The values, in their order.
    ///
    /// What is damaged is told to `faults` and left out.
    package func values(_ faults: inout ReadingFaults) -> [HiveValue] {
        do throws(InventoryError) {
            return try valueCells().compactMap { cell in
                do throws(InventoryError) {
                    let value = try HiveValue(hive, at: cell)
                    return value.isTombstone ? nil : value
                } catch {
                    faults.add(error)
                    return nil
                }
            }
        } catch {
            faults.add(error)
            return []
        }
    }

    /// The value of that name, in any case; the empty name is the default value.
    package func value(_ name: String) throws(InventoryError) -> HiveValue? {
        let wanted = RegistryText.folded(name)
        for cell in try valueCells() {
            let value = try HiveValue(hive, at: cell)
            if !value.isTombstone, value.isNamed(wanted) { return value }
        }
        return nil
    }

    /// The text of a value, or nil where there is none or it is no text.
    package func string(_ name: String) throws(InventoryError) -> String? {
        try value(name)?.string()
    }

    /// The number in a value, or nil where there is none or it is no number.
    package func number(_ name: String) throws(InventoryError) -> UInt64? {
        try value(name)?.number()
    }

    private func valueCells() throws(InventoryError) -> [UInt32] {
        let count = Int(number(36))
        guard hasValues, count > 0 else { return [] }
        guard count <= ReadingLimits.hiveValues else {
            throw hive.malformed(record.lowerBound + 36, "the key claims \(count) values")
        }
        let list = try hive.cell(number(40))
        guard count * 4 <= list.count else {
            throw hive.malformed(list.lowerBound, "the list is shorter than its \(count) values")
        }
        return (0..<count).compactMap { LittleEndian.uint32(hive.bytes, list.lowerBound + $0 * 4) }
    }

    // MARK: Fields

    /// The number at `place` of the record.
    func number(_ place: Int) -> UInt32 {
        LittleEndian.uint32(hive.bytes, record.lowerBound + place) ?? 0
    }
}
