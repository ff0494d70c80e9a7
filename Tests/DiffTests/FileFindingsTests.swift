import Diff
import Model
import Primitives
import Testing

/// What is said of files that differ, one rule a test.
@Suite struct FileFindingsTests {
    private func outcome(
        _ differences: [FileDifference],
        items: [InventoryItem] = [package("gimp")],
        lock reference: [InventoryItem] = [package("gimp")],
        method: FileComparison.Method = .deep,
        unreadable: [String] = []
    ) throws -> DiffOutcome {
        DiffEngine.findings(
            DiffInput(
                inventory: try inventory(items),
                lock: lock(reference),
                system: try systemBaseline(),
                files: FileComparison(
                    method: method,
                    differences: differences,
                    compared: 10,
                    unreadable: unreadable
                )
            )
        )
    }

    @Test func changedAndMissingFilesOfAPackageAreOneFinding() throws {
        let outcome = try outcome([
            try difference("usr/bin/gimp", .content, package: "gimp"),
            try difference("usr/share/gimp/a", .missing, package: "gimp"),
        ])
        let finding = try #require(outcome.findings.first)
        #expect(outcome.findings.map(\.id) == ["altere/gimp"])
        #expect(finding.paths.map(\.description) == ["usr/bin/gimp", "usr/share/gimp/a"])
        #expect(finding.evidence.map(\.field) == ["contenu", "absent"])
        #expect(outcome.verdict == .deviations)
    }

    @Test("B5_2, B5_6: changed settings are information, never a deviation")
    func settings() throws {
        let outcome = try outcome([
            try difference("etc/gimp/gimprc", .content, package: "gimp", setting: true),
            try difference("etc/local.conf", .foreign, setting: true),
        ])
        #expect(outcome.findings.map(\.id) == ["parametrage//etc/local.conf", "parametrage/gimp"])
        #expect(outcome.verdict == .compliant)
    }

    @Test func changedTimesAloneAreInformation() throws {
        let outcome = try outcome([try difference("usr/bin/gimp", .metadata, package: "gimp")])
        #expect(outcome.findings.map(\.weight) == [.information])
    }

    @Test func filesOfAnotherVersionAreJudgedByThatVersionsSumsOnly() throws {
        let newer = [package("gimp", "1.0-1+deb12u1")]
        let changed = [try difference("usr/bin/gimp", .content, package: "gimp")]
        #expect(
            try outcome(changed, items: newer).findings.map(\.id) == ["version-recente/gimp"]
        )
        #expect(
            try outcome(changed, items: newer, method: .packageSums).findings.map(\.id)
                == ["altere/gimp", "version-recente/gimp"]
        )
    }

    @Test func filesOfAnUnlistedPackageAreToldUnderItsRoot() throws {
        let items = [
            package("gimp"), package("htop", depends: "libhtop"), package("libhtop", asked: false),
        ]
        let outcome = try outcome(
            [
                try difference("usr/bin/htop", .foreign, package: "htop"),
                try difference("usr/lib/libhtop.so", .foreign, package: "libhtop:amd64"),
            ],
            items: items
        )
        #expect(outcome.findings.map(\.id) == ["hors-socle/htop"])
        #expect(outcome.findings.first?.pathCount == 2)
    }

    @Test func filesOfAMissingPackageAreToldUnderIt() throws {
        let outcome = try outcome(
            [try difference("usr/bin/gimp", .missing, package: "gimp")],
            items: []
        )
        #expect(outcome.findings.map(\.id) == ["manquant/gimp"])
        #expect(outcome.findings.first?.pathCount == 1)
    }

    @Test func filesOfAProgramCopiedByHandAreToldOnce() throws {
        let copied = InventoryItem(
            source: .files,
            name: "jeu",
            version: "",
            origin: .manualCopy,
            paths: [try RelativePath("opt/jeu")],
            evidence: Evidence(file: "opt/jeu", field: "")
        )
        let foreign = [
            try difference("opt/jeu", .foreign, fileKind: .directory),
            try difference("opt/jeu/bin", .foreign),
        ]
        #expect(
            try outcome(foreign, items: [package("gimp"), copied]).findings.map(\.id)
                == ["hors-socle/jeu"]
        )
    }

    @Test func aProgramTheReferenceHoldsTooIsNoDeviation() throws {
        let known = InventoryItem(
            source: .files,
            name: "outil",
            version: "",
            origin: .manualCopy,
            paths: [try RelativePath("opt/outil")],
            evidence: Evidence(file: "opt/outil", field: "")
        )
        let items = [package("gimp"), known]
        #expect(try outcome([], items: items).findings.isEmpty)
        #expect(
            try outcome([], items: items, method: .packageSums).findings.map(\.id)
                == ["hors-socle/outil"]
        )
    }

    @Test func otherForeignFilesAreToldByFolder() throws {
        let outcome = try outcome([
            try difference("usr/local", .foreign, fileKind: .directory),
            try difference("usr/local/bin", .foreign, fileKind: .directory),
            try difference("usr/local/bin/x", .foreign), try difference("vmlinuz.bak", .foreign),
        ])
        #expect(
            outcome.findings.map(\.id)
                == ["fichier-etranger//usr/local", "fichier-etranger//vmlinuz.bak"]
        )
        #expect(outcome.findings.map(\.pathCount) == [1, 1])
    }

    @Test(arguments: PathClass.allCases.filter { $0 != .exact })
    func onlyExactPathsAreCompared(pathClass: PathClass) throws {
        let changed = try difference("usr/x", .content, pathClass: pathClass)
        #expect(try outcome([changed]).findings.isEmpty)
    }

    @Test func thePackageManagersOwnRecordsAreNoFiles() throws {
        let changed = [
            try difference("var/lib/dpkg/status", .content),
            try difference("var/lib/apt/extended_states", .content),
            try difference("var/log/dpkg.log", .content),
        ]
        #expect(try outcome(changed).findings.isEmpty)
    }

    @Test func filesThatCouldNotBeReadKeepTheStationFromBeingCompliant() throws {
        let outcome = try outcome([], unreadable: ["usr/bin/x: I/O error"])
        #expect(outcome.findings.map(\.id) == ["indetermine/fichiers"])
        #expect(outcome.verdict == .undetermined)
    }
}
