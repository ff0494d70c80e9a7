import Foundation
import Inventory
import TestSupport
import Testing

/// Hives that Windows itself recovered, and hives of real machines with their logs.
@Suite(.enabled(if: SharedData.isPresent, SharedData.absence))
struct HiveOracleTests {
    private static let recovered = [
        (
            "yarp-NewDirtyHive1_NewDirtyHive", ["LOG1", "LOG2"],
            "NewDirtyHive1_RecoveredHive_Windows10"
        ),
        (
            "yarp-NewDirtyHive2_NewDirtyHive", ["LOG1", "LOG2"],
            "NewDirtyHive1_RecoveredHive_Windows10"
        ),
        (
            "yarp-OldDirtyHive_OldDirtyHive", ["LOG1", "LOG2"],
            "OldDirtyHive_RecoveredHive_Windows7"
        ),
    ]

    @Test(arguments: recovered)
    func givesWhatWindowsRecovered(name: String, logs: [String], oracle: String) throws {
        let hive = try SharedHives.hive("dirtyhives", name, logs: logs)
        let (lines, faults) = try SharedHives.tree(hive)
        #expect(faults.count == 0)
        guard case .replayed = hive.state else {
            Issue.record("\(hive.state)")
            return
        }
        #expect(lines == (try Self.oracle("dirtyhives", "\(oracle).tree.json", nil)))
        let windows = try SharedHives.hive("dirtyhives", "yarp-\(oracle)")
        #expect(windows.state == .clean)
        #expect(lines == (try SharedHives.tree(windows).lines))
    }

    @Test
    func aLogOnlyMendsTheBaseBlockThatItsOwnCopyReplaces() throws {
        // The hive's base block has a wrong sum; the log's copy of it, and its pages, bring the hive
        // to the state of the family's other recovered hive.
        let name = "yarp-BadBaseBlockHive_BadBaseBlockHive"
        let hive = try SharedHives.hive("dirtyhives", name, logs: ["LOG1"])
        let (lines, faults) = try SharedHives.tree(hive)
        #expect(hive.state == .replayed(logs: ["LOG1"], entries: 1))
        #expect(faults.count == 0)
        let oracle = "OldDirtyHive_RecoveredHive_Windows7.tree.json"
        #expect(lines == (try Self.oracle("dirtyhives", oracle, nil)))
        #expect(throws: InventoryError.self) { try SharedHives.hive("dirtyhives", name) }
    }

    @Test(arguments: [
        ("yarp-BadLogHive1_BadLogHive", ["LOG1"], "LOG1@0x"),
        ("yarp-BadLogHive3_BadLogHive", ["LOG1", "LOG2"], "@0x"),
    ])
    func saysThatAHiveIsDirtyWhereItsLogsAreDamaged(
        name: String,
        logs: [String],
        place: String
    ) throws {
        let hive = try SharedHives.hive("dirtyhives", name, logs: logs)
        guard case .dirty(let reason) = hive.state else {
            Issue.record("\(hive.state)")
            return
        }
        #expect(reason.contains(place), "\(reason)")
        #expect(try SharedHives.tree(hive).faults.count == 0)
    }

    @Test(arguments: ["regipy-SYSTEM_B", "regipy-UsrClass.dat"])
    func replaysTheLogsOfRealMachines(name: String) throws {
        let before = try SharedHives.tree(try SharedHives.hive("hives", name)).lines
        let hive = try SharedHives.hive("hives", name, logs: ["LOG1", "LOG2"])
        let (after, faults) = try SharedHives.tree(hive)
        #expect(faults.count == 0, "\(faults.summary ?? "")")
        let oracle = "oracle/\(name).logreplay-diff.json"
        let added = try Self.oracle("hives", oracle, "added")
        let removed = try Self.oracle("hives", oracle, "removed")
        #expect(!added.isEmpty)
        #expect(after.subtracting(before) == added)
        #expect(before.subtracting(after) == removed)
    }

    private static func oracle(
        _ folder: String,
        _ name: String,
        _ key: String?
    ) throws -> Set<String> {
        let data = Data(try SharedHives.content(folder, name))
        let document = try JSONSerialization.jsonObject(with: data)
        let list = key.flatMap { (document as? [String: Any])?[$0] } ?? document
        return SharedHives.lines(try #require(list as? [Any]))
    }
}
