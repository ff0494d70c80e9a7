import Diff
import Foundation
import Inventory
import Model
import Platform
import Primitives
import Testing

/// Real stations of Windows judged: what was added, changed and removed is found, and nothing else.
@Suite(.enabled(if: StationFixture.hasShared, "needs ../shared/data"))
struct WindowsJudgementTests {
    private func windows(_ versions: [String] = [], drivers: [String] = []) throws -> SystemBaseline
    {
        SystemBaseline(
            edition: "2026.1",
            owner: "Exemple fictif",
            validity: try schoolYearDays(),
            systemID: "windows",
            systemVersions: versions,
            acceptedDrivers: drivers
        )
    }

    /// A French computer of Windows 8.1, as its agent told it the day before.
    private func french() throws -> Inventory {
        let folder = try #require(StationFixture.shared).appending(path: "inventory-xml")
        return try InventoryImport.read(
            Array(Data(contentsOf: folder.appending(path: "invfmt-2.xml"))),
            named: "invfmt-2.xml",
            now: Instant("2017-05-16T08:00:00Z")
        )
    }

    /// The registry with 543 keys of programs, as the only file of a disk.
    private func registry() throws -> Inventory {
        let folder = try #require(StationFixture.shared).appending(path: "hives")
        let disk = FileManager.default.temporaryDirectory
            .appending(path: "socle-registry-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: disk) }
        let configuration = disk.appending(path: "Windows/System32/config")
        try FileManager.default.createDirectory(
            at: configuration,
            withIntermediateDirectories: true
        )
        try Data(
            contentsOf: folder.appending(path: "built-SOFTWARE-from-glpiagent-regs.hive")
        ).write(to: configuration.appending(path: "SOFTWARE"))
        return try StationInventory.read(
            root: Directory.open(disk.path),
            now: Instant("2026-11-23T20:00:00Z"),
            workers: Workers(count: 1)
        )
    }

    private func deviations(_ input: DiffInput) -> [String] {
        DiffEngine.findings(input).findings.filter { $0.weight == .deviation }.map(\.id)
    }

    @Test func aFrenchComputerIsWhatItsOwnLockSays() throws {
        let inventory = try french()
        let drivers = inventory.items.filter { $0.source == .driver }.map(\.name)
        #expect(drivers.count == 2)
        let input = DiffInput(
            inventory: inventory,
            lock: InstalledLock.make(from: inventory),
            system: try windows(["8.1"], drivers: drivers)
        )
        #expect(deviations(input).isEmpty)
    }

    @Test func aDriverTheSocleDoesNotAcceptIsToldByName() throws {
        let inventory = try french()
        let input = DiffInput(
            inventory: inventory,
            lock: InstalledLock.make(from: inventory),
            system: try windows(["8.1"])
        )
        #expect(
            deviations(input) == [
                "pilote-hors-socle/Amyuni Document Converter 450",
                "pilote-hors-socle/HP Color LaserJet Pro MFP M476 PCL 6",
            ]
        )
    }

    @Test func whatWasAddedChangedAndRemovedIsFoundAndNoUpdateIs() throws {
        var inventory = try french()
        let lock = InstalledLock.make(from: inventory)
        inventory.items.removeAll { $0.name == "OpenVPN" }
        let place = try #require(inventory.items.firstIndex { $0.name == "CCleaner" })
        inventory.items[place].version = "5.08"
        var game = inventory.items[place]
        (game.name, game.version) = ("Minetest", "5.4.1")
        var fix = try #require(inventory.items.first { $0.kind == .update })
        (fix.name, fix.title) = ("KB9999999", nil)
        inventory.items += [game, fix]
        inventory.items.removeAll { $0.source == .driver }
        let input = DiffInput(inventory: inventory, lock: lock, system: try windows(["8.1"]))
        #expect(
            deviations(input) == [
                "hors-socle/Minetest", "manquant/OpenVPN", "version-ancienne/CCleaner",
            ]
        )
    }

    @Test func eachProgramOf543KeysIsFoundOnceAndNoUpdateIs() throws {
        let inventory = try registry()
        let outcome = DiffEngine.findings(DiffInput(inventory: inventory, system: try windows()))
        let unlisted = outcome.findings.filter { $0.code == .unlisted }
        let programs = inventory.items.filter { $0.kind == .application }
        #expect(unlisted.count { $0.weight == .deviation } == programs.count)
        #expect(
            unlisted.count { $0.weight == .information }
                == inventory.items.count { $0.kind == .component }
        )
        #expect(inventory.items.count { $0.kind == .update } > 250)
        #expect(Set(outcome.findings.map(\.id)).count == outcome.findings.count)
    }

    @Test func aRegistryIsWhatItsOwnLockSays() throws {
        let inventory = try registry()
        let input = DiffInput(
            inventory: inventory,
            lock: InstalledLock.make(from: inventory),
            system: try windows()
        )
        #expect(inventory.items.contains { $0.kind == .application && $0.version.isEmpty })
        #expect(deviations(input).isEmpty)
    }

    @Test func windowsOwnWordForAProcessorMeetsTheNeedForIt() throws {
        let inventory = try french()
        #expect(inventory.system?.architecture == "x64")
        let need = component(
            "blender",
            [ComponentIdentity(source: .windows, name: "blender")],
            requirements: HardwareRequirements(architectures: ["amd64", "arm64"])
        )
        let input = DiffInput(
            inventory: inventory,
            system: try windows(["8.1"]),
            application: try applicationBaseline([need])
        )
        #expect(DiffEngine.findings(input).findings.contains { $0.id == "manquant/blender" })
    }
}
