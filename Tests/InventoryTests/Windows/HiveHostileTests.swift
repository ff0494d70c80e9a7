import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing
import WindowsSupport

/// Altered hives and logs: an error with its place is an answer, a trap is not.
@Suite struct HiveHostileTests {
    /// Everything the inventory looks for in a hive; how many things it found.
    private func read(_ bytes: [UInt8], _ logs: [(name: String, bytes: [UInt8])]) -> Int {
        // An error is an answer.
        guard let hive = try? Hive.open(bytes, logs: logs, file: "hive") else { return 0 }
        var faults = ReadingFaults()
        let programs = UninstallKeys.read(hive, UninstallKeys.personalPlaces, &faults).count
        let devices = DriverClasses.read(hive, &faults).count
        let services = DriverServices.read(hive, &faults).count
        let packages = DriverDatabase.read(hive, &faults)?.count ?? 0
        return programs + devices + services + packages + PrintDrivers.read(hive, &faults).count
    }

    private static let software: [HiveNode] = [
        .path(
            "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Jeu",
            [
                .text("DisplayName", "Jeu 1.0"), .text("DisplayVersion", "1.0"),
                .text("UninstallString", "C:\\u.exe"), .number("SystemComponent", 0),
            ]
        )
    ]

    @Test(arguments: [2, 3, 5, 7, 11] as [UInt64])
    func anAlteredHiveIsReadOrRefused(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let hives = [
            HiveWriter.hive(Self.software), HiveWriter.hive(WindowsDisk.systemNodes()),
        ]
        var found = 0
        for _ in 0..<400 {
            let hive = hives.randomElement(using: &random) ?? []
            var altered = hive
            // Lengths stay, so that most changes reach what the frame holds.
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<altered.count, using: &random)
                altered[place] = UInt8.random(in: 0...255, using: &random)
            }
            found += read(altered, [])
            found += read(HostileBytes.altered(hive, &random), [])
        }
        #expect(found > 0)
    }

    @Test(arguments: [13, 17, 19] as [UInt64])
    func anAlteredLogIsAppliedOrRefused(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let hive = HiveWriter.hive(Self.software, sequence: (9, 8))
        let page = Array(hive[4096..<8192])
        let log = HiveWriter.log(
            sequence: 8,
            size: hive.count - 4096,
            entries: [[(0, page)], [(0, page)]]
        )
        var found = read(hive, [("LOG1", log)])
        for _ in 0..<400 {
            found += read(hive, [("LOG1", HostileBytes.altered(log, &random))])
        }
        #expect(found > 0)
    }

    @Test(arguments: [23, 29] as [UInt64])
    func anAlteredModuleSourceOrDescriptionIsReadOrRefused(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let sources = Array("Types: deb\nURIs: http://a:b@c/d\nSuites: x y\nComponents: z\n\n".utf8)
        let printer = Array("*NickName: \"X\"\n*cupsFilter: \"a 0 b\"\n".utf8)
        let queues = Array("<Printer a>\nMakeModel B\nDeviceURI usb://c\n</Printer>\n".utf8)
        var found = 0
        for _ in 0..<500 {
            let repositories = try? PackageRepository.stanzas(
                HostileBytes.altered(sources, &random),
                file: "x"  // an error is an answer
            )
            found += repositories?.map(\.listPrefix.count).reduce(0, +) ?? 0
            found += PrinterDescription.parse(HostileBytes.altered(printer, &random)).filters.count
            let settings = try? PrintQueues.parse(HostileBytes.altered(queues, &random)) {
                (_) throws(InventoryError) in nil
            }
            found += settings?.count ?? 0
            _ = KernelModule.parse(
                HostileBytes.altered([0x7F, 0x45, 0x4C, 0x46], &random),
                name: "a.ko"
            )
        }
        #expect(found > 0)
    }

    @Test(
        .enabled(if: SharedData.isPresent, SharedData.absence),
        arguments: ["hives", "dirtyhives"]
    )
    func everyHiveOfTheCollectionIsReadOrRefusedWithItsPlace(folder: String) throws {
        let directory = try Directory.open("\(SharedData.root)/data/\(folder)")
        var read = 0
        for entry in try directory.entries() where entry.kind == .regular {
            let name = String(decoding: entry.name, as: UTF8.self)
            let isHive =
                !name.hasSuffix(".md") && !name.hasSuffix(".json") && !name.contains(".LOG")
            guard isHive else { continue }
            let stem = name.hasSuffix(".xz") ? String(name.dropLast(3)) : name
            let bytes = try SharedHives.content(folder, stem)
            do throws(InventoryError) {
                let hive = try Hive.open(bytes, file: stem)
                var faults = ReadingFaults()
                var pending = [try hive.root()]
                while let key = pending.popLast() { pending += key.subkeys(&faults) }
                read += 1
            } catch {
                #expect(error.subject.contains("@0x"), "\(stem): \(error)")
            }
        }
        #expect(read > 20)
    }
}
