import Foundation
import Inventory
import Model
import TestSupport
import Testing

/// The drivers of real SYSTEM hives, as an independent reader lists them (no log replayed).
@Suite(.enabled(if: SharedData.isPresent, SharedData.absence))
struct DriverOracleTests {
    private static let hives = ["regipy-SYSTEM", "regipy-SYSTEM_B", "regipy-SYSTEM_WIN_10_1709"]

    private func oracle(_ name: String, _ part: String) throws -> [[String: Any]] {
        let data = Data(try SharedHives.content("hives", "oracle/\(name).drivers.json"))
        let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return try #require(document?[part] as? [[String: Any]])
    }

    private func text(_ entry: [String: Any], _ name: String) -> String {
        DisplayName.cleaned(entry[name] as? String ?? "")
    }

    private func lines(_ rows: [[String]]) -> [String] {
        rows.map { $0.joined(separator: "|") }.sorted()
    }

    @Test(arguments: hives)
    func listsTheDriversOfDevices(name: String) throws {
        var faults = ReadingFaults()
        let found = DriverClasses.read(try SharedHives.hive("hives", name), &faults)
        // The oracle also lists instances without an INF file, which no driver package serves.
        let expected = try oracle(name, "class_drivers").filter { !text($0, "inf").isEmpty }
        #expect(!expected.isEmpty)
        #expect(
            lines(found.map { [$0.classID, $0.device, $0.provider, $0.version, $0.inf] })
                == lines(
                    expected.map {
                        [
                            text($0, "class").lowercased(), shown($0, "desc"),
                            shown($0, "provider"),
                            text($0, "version"), text($0, "inf").lowercased(),
                        ]
                    }
                )
        )
        #expect(faults.count == 0, "\(faults.summary ?? "")")
    }

    @Test(arguments: hives)
    func listsThePackagesOfTheDatabase(name: String) throws {
        var faults = ReadingFaults()
        let found = DriverDatabase.read(try SharedHives.hive("hives", name), &faults) ?? []
        let expected = try oracle(name, "driver_packages")
        #expect(
            lines(found.map { [$0.folder, $0.published, $0.provider, $0.version, $0.classID] })
                == lines(
                    expected.map {
                        [
                            text($0, "package"), text($0, "inf").lowercased(),
                            shown($0, "provider"), text($0, "version"), text($0, "class"),
                        ]
                    }
                )
        )
        #expect(faults.count == 0, "\(faults.summary ?? "")")
    }

    @Test(arguments: hives)
    func listsThePrinterDrivers(name: String) throws {
        var faults = ReadingFaults()
        let found = PrintDrivers.read(try SharedHives.hive("hives", name), &faults)
        let expected = try oracle(name, "printer_drivers")
        #expect(
            lines(found.map { [$0.environment, $0.name, $0.provider, $0.version, $0.inf ?? ""] })
                == lines(
                    expected.map {
                        [
                            text($0, "env"), text($0, "name"), shown($0, "provider"),
                            text($0, "version"), $0["inf"] as? String ?? "",
                        ]
                    }
                )
        )
    }

    @Test(arguments: hives)
    func listsTheDriversAmongTheServices(name: String) throws {
        var faults = ReadingFaults()
        let found = DriverServices.read(try SharedHives.hive("hives", name), &faults)
        let expected = try oracle(name, "kernel_services")
        #expect(Set(found.map(\.name)) == Set(expected.map { $0["name"] as? String ?? "" }))
        let owners = Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.owners) })
        for entry in expected {
            let wanted = (entry["owners"] as? [String] ?? []).filter { !$0.isEmpty }
            #expect(owners[entry["name"] as? String ?? ""] == wanted.map { $0.lowercased() })
        }
        #expect(faults.count == 0, "\(faults.summary ?? "")")
    }

    @Test
    func findsTheDriverThatOnlyTheLogsKnow() throws {
        let before = try SharedHives.hive("hives", "regipy-SYSTEM_B")
        let after = try SharedHives.hive("hives", "regipy-SYSTEM_B", logs: ["LOG1", "LOG2"])
        var faults = ReadingFaults()
        #expect(!DriverServices.read(before, &faults).contains { $0.name == "ad_driver" })
        #expect(DriverServices.read(after, &faults).contains { $0.name == "ad_driver" })
    }

    @Test
    func amcacheKnowsTheDriverPackagesThatTheInventoryReads() throws {
        // Amcache is written by a scheduled task and read here for this comparison alone: its
        // packages must be told apart from Windows' own by the rule the inventory uses.
        let hive = try SharedHives.hive("hives", "regipy-amcache.hve")
        var faults = ReadingFaults()
        let data = Data(try SharedHives.content("hives", "oracle/regipy-amcache.inventory.json"))
        let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        for part in [
            "InventoryApplication", "InventoryDriverBinary", "InventoryDriverPackage",
            "InventoryDevicePnp",
        ] {
            let entries = try #require(document?[part] as? [[String: Any]])
            let keys = try #require(try hive.key("Root\\\(part)")).subkeys(&faults)
            #expect(Set(keys.map(\.name)) == Set(entries.compactMap { $0["key"] as? String }))
            let versions = try keys.map { try $0.string("Version") ?? "" }.sorted()
            let wanted = entries.map { $0["Version"] as? String ?? "" }.sorted()
            #expect(versions == wanted, "\(part)")
        }
        let packages = try #require(try hive.key("Root\\InventoryDriverPackage"))
        for package in packages.subkeys(&faults) {
            let inf = try #require(try package.string("Inf")).lowercased()
            let inbox = try package.string("Directory") ?? ""
            #expect(DriverPackage.original(ofFolder: inbox.isEmpty ? inf : inbox).contains(".inf"))
        }
        let store = try #require(try hive.key("Root\\InventoryApplication")).subkeys(&faults)
        let names = try store.compactMap { try $0.string("PackageFullName") }.filter { !$0.isEmpty }
        #expect(names.count == 47)
        #expect(names.allSatisfy { AppxName($0) != nil })
        #expect(faults.count == 0)
    }

    private func shown(_ entry: [String: Any], _ name: String) -> String {
        IndirectText.shown(entry[name] as? String ?? "") ?? ""
    }
}
