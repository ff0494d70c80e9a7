import Inventory
import TestSupport
import Testing
import WindowsSupport

/// Replay of logs, one rule each.
@Suite
struct HiveLogTests {
    private static let old = HiveWriter.hive([HiveNode("Ancien")], sequence: (7, 6))
    private static let new = HiveWriter.hive([HiveNode("Nouveau")], sequence: (7, 7))
    private static let size = new.count - 4096

    private static func page(_ hive: [UInt8]) -> [(place: Int, bytes: [UInt8])] {
        [(0, Array(hive[4096...]))]
    }

    private func names(_ logs: [[UInt8]]) throws -> (names: [String], state: Hive.State) {
        let named = logs.enumerated().map { (name: "LOG\($0 + 1)", bytes: $1) }
        let hive = try Hive.open(Self.old, logs: named, file: "H")
        var faults = ReadingFaults()
        return (try hive.root().subkeys(&faults).map(\.name), hive.state)
    }

    @Test
    func appliesALogThatStartsWhereTheHiveStopped() throws {
        let log = HiveWriter.log(sequence: 6, size: Self.size, entries: [Self.page(Self.new)])
        let (names, state) = try names([log])
        #expect(names == ["Nouveau"])
        #expect(state == .replayed(logs: ["LOG1"], entries: 1))
    }

    @Test
    func appliesTheEarlierLogFirstAndTheOtherWhereItGoesOn() throws {
        let first = HiveWriter.log(sequence: 6, size: Self.size, entries: [Self.page(Self.old)])
        let second = HiveWriter.log(sequence: 7, size: Self.size, entries: [Self.page(Self.new)])
        #expect(try names([second, first]).names == ["Nouveau"])
        let gap = HiveWriter.log(sequence: 9, size: Self.size, entries: [Self.page(Self.new)])
        let (names, state) = try names([first, gap])
        #expect(names == ["Ancien"])
        #expect(state == .replayed(logs: ["LOG1"], entries: 1))
    }

    @Test
    func stopsAtTheFirstEntryWhoseSumIsWrong() throws {
        let entries = [Self.page(Self.old), Self.page(Self.new)]
        var log = HiveWriter.log(sequence: 6, size: Self.size, entries: entries)
        log[log.count - 1] ^= 1
        let (names, state) = try names([log])
        #expect(names == ["Ancien"])
        #expect(state == .replayed(logs: ["LOG1"], entries: 1))
    }

    @Test
    func doesNotApplyALogOlderThanTheHive() throws {
        let log = HiveWriter.log(sequence: 5, size: Self.size, entries: [Self.page(Self.new)])
        let (names, state) = try names([log])
        #expect(names == ["Ancien"])
        #expect(state == .dirty("its logs are older than the hive"))
    }

    @Test
    func sequenceNumbersWrap() throws {
        var hive = Self.old
        for (place, value) in [(4, UInt32.max), (8, UInt32.max - 1)] {
            HiveWriter.put(value, at: place, in: &hive)
        }
        HiveWriter.put(HiveHeader.sum(hive), at: 508, in: &hive)
        let first = HiveWriter.log(
            sequence: .max,
            size: Self.size,
            entries: [Self.page(Self.old)]
        )
        let second = HiveWriter.log(sequence: 0, size: Self.size, entries: [Self.page(Self.new)])
        let logs = [(name: "LOG1", bytes: second), (name: "LOG2", bytes: first)]
        #expect(try Hive.open(hive, logs: logs, file: "H").key("Nouveau") != nil)
    }

    @Test
    func growsTheHiveByWhatAnEntrySays() throws {
        let grown = HiveWriter.hive([HiveNode("Nouveau")], fill: 40_000)
        let size = grown.count - 4096
        let log = HiveWriter.log(sequence: 6, size: size, entries: [Self.page(grown)])
        #expect(size > Self.size)
        #expect(try names([log]).names == ["Nouveau"])
    }

    @Test
    func leavesTheLogsOfAWholeHiveAlone() throws {
        var whole = Self.old
        HiveWriter.put(6, at: 4, in: &whole)
        HiveWriter.put(HiveHeader.sum(whole), at: 508, in: &whole)
        let log = HiveWriter.log(sequence: 6, size: Self.size, entries: [Self.page(Self.new)])
        let hive = try Hive.open(whole, logs: [("LOG1", log)], file: "H")
        #expect(hive.state == .clean)
        #expect(try hive.key("Ancien") != nil)
    }

    @Test
    func saysThatAHiveIsDirtyWithoutLogs() throws {
        #expect(try names([]).state == .dirty("it has no log"))
    }

    @Test
    func marvin32GivesItsPublishedSums() {
        // Vectors of the .NET runtime's own tests for the algorithm.
        let seed: UInt64 = 0x004F_B61A_001B_DBCC
        #expect(Marvin32.sum([], 0..<0, seed: seed) == 0x30ED_35C1_00CD_3C7D)
        #expect(Marvin32.sum([0xAF], 0..<1, seed: seed) == 0x48E7_3FC7_7D75_DDC1)
        #expect(Marvin32.sum([0xE7, 0x0F], 0..<2, seed: seed) == 0xB5F6_E1FC_485D_BFF8)
    }
}
