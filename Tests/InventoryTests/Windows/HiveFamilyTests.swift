import Inventory
import TestSupport
import Testing

/// Hives with one thing that is rare or wrong each.
@Suite(.enabled(if: SharedData.isPresent, SharedData.absence))
struct HiveFamilyTests {
    private func tree(_ name: String) throws -> (lines: Set<String>, faults: ReadingFaults) {
        try SharedHives.tree(try SharedHives.hive("dirtyhives", "yarp-\(name)"))
    }

    private func keys(_ name: String) throws -> [String] {
        try tree(name).lines.filter { $0.hasPrefix("K ") }.map { String($0.dropFirst(2)) }.sorted()
    }

    @Test(arguments: [
        // The first two end before their last bin; the others' base blocks have wrong sums.
        "TruncatedHive", "TruncatedDirtyHive", "EffectiveSizeHive", "GarbageHive",
    ])
    func refusesAHiveWhoseFrameIsWrongAndSaysWhere(name: String) throws {
        let error = #expect(throws: InventoryError.self) {
            try SharedHives.hive("dirtyhives", "yarp-\(name)")
        }
        #expect(error?.code == .malformed)
        #expect(error?.subject.contains("@0x") == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        // Readers that look at no parent and no double list one key more in all of them.
        ("BadListHive", 6), ("BadSubkeyHive", 6), ("InvalidParentHive", 5002),
        ("TruncatedNameHive", 1), ("DuplicateSubkeysHive", 5002),
    ])
    func leavesOutADamagedKeyAndSaysWhere(name: String, count: Int) throws {
        let (lines, faults) = try tree(name)
        #expect(faults.count == 1)
        #expect(faults.errors.allSatisfy { $0.subject.contains("@0x") })
        #expect(lines.filter { $0.hasPrefix("K ") }.count == count)
    }

    @Test(arguments: [("ManySubkeysHive", 5003), ("EmptyHive", 1), ("OffHive", 1)])
    func readsEveryKeyOfAList(name: String, count: Int) throws {
        let (lines, faults) = try tree(name)
        #expect(lines.filter { $0.hasPrefix("K ") }.count == count)
        #expect(faults.count == 0)
    }

    @Test
    func readsKeysInAnyOrderOfTheirList() throws {
        let (lines, faults) = try tree("WrongOrderHive")
        #expect(lines.filter { $0.hasPrefix("K ") }.count == 11)
        #expect(faults.count == 0)
    }

    @Test
    func readsLargeValuesWhole() throws {
        let sizes = try tree("BigDataHive").lines.filter { $0.hasPrefix("V ") }.compactMap {
            $0.split(separator: ":").last
        }
        #expect(sizes.sorted() == ["16345", "81725"])
    }

    @Test
    func findsNamesInAnyCaseAsTheRegistryDoes() throws {
        let hive = try SharedHives.hive("dirtyhives", "yarp-UpcaseHive")
        var faults = ReadingFaults()
        for key in try hive.root().subkeys(&faults) {
            #expect(try hive.key(key.name.lowercased())?.name == key.name)
        }
        #expect(faults.count == 0)
    }

    @Test
    func readsLatinAndUnicodeNames() throws {
        #expect(try keys("ExtendedASCIIHive").contains { $0.contains("ë") || $0.contains("é") })
        let names = try keys("UnicodeHive").joined()
        #expect(names.unicodeScalars.contains { $0.value > 0x400 }, "\(names)")
    }
}
