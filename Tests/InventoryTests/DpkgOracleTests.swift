import Inventory
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .enabled(if: SharedData.isPresent, SharedData.absence))
struct DpkgOracleTests {
    /// Puts the files of a real station in the test's own directory.
    private func station(_ name: String) throws -> Inventory {
        if name == "live-debian12" {
            try InventoryRoots.copy([
                ("\(name)/dpkg-status", "var/lib/dpkg/status"),
                ("\(name)/extended_states", "var/lib/apt/extended_states"),
                ("\(name)/apt-history.log", "var/log/apt/history.log"),
                ("\(name)/dpkg.log", "var/log/dpkg.log"),
            ])
        } else {
            try InventoryRoots.copy([
                ("\(name)/var/lib/dpkg/status", "var/lib/dpkg/status"),
                ("\(name)/var/lib/apt/extended_states", "var/lib/apt/extended_states"),
                ("\(name)/var/log/apt/history.log", "var/log/apt/history.log"),
                ("\(name)/var/log/dpkg.log", "var/log/dpkg.log"),
                ("\(name)/etc/os-release", "etc/os-release"),
            ])
        }
        return try InventoryRoots.packages(Scratch.current.directory)
    }

    private static let stations = [
        "live-debian12", "drift-pair-debian12/socle", "drift-pair-debian12/station",
    ]

    @Test(arguments: stations)
    func listsThePackagesDpkgQueryLists(name: String) throws {
        let expected = try InventoryRoots.lines("\(name)/oracle-dpkg-query.tsv").map { line in
            let parts = line.split(separator: "\t").map(String.init)
            // dpkg-query adds the architecture to names of `Multi-Arch: same` packages.
            let name = parts[0].split(separator: ":")[0]
            return "\(name) \(parts[1]) \(parts[2]) \(parts[3]) \(parts[5])"
        }
        let found = try station(name).items.map { item in
            let words =
                switch item.state {
                case .installed: "install installed"
                case .held: "hold installed"
                case .broken(let word): "install \(word)"
                case .removed: "deinstall config-files"
                }
            return "\(item.name) \(item.version) \(item.architecture ?? "") \(words)"
        }
        #expect(found.count == expected.count)
        #expect(Set(found).symmetricDifference(expected) == [])
        #expect(found.count > 300)
    }

    @Test(arguments: stations)
    func knowsWhatWasAskedForAsAptMarkDoes(name: String) throws {
        let items = try station(name).items.filter { $0.state != .removed }
        let manual = items.filter { $0.origin == .asked }.map(\.name).sorted()
        let automatic = items.filter { $0.origin == .automatic }.map(\.name).sorted()
        let listed = try InventoryRoots.lines("\(name)/oracle-showmanual.txt")
        let brought = try InventoryRoots.lines("\(name)/oracle-showauto.txt")
        #expect(manual.count == listed.count)
        #expect(automatic.count == brought.count)
        #expect(Set(manual).symmetricDifference(listed) == [])
        #expect(Set(automatic).symmetricDifference(brought) == [])
    }

    @Test(arguments: stations.suffix(2))
    func knowsWhatIsHeldAsAptMarkDoes(name: String) throws {
        let held = try station(name).items.filter { $0.state == .held }.map(\.name)
        #expect(held == (try InventoryRoots.lines("\(name)/oracle-showhold.txt")))
    }

    @Test
    func findsBrokenWhatDpkgAuditFinds() throws {
        let name = "drift-pair-debian12/station"
        let audited = try InventoryRoots.lines("\(name)/oracle-dpkg-audit.txt")
            .filter { $0.hasPrefix(" ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        let broken = try station(name).items.filter {
            if case .broken = $0.state { true } else { false }
        }
        #expect(audited.count == 2)
        #expect(broken.map(\.name) == audited)
        #expect(broken.allSatisfy { $0.state == .broken("unpacked") })
    }

    @Test
    func datesWhatAptInstalledWithItsCommand() throws {
        let inventory = try station("drift-pair-debian12/station")
        let mines = try #require(inventory.items.first { $0.name == "gnome-mines" })
        #expect(mines.installed?.description == "2026-11-23")
        #expect(mines.command == "apt-get -y -q install gnome-mines nethack-console htop")
        #expect(mines.evidence.file == "var/lib/dpkg/status")
        #expect(inventory.system?.id == "debian")
        #expect(inventory.system?.architecture == "amd64")
    }

    @Test
    func locksInstalledAndHeldPackagesOnly() throws {
        let inventory = try station("drift-pair-debian12/station")
        let lock = InstalledLock.make(from: inventory)
        let names = Set(lock.packages.map(\.name))
        #expect(names.contains("tuxmath"))
        #expect(!names.contains("ppp"))
        #expect(lock.packages.count == inventory.items.filter { $0.state == .installed }.count + 1)
        #expect(lock.packages.contains { $0.isAutomatic })
    }
}
