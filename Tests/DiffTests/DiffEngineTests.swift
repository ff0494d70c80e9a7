import Diff
import Model
import Primitives
import Testing

/// What is a deviation and what is not, one rule a test.
@Suite struct DiffEngineTests {
    private let gimp = component(
        "gimp",
        [
            ComponentIdentity(source: .dpkg, name: "gimp"),
            ComponentIdentity(source: .flatpak, name: "org.gimp.GIMP"),
        ]
    )

    private func ids(
        _ items: [InventoryItem],
        lock: SoftwareLock? = nil,
        components: [Component] = [],
        system: SystemBaseline? = nil,
        waivers: [Waiver] = [],
        files: FileComparison? = nil
    ) throws -> [String] {
        try outcome(
            items,
            lock: lock,
            components: components,
            system: system,
            waivers: waivers,
            files: files
        ).findings.map(\.id)
    }

    private func outcome(
        _ items: [InventoryItem],
        lock: SoftwareLock? = nil,
        components: [Component] = [],
        system: SystemBaseline? = nil,
        waivers: [Waiver] = [],
        files: FileComparison? = nil,
        hardware: HardwareFacts = HardwareFacts()
    ) throws -> DiffOutcome {
        var inventory = try inventory(items)
        inventory.hardware = hardware
        return DiffEngine.findings(
            DiffInput(
                inventory: inventory,
                lock: lock,
                system: try system ?? systemBaseline(),
                application: try applicationBaseline(components),
                files: files,
                waivers: waivers
            )
        )
    }

    // MARK: - With a lock

    @Test func anAddedPackageIsReportedOnceWithWhatItBrought() throws {
        let base = [package("base")]
        let day = try Day("2026-11-12")
        let added = [
            package("minetest", depends: "minetest-data, lua", installed: day),
            package("minetest-data", asked: false, recommends: "fonts"),
            package("lua", asked: false), package("fonts", asked: false),
        ]
        let outcome = try outcome(base + added, lock: lock(base))
        let finding = try #require(outcome.findings.first)
        #expect(outcome.findings.count == 1)
        #expect(finding.id == "hors-socle/minetest")
        #expect(finding.brought == ["fonts", "lua", "minetest-data"])
        #expect(finding.since == day)
        #expect(finding.evidence.first?.field == "Package: minetest")
        #expect(outcome.verdict == .deviations)
    }

    @Test func whatSeveralRootsNeedBelongsToTheOneInstalledFirst() throws {
        let added = [
            package("a", depends: "shared", installed: try Day("2026-11-20")),
            package("b", depends: "shared", installed: try Day("2026-11-12")),
            package("shared", asked: false),
        ]
        let findings = try outcome(added, lock: lock([])).findings
        #expect(findings.map(\.subject) == ["a", "b"])
        #expect(findings.map(\.brought) == [[], ["shared"]])
    }

    @Test func whatARemovedPackageLeftIsReportedWithIt() throws {
        let added = [
            package("ppp", depends: "libpcap", state: .removed),
            package("libpcap", asked: false, depends: "libibverbs"),
            package("libibverbs", asked: false),
        ]
        let finding = try #require(try outcome(added, lock: lock([])).findings.first)
        #expect(finding.id == "hors-socle/libpcap")
        #expect(finding.brought == ["libibverbs"])
        #expect(finding.evidence.first?.field == "Package: ppp")
    }

    @Test func whatAnUpgradeBringsIsInformationAndAnOlderKernelItReplacesIsNotMissing() throws {
        let before = [
            package("linux-image-amd64", "6.1.1", depends: "linux-image-6.1.0-1-amd64"),
            package("linux-image-6.1.0-1-amd64", asked: false),
        ]
        let after = [
            package("linux-image-amd64", "6.1.2", depends: "linux-image-6.1.0-2-amd64"),
            package("linux-image-6.1.0-2-amd64", asked: false),
        ]
        let outcome = try outcome(after, lock: lock(before))
        #expect(outcome.findings.map(\.id) == ["version-recente/linux-image-amd64"])
        #expect(outcome.findings.first?.brought == ["linux-image-6.1.0-2-amd64"])
        #expect(outcome.verdict == .compliant)
    }

    @Test func anOlderVersionIsADeviationAndANewerOneIsNot() throws {
        let reference = [package("a", "2.0-1"), package("b", "2.0-1")]
        let outcome = try outcome(
            [package("a", "2.0-1~bpo1"), package("b", "2.0-1+deb12u1")],
            lock: lock(reference)
        )
        #expect(outcome.findings.map(\.id) == ["version-ancienne/a", "version-recente/b"])
        #expect(outcome.findings.map(\.weight) == [.deviation, .information])
        #expect(outcome.findings.first?.expected == "2.0-1")
    }

    @Test func aChangedManualMarkIsNoFinding() throws {
        #expect(try ids([package("a", asked: false)], lock: lock([package("a")])).isEmpty)
    }

    @Test func aMissingPackageIsReportedWithWhatItHadBrought() throws {
        let reference = [package("a"), package("a-data", asked: false)]
        let outcome = try outcome([package("a", state: .removed)], lock: lock(reference))
        #expect(outcome.findings.map(\.id) == ["manquant/a"])
        #expect(outcome.findings.first?.brought == ["a-data"])
    }

    @Test func aPackageThatBecameIndependentOfArchitectureIsTheSame() throws {
        #expect(
            try ids([package("a", architecture: "all")], lock: lock([package("a")])).isEmpty
        )
        #expect(
            try ids([package("a"), package("a", architecture: "i386")], lock: lock([package("a")]))
                == ["hors-socle/a:i386"]
        )
    }

    @Test(arguments: UInt64(1)...50)
    func aStationComparedWithItselfHasNoFinding(seed: UInt64) throws {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let items = (0..<30).map { index in
            package(
                "p\(index)",
                "\(next(9)).\(next(99))-1",
                asked: next(2) == 0,
                depends: "p\(next(30)) | p\(next(30)), p\(next(30)) (>= \(next(9)))",
                architecture: next(4) == 0 ? "all" : "amd64"
            )
        }
        let outcome = try outcome(items, lock: lock(items))
        #expect(outcome.findings.isEmpty)
        #expect(outcome.verdict == .compliant)
    }

    // MARK: - Without a lock

    @Test func theBaseIsItsNamesItsPrioritiesAndWhatTheyBring() throws {
        let items = [
            package("bash", depends: "libc", priority: "required"), package("libc", asked: false),
            package("task-desktop", depends: "firefox-esr"), package("firefox-esr", asked: false),
            package("htop", depends: "libncurses"), package("libncurses", asked: false),
        ]
        let system = try systemBaseline(packages: ["task-*"], priorities: ["required"])
        #expect(try ids(items, system: system) == ["hors-socle/htop"])
    }

    @Test func whatAListedComponentBringsIsOfTheSocle() throws {
        let items = [package("gimp", depends: "gimp-data"), package("gimp-data", asked: false)]
        #expect(try ids(items, components: [gimp]).isEmpty)
    }

    @Test func aTransitionalPackageToSomethingListedIsNoDeviation() throws {
        let items = [package("gimp-old", depends: "gimp", section: "oldlibs"), package("gimp")]
        #expect(try ids(items, components: [gimp]).isEmpty)
    }

    // MARK: - Components

    @Test("B5_4: a listed component that is not there is missing")
    func missingComponent() throws {
        let outcome = try outcome([], components: [gimp])
        #expect(outcome.findings.map(\.id) == ["manquant/gimp"])
        #expect(outcome.findings.first?.component == "gimp")
        #expect(outcome.verdict == .deviations)
    }

    @Test("A3_3: a component the hardware can not run is not missing")
    func incompatibleComponent() throws {
        let needs = component(
            "blender",
            [ComponentIdentity(source: .dpkg, name: "blender")],
            requirements: HardwareRequirements(memory: 8192)
        )
        let small = try outcome([], components: [needs], hardware: HardwareFacts(memory: 4096))
        #expect(small.findings.map(\.id) == ["non-applicable/blender"])
        #expect(small.verdict == .compliant)
        let large = try outcome([], components: [needs], hardware: HardwareFacts(memory: 8192))
        #expect(large.findings.map(\.id) == ["manquant/blender"])
    }

    @Test("A3_3: a need of which nothing is known keeps the component from being judged, by name")
    func unknownHardware() throws {
        let needs = component(
            "blender",
            [ComponentIdentity(source: .dpkg, name: "blender")],
            requirements: HardwareRequirements(memory: 8192, needsGraphicsProcessor: true)
        )
        let unknown = try outcome([], components: [needs])
        #expect(unknown.findings.map(\.id) == ["indetermine/blender"])
        #expect(unknown.findings.first?.expected == "memoire 8192 Mio")
        #expect(unknown.verdict == .undetermined)
        let present = try outcome([package("blender")], components: [needs])
        #expect(present.verdict == .compliant)
        // One need that is not met settles it, whatever else is unknown.
        let plain = try outcome(
            [],
            components: [needs],
            hardware: HardwareFacts(hasGraphicsProcessor: false)
        )
        #expect(plain.findings.map(\.id) == ["non-applicable/blender"])
    }

    @Test func anyIdentityIsEnough() throws {
        let flatpak = InventoryItem(
            source: .flatpak,
            name: "org.gimp.GIMP",
            version: "2.10",
            evidence: Evidence(file: "var/lib/flatpak", field: "")
        )
        #expect(try ids([flatpak], components: [gimp]).isEmpty)
    }

    @Test func aComponentOfAnotherSystemIsNotMissing() throws {
        let office = component("office", [ComponentIdentity(source: .windows, name: "Office *")])
        #expect(try ids([], components: [office]).isEmpty)
    }

    @Test func absenceIsNotProvenWhereASourceWasNotRead() throws {
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: try inventory([], coverage: [.dpkg: .read, .flatpak: .unreadable]),
                system: try systemBaseline(),
                application: try applicationBaseline([gimp])
            )
        )
        #expect(outcome.findings.map(\.id) == ["indetermine/flatpak", "indetermine/gimp"])
        #expect(outcome.verdict == .undetermined)
    }

    @Test(arguments: [
        (VersionRule.atLeast("2.10"), "2.10.34-1", [String]()),
        (.atLeast("3.0"), "2.10.34-1", ["version-ancienne/gimp"]),
        (.upstream("2.10.34"), "1:2.10.34+dfsg-1+deb12u3", []),
        (.upstream("2.10.36"), "2.10.34-1", ["version-ancienne/gimp"]),
        (.exactly("2.10.34-1"), "2.10.34-1", []),
        (.exactly("2.10.34-1"), "2.10.36-1", ["version-recente/gimp"]),
        (.atLeast("1.0"), "not a version", ["indetermine/gimp"]),
    ])
    func versionRules(rule: VersionRule, version: String, expected: [String]) throws {
        let ruled = component(
            "gimp",
            [ComponentIdentity(source: .dpkg, name: "gimp", version: rule)]
        )
        #expect(try ids([package("gimp", version)], components: [ruled]) == expected)
    }

    // MARK: - Waivers, drivers, states

    @Test("A3_4: what both institutions validated is information")
    func waived() throws {
        let waiver = Waiver(
            id: "C-1",
            identities: [ComponentIdentity(source: .dpkg, name: "minetest")],
            validity: try schoolYearDays(),
            function: "professeur",
            reason: ""
        )
        let outcome = try outcome([package("minetest")], lock: lock([]), waivers: [waiver])
        #expect(outcome.findings.map(\.id) == ["hors-socle/minetest"])
        #expect(outcome.findings.map(\.waiver?.id) == ["C-1"])
        #expect(outcome.verdict == .compliant)
    }

    @Test func aDriverIsReportedAsOneUnlessTheSocleAcceptsIt() throws {
        let rule = InventoryItem(
            source: .files,
            name: "99-tableau.rules",
            version: "",
            kind: .driver,
            origin: .manualCopy,
            paths: [try RelativePath("etc/udev/rules.d/99-tableau.rules")],
            evidence: Evidence(file: "etc/udev/rules.d/99-tableau.rules", field: "")
        )
        #expect(try ids([rule]) == ["pilote-hors-socle/99-tableau.rules"])
        let accepting = try systemBaseline(drivers: ["99-tableau.*"])
        #expect(try ids([rule], system: accepting).isEmpty)
        let dkms = package("evdi-dkms", kind: .driver)
        #expect(try ids([dkms], lock: lock([])) == ["pilote-hors-socle/evdi-dkms"])
    }

    @Test func sameNamesOfTwoSourcesStayApart() throws {
        let snap = InventoryItem(
            source: .snap,
            name: "htop",
            version: "3",
            evidence: Evidence(file: "var/lib/snapd/state.json", field: "htop")
        )
        #expect(try ids([package("htop"), snap]) == ["hors-socle/htop", "hors-socle/htop (snap)"])
    }

    // MARK: - What could not be judged

    @Test func anUnreadPackageDatabaseIsNeverJudged() throws {
        for coverage: [InventorySource: SourceCoverage.State] in [
            [:], [.dpkg: .unreadable], [.dpkg: .absent], [.dpkg: .stale],
        ] {
            let outcome = DiffEngine.findings(
                DiffInput(
                    inventory: try inventory([package("htop")], coverage: coverage),
                    lock: lock([]),
                    system: try systemBaseline()
                )
            )
            #expect(outcome.verdict == .undetermined)
            #expect(outcome.findings.map(\.id) == ["indetermine/dpkg"])
        }
    }

    @Test func aDeviationStandsWhateverElseCouldNotBeRead() throws {
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: try inventory(
                    [package("htop")],
                    coverage: [.dpkg: .read, .snap: .unreadable]
                ),
                lock: lock([]),
                system: try systemBaseline()
            )
        )
        #expect(outcome.findings.map(\.id) == ["hors-socle/htop", "indetermine/snap"])
        #expect(outcome.verdict == .deviations)
    }

    @Test func anotherSystemIsNotJudgedByThisSocle() throws {
        let ubuntu = Inventory.System(
            id: "ubuntu",
            version: "24.04",
            name: "Ubuntu",
            architecture: "amd64"
        )
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: try inventory([package("htop")], system: ubuntu),
                system: try systemBaseline()
            )
        )
        #expect(outcome.verdict == .undetermined)
        #expect(outcome.findings.map(\.id) == ["indetermine/systeme"])
    }

    @Test func anUnsupportedKeptPatternIsSaid() throws {
        var station = try inventory([])
        station.keptPatterns = ["^linux-image-.*$", "a{2}"]
        let outcome = DiffEngine.findings(
            DiffInput(inventory: station, system: try systemBaseline())
        )
        #expect(outcome.findings.map(\.id) == ["indetermine/NeverAutoRemove a{2}"])
        #expect(outcome.verdict == .compliant)
    }

    @Test func sixHundredPackagesAgainstAHundredComponentsTakeMilliseconds() throws {
        let items = (0..<600).map { index in
            package(
                "p\(index)",
                asked: index % 5 == 0,
                depends: (1...8).map { "p\((index * 7 + $0 * 13) % 600) (>= 0.\($0))" }
                    .joined(separator: ", ")
            )
        }
        let components = (0..<100).map {
            component("c\($0)", [ComponentIdentity(source: .dpkg, name: "p\($0 * 6)")])
        }
        let input = DiffInput(
            inventory: try inventory(items),
            lock: lock(Array(items.prefix(400))),
            system: try systemBaseline(),
            application: try applicationBaseline(components)
        )
        let clock = ContinuousClock()
        let best = (0..<5).map { _ in clock.measure { _ = DiffEngine.findings(input) } }.min()
        #expect(try #require(best) < .seconds(1))
    }
}
