import Diff
import Foundation
import Inventory
import Model
import Platform
import Primitives
import Testing

/// The drift pair read from its files by Inventory, logs included, and then judged.
@Suite(.enabled(if: StationFixture.hasShared, "needs ../shared/data"))
struct StationReadTests {
    private func read(_ side: String) throws -> Inventory {
        let folder = try #require(StationFixture.shared)
            .appending(path: "drift-pair-debian12/\(side)")
        let root = try Directory.open(folder.path)
        return try StationInventory.read(
            root: root,
            now: Instant("2026-11-23T20:00:00Z"),
            workers: Workers(count: 1),
            options: StationInventory.Options(findsUnownedFiles: false)
        )
    }

    private func outcome() throws -> DiffOutcome {
        DiffEngine.findings(
            DiffInput(
                inventory: try read("station"),
                lock: InstalledLock.make(from: try read("socle")),
                system: try systemBaseline()
            )
        )
    }

    @Test func theFindingsAreTheActionsDone() throws {
        let deviations = try outcome().findings.filter { $0.weight == .deviation }.map(\.id)
        #expect(
            deviations == [
                "hors-socle/cowsay", "hors-socle/cups-filters", "hors-socle/gnome-mines",
                "hors-socle/htop", "hors-socle/nethack-console", "hors-socle/ppp",
                "manquant/geany", "manquant/nano", "manquant/xsane",
            ]
        )
    }

    @Test func eachRootSaysWhenItCameAndByWhichCommand() throws {
        let findings = try outcome().findings.filter { $0.code == .unlisted }
        let day = try Day("2026-11-23")
        #expect(findings.allSatisfy { $0.since == day })
        let htop = try #require(findings.first { $0.subject == "htop" })
        #expect(htop.command?.contains("apt-get") == true)
        #expect(htop.evidence.first?.file == "var/lib/dpkg/status")
    }

    @Test func aStationIsWhatItsOwnLockSays() throws {
        let socle = try read("socle")
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: socle,
                lock: InstalledLock.make(from: socle),
                system: try systemBaseline()
            )
        )
        #expect(outcome.findings.filter { $0.weight != .undetermined }.isEmpty)
    }
}
