import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch)
struct StationInventoryTests {
    private func states(
        _ inventory: Inventory,
        _ source: InventorySource
    ) -> [SourceCoverage.State] {
        inventory.coverage.filter { $0.source == source }.map(\.state)
    }

    @Test
    func aCorruptDatabaseIsUnreadableAndTheRestIsStillRead() throws {
        try Tree {
            RegularFile(
                "var/lib/dpkg/status",
                InventoryRoots.record("a") + "\nPackage: b\nbroken\n"
            )
            RegularFile("var/lib/dpkg/info/a.list", "/.\n/usr\n")
            RegularFile("opt/jeu/jeu", "x", mode: 0o755)
        }.write(to: Scratch.current.directory)
        let inventory = try InventoryRoots.everything()
        let dpkg = try #require(inventory.coverage.first { $0.source == .dpkg })
        #expect(dpkg.state == .unreadable)
        #expect(dpkg.detail.hasPrefix("var/lib/dpkg/status:7: "))
        #expect(states(inventory, .files) == [.read])
        #expect(inventory.items.map(\.name) == ["jeu"])
    }

    @Test
    func aRootWithoutDpkgSaysAbsentAndJudgesNoFile() throws {
        try Tree { RegularFile("opt/jeu/jeu", "x", mode: 0o755) }
            .write(to: Scratch.current.directory)
        let inventory = try InventoryRoots.everything()
        #expect(states(inventory, .dpkg) == [.absent])
        #expect(states(inventory, .files) == [.notCovered])
        #expect(inventory.items.isEmpty)
    }

    @Test
    func withoutAptsRecordNobodyKnowsWhatWasAskedFor() throws {
        try Tree {
            RegularFile("var/lib/dpkg/status", InventoryRoots.record("a"))
            RegularFile("var/lib/apt/extended_states", "Package: a\nbroken\n")
        }.write(to: Scratch.current.directory)
        let inventory = try InventoryRoots.packages(Scratch.current.directory)
        #expect(inventory.items.map(\.origin) == [.unknown])
        #expect(states(inventory, .dpkg) == [.read, .unreadable])
    }

    @Test
    func aStationWithoutAptsRecordAskedForEverything() throws {
        try Tree { RegularFile("var/lib/dpkg/status", InventoryRoots.record("a")) }
            .write(to: Scratch.current.directory)
        let inventory = try InventoryRoots.packages(Scratch.current.directory)
        #expect(inventory.items.map(\.origin) == [.asked])
    }

    @Test
    func readsTheSystemAndThePatternsAptKeeps() throws {
        try Tree {
            RegularFile("var/lib/dpkg/status", InventoryRoots.record("a"))
            RegularFile("var/lib/dpkg/arch", "amd64\ni386\n")
            RegularFile("usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME='D \\$'\n")
            RegularFile("etc/apt/apt.conf.d/01autoremove", "APT::NeverAutoRemove:: \"^a$\";")
        }.write(to: Scratch.current.directory)
        let inventory = try InventoryRoots.packages(Scratch.current.directory)
        #expect(
            inventory.system
                == Inventory.System(
                    id: "debian",
                    version: "12",
                    name: "D \\$",
                    architecture: "amd64"
                )
        )
        #expect(inventory.keptPatterns == ["^a$"])
        #expect(inventory.taken == InventoryRoots.now)
    }
}
