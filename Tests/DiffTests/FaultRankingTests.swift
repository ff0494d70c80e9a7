import Diff
import Model
import Primitives
import Testing

/// What has to do with a fault, and how much, one rule a test.
@Suite struct FaultRankingTests {
    private let place = Evidence(file: "x", field: "y")

    private func unlisted(
        _ name: String,
        code: FindingCode = .unlisted,
        since: String? = nil,
        brought: [String] = [],
        paths: [String] = []
    ) throws -> Finding {
        Finding(
            code,
            subject: name,
            source: paths.isEmpty ? .dpkg : .files,
            brought: brought,
            paths: try paths.map { try RelativePath($0) },
            since: try since.map { try Day($0) },
            evidence: [place]
        )
    }

    private func rank(
        _ findings: [Finding],
        _ traces: [FaultTrace],
        diversions: [Diversion] = [],
        items: [InventoryItem] = [],
        words: String = "",
        day: String = "2026-11-23"
    ) throws -> [Suspect] {
        var inventory = try inventory(items)
        inventory.diversions = diversions
        return FaultRanking.rank(
            findings,
            traces: traces,
            inventory: inventory,
            words: words,
            day: try Day(day)
        )
    }

    private func trace(
        _ sort: FaultTrace.Sort,
        _ name: String,
        owners: [String] = [],
        paths: [String] = [],
        day: String? = nil
    ) throws -> FaultTrace {
        FaultTrace(
            sort,
            name: name,
            paths: try paths.map { try RelativePath($0) },
            owners: owners,
            day: try day.map { try Day($0) },
            evidence: place
        )
    }

    @Test(arguments: [
        FaultTrace.Sort.failedService, .unbuiltModule, .missingLibrary, .crash,
    ])
    func whatIsItsOwnAndFailedIsAStrongLink(_ sort: FaultTrace.Sort) throws {
        let found = [try unlisted("jeu", since: "2026-11-23"), try unlisted("labo")]
        let ranked = try rank(found, [try trace(sort, "x", owners: ["labo"])])
        #expect(ranked.map(\.finding) == ["hors-socle/labo", "hors-socle/jeu"])
        #expect(ranked.first?.strength == .strong)
        #expect(ranked.first?.links.first?.reason == .owns)
        #expect(ranked.last?.strength == .weak)
    }

    @Test func whatAPackageBroughtCountsForIt() throws {
        let found = [try unlisted("labo", brought: ["labo-service"])]
        let ranked = try rank(found, [try trace(.failedService, "x", owners: ["labo-service"])])
        #expect(ranked.first?.strength == .strong)
    }

    @Test func aForeignModuleThatRunsIsAMediumLink() throws {
        let found = [try unlisted("pilote"), try unlisted("labo")]
        let ranked = try rank(
            found,
            [
                try trace(.taintingModule, "pilote", owners: ["pilote"]),
                try trace(.failedService, "labo.service", owners: ["labo"]),
            ]
        )
        #expect(ranked.map(\.finding) == ["hors-socle/labo", "hors-socle/pilote"])
        #expect(ranked.last?.strength == .medium)
    }

    @Test func manyWeakLinksNeverOutweighAStrongOne() throws {
        let found = [
            try unlisted("jeu", since: "2026-11-23"),
            try unlisted("labo", since: "2024-01-01"),
        ]
        let traces = try (1...5).map { try trace(.taintingModule, "m\($0)", owners: ["jeu"]) }
        let ranked = try rank(
            found,
            traces + [try trace(.crash, "usr/bin/labo", owners: ["labo"])],
            words: "jeu"
        )
        #expect(ranked.first?.finding == "hors-socle/labo")
    }

    @Test func whoMovedAsideTheFileThatFailsIsLinkedToIt() throws {
        let moved = Diversion(
            path: try RelativePath("usr/lib/liba.so.1"),
            target: try RelativePath("usr/lib/liba.so.1.x"),
            package: "labo",
            owner: "liba1"
        )
        let ranked = try rank(
            [try unlisted("jeu"), try unlisted("labo")],
            [try trace(.missingLibrary, "liba.so.1", paths: ["usr/lib/liba.so.1"])],
            diversions: [moved]
        )
        #expect(ranked.map(\.finding) == ["hors-socle/labo"])
        #expect(ranked.first?.links.map(\.reason) == [.diverted])
    }

    @Test func aProgramCopiedByHandIsLinkedByItsFolder() throws {
        let ranked = try rank(
            [try unlisted("labo", paths: ["opt/labo"])],
            [
                try trace(
                    .failedService,
                    "labo.service",
                    paths: ["etc/systemd/system/labo.service", "opt/labo/bin/serveur"]
                )
            ]
        )
        #expect(ranked.first?.links.map(\.reason) == [.alters])
    }

    @Test func aPackageLeftHalfInstalledIsALinkOfItsOwn() throws {
        var item = package("labo")
        item.state = .broken("half-configured")
        let ranked = try rank([try unlisted("labo"), try unlisted("jeu")], [], items: [item])
        #expect(ranked.map(\.finding) == ["hors-socle/labo"])
        #expect(ranked.first?.links.first?.trace?.sort == .brokenPackage)
    }

    @Test func anInstallationCountsTheDaysToTheFaultItself() throws {
        let ranked = try rank(
            [
                try unlisted("avant", since: "2026-11-01"),
                try unlisted("ancien", since: "2026-10-01"),
                try unlisted("ensuite", since: "2026-11-12"),
            ],
            [try trace(.crash, "usr/bin/gimp", owners: ["gimp"], day: "2026-11-10")]
        )
        #expect(ranked.map(\.finding) == ["hors-socle/avant"])
        #expect(ranked.first?.links.map(\.reason) == [.installedBefore(days: 9)])
    }

    @Test(arguments: [
        ("Minetest se ferme tout seul", true), ("le mini test ne marche pas", false),
        ("MINETEST.", true), ("minetests", false),
    ])
    func theWordsOfTheFaultMayNameIt(_ words: String, _ isNamed: Bool) throws {
        let ranked = try rank([try unlisted("minetest")], [], words: words)
        #expect(ranked.isEmpty != isNamed)
    }

    @Test func whatHasNoLinkIsLeftOut() throws {
        #expect(
            try rank([try unlisted("jeu")], [try trace(.crash, "x", owners: ["gimp"])]).isEmpty
        )
    }
}
