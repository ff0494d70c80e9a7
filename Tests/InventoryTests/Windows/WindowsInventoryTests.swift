import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing
import WindowsSupport

@Suite(.scratch)
struct WindowsInventoryTests {
    private func read() throws -> Inventory {
        try StationInventory.read(
            root: Scratch.current.directory,
            now: try Instant("2026-11-24T08:00:00Z"),
            workers: Workers(count: 1)
        )
    }

    private func inventory() throws -> Inventory {
        try WindowsDisk.write(to: Scratch.current.directory)
        return try read()
    }

    private func names(
        _ inventory: Inventory,
        _ source: InventorySource,
        _ kind: ItemKind
    ) -> [String] {
        inventory.items.filter { $0.source == source && $0.kind == kind }.map(\.name).sorted()
    }

    @Test
    func tellsWhichWindowsItIs() throws {
        let system = try inventory().system
        #expect(system?.id == "windows")
        #expect(system?.version == "11")
        #expect(system?.name == "Windows 11 Education 23H2 (22631.3007)")
        #expect(system?.architecture == "x64")
    }

    @Test
    func listsEachProgramOnceWithItsParts() throws {
        let inventory = try inventory()
        #expect(names(inventory, .windows, .application) == ["7-Zip", "Discord", "Jeu"])
        #expect(names(inventory, .windows, .component) == ["Partie cachée"])
        #expect(names(inventory, .windows, .update) == ["KB5034441", "Update for X (KB4019215)"])
        let zip = inventory.items.first { $0.name == "7-Zip" }
        #expect(zip?.version == "22.01")
        #expect(zip?.publisher == "Igor Pavlov")
        #expect(zip?.architecture == "x64")
        #expect(zip?.installed == (try Day("2026-09-10")))
        #expect(zip?.evidence.file == "WINDOWS/system32/CONFIG/software")
        #expect(zip?.evidence.field.hasSuffix("\\Uninstall\\7-Zip") == true)
    }

    @Test
    func listsStorePackagesAndTellsThoseOfWindows() throws {
        let inventory = try inventory()
        #expect(names(inventory, .appx, .application) == ["Jeu.Bonbons"])
        #expect(names(inventory, .appx, .component) == ["Microsoft.WindowsCalculator"])
    }

    @Test
    func listsDriversOfOthersAndNoneOfWindows() throws {
        let inventory = try inventory()
        #expect(
            names(inventory, .driver, .driver) == [
                "Alps Pointing-device", "HP Universal", "VBoxDrv",
            ]
        )
        let alps = inventory.items.first { $0.name == "Alps Pointing-device" }
        #expect(alps?.version == "10.1207.101.103")
        #expect(alps?.paths.first?.name.elementsEqual("alps.inf".utf8) == true)
        #expect(inventory.items.first { $0.name == "VBoxDrv" }?.publisher == "Oracle Corporation")
    }

    @Test
    func listsProgramsThatNothingRegisters() throws {
        let inventory = try inventory()
        #expect(names(inventory, .files, .application) == ["OpenArena"])
        #expect(inventory.items.first { $0.name == "OpenArena" }?.version == "0.8.8")
    }

    @Test
    func namesNobodyAndNothingOfNobody() throws {
        let inventory = try inventory()
        let text = "\(inventory)"
        for planted in ["Dupont", "Martin", "SECRET", "cherche", "Downloads", "S-1-5-21"] {
            #expect(!text.contains(planted), "\(planted)")
        }
        #expect(text.contains("Users/*/NTUSER.DAT"))
    }

    @Test
    func aDamagedHiveIsSaidWithItsPlaceAndTheOthersAreRead() throws {
        let directory = Scratch.current.directory
        try WindowsDisk.write(to: directory)
        let path = try RelativePath("WINDOWS/system32/CONFIG/software")
        let bytes = try directory.read(path, limit: 1 << 20)
        try directory.write(
            Array(bytes.dropLast(4096)),
            atomicallyTo: path,
            permissions: 0o644
        )
        let inventory = try read()
        let notes = inventory.coverage.filter { $0.state == .unreadable }
        #expect(notes.count == 1)
        #expect(notes.first?.source == .windows)
        #expect(notes.first?.detail.contains("CONFIG/software@0x") == true)
        #expect(inventory.system?.id == "windows")
        #expect(names(inventory, .driver, .driver).count == 3)
        #expect(names(inventory, .windows, .application) == ["Discord"])
    }

    @Test
    func aDirtyHiveWithoutLogsIsReadAndSaidToLackItsLastChanges() throws {
        let directory = Scratch.current.directory
        try WindowsDisk.write(to: directory)
        try directory.write(
            HiveWriter.hive(WindowsDisk.softwareNodes(), sequence: (3, 2)),
            atomicallyTo: try RelativePath("WINDOWS/system32/CONFIG/software"),
            permissions: 0o644
        )
        let inventory = try read()
        #expect(names(inventory, .windows, .application).contains("7-Zip"))
        let notes = inventory.coverage.filter { $0.source == .windows && $0.state == .unreadable }
        #expect(notes.first?.detail.contains("its last changes are missing") == true)
    }

    @Test(arguments: ["hibr", "HIBR"])
    func refusesADiskWhoseWindowsSleeps(word: String) throws {
        try WindowsDisk.write(to: Scratch.current.directory)
        try Tree { RegularFile("hiberfil.sys", word + "....") }.write(to: Scratch.current.directory)
        let error = #expect(throws: InventoryError.self) { try read() }
        #expect(error?.code == .hibernated)
    }

    @Test
    func readsADiskWhoseWindowsWokeUp() throws {
        try Tree { RegularFile("hiberfil.sys", "wake....") }.write(to: Scratch.current.directory)
        #expect(try inventory().system != nil)
    }

    @Test
    func aJunctionIsNeverFollowed() throws {
        let directory = Scratch.current.directory
        try WindowsDisk.write(to: directory)
        try Tree {
            Symlink("Users/All Users", to: "/etc")
            Symlink("Program Files/Lien", to: "/usr")
        }
        .write(to: directory)
        #expect(names(try read(), .files, .application) == ["OpenArena"])
    }
}
