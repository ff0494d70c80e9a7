import Diff
import Model
import Primitives
import Testing

/// Files of the socle that something else took the name of.
@Suite struct DiversionTests {
    private func outcome(
        by package: String?,
        owner: String = "coreutils",
        items extra: [InventoryItem] = [],
        files: FileComparison? = nil
    ) throws -> DiffOutcome {
        var inventory = try inventory([DiversionTests.coreutils] + extra)
        inventory.diversions = [
            Diversion(
                path: try RelativePath("usr/bin/tac"),
                target: try RelativePath("usr/bin/tac.distrib"),
                package: package,
                owner: owner
            )
        ]
        return DiffEngine.findings(
            DiffInput(
                inventory: inventory,
                lock: lock([Self.coreutils]),
                system: try systemBaseline(),
                files: files
            )
        )
    }

    private static let coreutils = package("coreutils")

    private func script() throws -> InventoryItem {
        InventoryItem(
            source: .files,
            name: "tac",
            version: "",
            origin: .manualCopy,
            paths: [try RelativePath("usr/bin/tac")],
            evidence: Evidence(file: "usr/bin/tac", field: "1 files")
        )
    }

    @Test func theAdministratorsIsToldUnderThePackageWhoseFileItWas() throws {
        let outcome = try outcome(by: nil, items: [try script()])
        let finding = try #require(outcome.findings.first)
        #expect(outcome.findings.map(\.id) == ["altere/coreutils"])
        #expect(finding.paths.map(\.description) == ["usr/bin/tac"])
        #expect(finding.evidence.map(\.file) == ["var/lib/dpkg/diversions"])
        #expect(outcome.verdict == .deviations)
    }

    @Test func thatOfAnUnlistedPackageIsToldUnderIt() throws {
        let outcome = try outcome(by: "turbo", items: [package("turbo")])
        let finding = try #require(outcome.findings.first)
        #expect(outcome.findings.map(\.id) == ["hors-socle/turbo"])
        #expect(finding.evidence.map(\.file).contains("var/lib/dpkg/diversions"))
    }

    @Test func thatOfAPackageOfTheSocleIsNoDeviation() throws {
        #expect(try outcome(by: "coreutils").findings.isEmpty)
    }

    @Test func whatAnUnlistedPackageMovesOfItsOwnIsNoneEither() throws {
        let outcome = try outcome(by: nil, owner: "turbo", items: [package("turbo")])
        #expect(outcome.findings.map(\.id) == ["hors-socle/turbo"])
    }

    @Test(arguments: [true, false])
    func theReferencesOwnIsSeenByComparingFiles(differs: Bool) throws {
        let differences = [
            try difference("usr/bin/tac", .content, package: "coreutils"),
            try difference("usr/bin/tac.distrib", .foreign),
        ]
        let files = FileComparison(
            method: .quick,
            differences: differs ? differences : [],
            compared: 10,
            unreadable: []
        )
        let outcome = try outcome(by: nil, files: files)
        #expect(outcome.findings.map(\.id) == (differs ? ["altere/coreutils"] : []))
    }
}
