import Diff
import Foundation
import Model
import Primitives
import Testing

/// A real Debian root before and after real apt actions: the findings are the actions done.
@Suite(.enabled(if: StationFixture.hasShared, "needs ../shared/data"))
struct DriftPairTests {
    private let socle: [InventoryItem]
    private let station: [InventoryItem]

    init() throws {
        let folder = try #require(StationFixture.shared).appending(path: "drift-pair-debian12")
        func items(_ side: String) throws -> [InventoryItem] {
            let root = folder.appending(path: "\(side)/var/lib")
            return try StationFixture.items(
                status: root.appending(path: "dpkg/status"),
                states: root.appending(path: "apt/extended_states")
            )
        }
        socle = try items("socle")
        station = try items("station")
    }

    private func findings(_ code: FindingCode) throws -> [Finding] {
        try outcome().findings.filter { $0.code == code }
    }

    private func outcome() throws -> DiffOutcome {
        DiffEngine.findings(
            DiffInput(
                inventory: try inventory(station),
                lock: lock(socle),
                system: try systemBaseline()
            )
        )
    }

    @Test("a root compared with its own lock has no finding")
    func nothingAgainstItself() throws {
        for items in [socle, station.filter { $0.state == .installed }] {
            let outcome = DiffEngine.findings(
                DiffInput(
                    inventory: try inventory(items),
                    lock: lock(items),
                    system: try systemBaseline()
                )
            )
            #expect(outcome.findings.isEmpty)
            #expect(outcome.verdict == .compliant)
        }
    }

    @Test("what someone asked for is reported once each: ppp and cowsay came by dpkg -i")
    func rootsAskedFor() throws {
        let unlisted = try findings(.unlisted)
        #expect(
            unlisted.map(\.subject) == [
                "cowsay", "cups-filters", "gnome-mines", "htop", "nethack-console", "ppp",
            ]
        )
        #expect(unlisted.allSatisfy { $0.weight == .deviation })
    }

    @Test("every other added package is folded under exactly one of them")
    func everythingAddedIsFolded() throws {
        let unlisted = try findings(.unlisted)
        let known = Set(socle.map(\.name))
        let added = station.map(\.name).filter { !known.contains($0) }
        #expect(unlisted.flatMap { [$0.subject] + $0.brought }.sorted() == added.sorted())
        #expect(added.count == 226)
    }

    @Test("what was removed is missing, and nothing else is")
    func removedPackages() throws {
        let missing = try findings(.missing)
        #expect(missing.map(\.subject) == ["geany", "nano", "xsane"])
    }

    @Test("an unlisted package that is half-installed is one finding, which says so")
    func brokenPackages() throws {
        #expect(try findings(.broken).isEmpty)
        let halfInstalled = try findings(.unlisted).filter {
            $0.found?.hasSuffix(", unpacked") == true
        }
        #expect(halfInstalled.map(\.subject) == ["cowsay", "ppp"])
        #expect(
            halfInstalled.allSatisfy { $0.evidence.contains { $0.field.hasSuffix("unpacked") } }
        )
    }

    @Test("a package on hold is information, and so is no changed manual mark")
    func heldPackage() throws {
        let outcome = try outcome()
        let information = outcome.findings.filter { $0.weight == .information }
        #expect(information.map(\.id) == ["parametrage/tuxmath"])
        #expect(outcome.verdict == .deviations)
    }

    @Test("programs copied by hand are reported by name")
    func handCopies() throws {
        var items = station
        for path in ["opt/JeuPirate", "usr/local/share/jeu.desktop"] {
            items.append(
                InventoryItem(
                    source: .files,
                    name: path.components(separatedBy: "/").last ?? "",
                    version: "",
                    origin: .manualCopy,
                    paths: [try RelativePath(path)],
                    evidence: Evidence(file: path, field: "")
                )
            )
        }
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: try inventory(items),
                lock: lock(socle),
                system: try systemBaseline()
            )
        )
        let copies = outcome.findings.filter { $0.source == .files }
        #expect(copies.map(\.id) == ["hors-socle/JeuPirate", "hors-socle/jeu.desktop"])
        #expect(outcome.findings.count == 6 + 3 + 1 + 2)
    }

    @Test("without a lock, priorities and listed components make the base")
    func firstDay() throws {
        let components = ["tuxmath", "python3-pip", "geany"].map {
            component($0, [ComponentIdentity(source: .dpkg, name: $0)])
        }
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: try inventory(station),
                system: try systemBaseline(priorities: ["required", "important", "standard"]),
                application: try applicationBaseline(components)
            )
        )
        let ids = outcome.findings.map(\.id)
        #expect(ids.contains("manquant/geany"))
        #expect(ids.contains("hors-socle/htop"))
        #expect(!ids.contains { $0.hasPrefix("hors-socle/python3") })
        #expect(!ids.contains("hors-socle/tuxmath"))
    }
}
