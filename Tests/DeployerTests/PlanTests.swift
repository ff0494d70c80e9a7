import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .enabled(if: isRoot, "needs root: owners")) struct PlanTests {
    private func rule(_ path: String, _ pathClass: PathClass) throws -> PathRule {
        PathRule(try PathPattern(path), pathClass)
    }

    private func plan(_ bench: Bench, _ scope: RestoreScope = .reinstallation) throws -> Plan {
        try bench.restorer().plan(scope: scope, now: Bench.now)
    }

    private func lines(_ plan: Plan) -> [String] {
        plan.changes.map { "\($0.action.rawValue) \($0.path)" }
    }

    @Test func eachClassIsTreatedAsItsNameSays() throws {
        let bench = try Bench(rules: [
            try rule("/home", .preserve), try rule("/etc/once*", .once),
            try rule("/var/cache", .generated), try rule("/spool", .volatile),
            try rule("/mail", .preserve),
        ])
        try Tree {
            Folder("home", mode: 0o711)
            Folder("mail", mode: 0o2775)
            RegularFile("etc/once", "socle")
            RegularFile("etc/once-absent", "socle")
            RegularFile("var/cache/index", "socle")
            RegularFile("var/cache/lost", "socle")
            Folder("spool")
            RegularFile("usr/file", "socle")
        }.write(to: try bench.reference)
        try Tree {
            RegularFile("home/eleve/devoir.odt", "mine", owner: 1000)
            RegularFile("etc/once", "station")
            RegularFile("var/cache/index", "station")
            RegularFile("var/cache/more", "station")
            RegularFile("spool/job", "station")
            RegularFile("usr/file", "other")
            RegularFile("usr/foreign", "other")
        }.write(to: try bench.station)
        try bench.build()
        #expect(
            lines(try plan(bench)) == [
                "create etc/once-absent", "create mail",
                "replace usr/file", "remove usr/foreign", "create var/cache/lost",
            ]
        )
        bench.expectDone(try bench.restore())
        let station = try bench.station
        func text(_ path: String) throws -> String {
            String(decoding: try station.read(RelativePath(path), limit: 99), as: UTF8.self)
        }
        #expect(try text("home/eleve/devoir.odt") == "mine")
        #expect(try station.status(of: RelativePath("home")).mode == 0o755)
        #expect(try text("etc/once") == "station")
        #expect(try text("var/cache/index") == "station")
        #expect(try text("var/cache/more") == "station")
        #expect(try text("spool/job") == "station")
        #expect(try text("usr/file") == "socle")
        #expect(try station.status(of: RelativePath("mail")).mode == 0o2775)
    }

    @Test func aForeignFolderThatHoldsSomethingKeptStays() throws {
        let bench = try Bench(rules: [try rule("/opt/app/data", .preserve)])
        try Tree {
            RegularFile("opt/app/run", "x", mode: 0o755)
            RegularFile("opt/app/data/notes", "mine")
        }.write(to: try bench.station)
        try bench.build()
        let found = try bench.restorer().compare(method: .deep).comparison.differences
        #expect(found.map(\.path.description) == ["opt/app/run"])
        bench.expectDone(try bench.restore())
        #expect(try bench.station.statusIfPresent(of: RelativePath("opt/app/data/notes")) != nil)
        #expect(try bench.station.statusIfPresent(of: RelativePath("opt/app/run")) == nil)
        #expect(try bench.restorer().compare(method: .deep).isClean)
    }

    @Test func aForeignFolderThatHoldsOnlyWhatIsMadeAnewGoes() throws {
        let bench = try Bench(rules: [
            try rule("/usr/lib/*/cache", .generated), try rule("/usr/lib/*/*/cache", .generated),
            try rule("/usr/lib/kept/own", .preserve), try rule("/usr/lib/*/*/cache/own", .preserve),
        ])
        try Tree { RegularFile("usr/lib/socle/program", "x") }.write(to: try bench.reference)
        try Tree {
            RegularFile("usr/lib/socle/program", "x")
            RegularFile("usr/lib/socle/cache/a", "x")
            RegularFile("usr/lib/gone/cache/a", "x")
            RegularFile("usr/lib/gone/deep/cache/b", "x")
            RegularFile("usr/lib/kept/own", "mine")
            RegularFile("usr/lib/kept/cache/a", "x")
            RegularFile("usr/lib/kept/gone/cache/b", "x")
            RegularFile("usr/lib/held/gone/cache/own", "mine")
        }.write(to: try bench.station)
        try bench.build()
        let found = try bench.restorer().compare(method: .deep).comparison.differences
        #expect(
            found.map(\.path.description) == [
                "usr/lib/gone", "usr/lib/gone/deep", "usr/lib/kept/gone",
            ]
        )
        #expect(
            lines(try plan(bench)) == [
                "remove usr/lib/gone", "remove usr/lib/gone/cache", "remove usr/lib/gone/cache/a",
                "remove usr/lib/gone/deep", "remove usr/lib/gone/deep/cache",
                "remove usr/lib/gone/deep/cache/b", "remove usr/lib/kept/gone",
                "remove usr/lib/kept/gone/cache", "remove usr/lib/kept/gone/cache/b",
            ]
        )
        bench.expectDone(try bench.restore())
        for path in ["socle/cache/a", "kept/own", "kept/cache/a", "held/gone/cache/own"] {
            #expect(try bench.station.statusIfPresent(of: RelativePath("usr/lib/\(path)")) != nil)
        }
        #expect(try bench.station.statusIfPresent(of: RelativePath("usr/lib/gone")) == nil)
        #expect(try bench.restorer().compare(method: .deep).isClean)
    }

    @Test func lossesAreNamed() throws {
        var bench = try Bench()
        bench.installed = SoftwareLock(packages: [
            .init(name: "minetest", version: "5.6", architecture: "amd64", isAutomatic: false),
            .init(name: "bash", version: "5.2-3", architecture: "amd64", isAutomatic: false),
        ])
        bench.lock = SoftwareLock(packages: [
            .init(name: "bash", version: "5.2-2", architecture: "amd64", isAutomatic: false)
        ])
        try Tree { RegularFile("etc/conf", "socle") }.write(to: try bench.reference)
        try Tree {
            RegularFile("etc/conf", "station")
            RegularFile("opt/game/run", "x", mode: 0o755)
            RegularFile("usr/local/bin/tool", "x", mode: 0o755)
            RegularFile("partage/cours.odt", "x")
            RegularFile("srv/notes.sqlite", "x")
            RegularFile("usr/lib/hers", "x", owner: 1002)
        }.write(to: try bench.station)
        try bench.build()
        let losses = try plan(bench).losses
        #expect(losses.packages == ["minetest 5.6"])
        #expect(losses.downgrades == ["bash 5.2-3 → 5.2-2"])
        #expect(losses.programs == ["/opt/game", "/usr/local/bin/tool"])
        #expect(losses.settings.map(\.description) == ["etc/conf"])
        #expect(
            losses.possibleData.map(\.description).contains("partage/cours.odt")
        )
        #expect(losses.possibleData.map(\.description).contains("srv/notes.sqlite"))
        #expect(losses.possibleData.map(\.description).contains("usr/lib/hers"))
        #expect(losses.bytes > 0)
    }

    @Test func theSameChangesHaveTheSameIdAndOthersAnother() throws {
        let bench = try Bench()
        try Tree { RegularFile("a", "1") }.write(to: try bench.reference)
        try bench.build()
        let first = try plan(bench)
        let second = try bench.restorer().plan(
            scope: .reinstallation,
            now: Bench.now.adding(seconds: 999)
        )
        #expect(first.id == second.id)
        try Tree { RegularFile("b", "1") }.write(to: try bench.station)
        #expect(try plan(bench).id != first.id)
    }

    @Test func aPlanThatWouldLoseMoreIsRefused() throws {
        let bench = try Bench()
        try Tree { RegularFile("a", "1") }.write(to: try bench.reference)
        try bench.build()
        let approved = try plan(bench)
        try Tree { RegularFile("since", "mine") }.write(to: try bench.station)
        let error = #expect(throws: DeployerError.self) {
            try bench.restorer().restore(
                approved,
                approve: approved.id,
                options: Bench.anyRoot,
                now: Bench.now
            )
        }
        #expect(error?.code == .planChanged)
        #expect(error?.items == ["remove /since"])
        #expect(try bench.station.statusIfPresent(of: RelativePath("a")) == nil)
    }

    @Test func aPlanThatLosesLessProceeds() throws {
        let bench = try Bench()
        try Tree { RegularFile("a", "1") }.write(to: try bench.reference)
        try Tree { RegularFile("x", "1") }.write(to: try bench.station)
        try bench.build()
        let approved = try plan(bench)
        try bench.station.removeFile(RelativePath("x"))
        let outcome = try bench.restorer().restore(
            approved,
            approve: approved.id,
            options: Bench.anyRoot,
            now: Bench.now
        )
        bench.expectDone(outcome)
        guard case .done(let report) = outcome else { return }
        #expect(report.approved == approved.id)
        #expect(report.plan.id != approved.id)
    }

    @Test func aPlanChangedByHandOrAnotherIdIsRefused() throws {
        let bench = try Bench()
        try Tree { RegularFile("a", "1") }.write(to: try bench.reference)
        try bench.build()
        var approved = try plan(bench)
        let other = try Digest(hex: String(repeating: "0", count: 64))
        for changes in [approved.changes, []] {
            approved.changes = changes
            let id = changes.isEmpty ? approved.id : other
            let error = #expect(throws: DeployerError.self) {
                try bench.restorer().restore(
                    approved,
                    approve: id,
                    options: Bench.anyRoot,
                    now: Bench.now
                )
            }
            #expect(error?.code == .approvalMismatch)
        }
    }

    @Test func removalsBeyondTheCapMustBeNamed() throws {
        var bench = try Bench()
        bench.removalCap = 2
        try Tree {
            RegularFile("x", "1")
            RegularFile("y", "1")
            RegularFile("z", "1")
        }.write(to: try bench.station)
        try bench.build()
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        #expect(error?.code == .removalCapExceeded)
        var options = Bench.anyRoot
        options.removals = 3
        bench.expectDone(try bench.restore(options: options))
    }

    @Test func aRepairTouchesOnlyWhatIntactPackagesOwn() throws {
        var bench = try Bench()
        let good = SoftwareLock.Package(
            name: "good",
            version: "1",
            architecture: "amd64",
            isAutomatic: false
        )
        bench.lock = SoftwareLock(packages: [
            good, .init(name: "old", version: "2", architecture: "amd64", isAutomatic: false),
        ])
        bench.installed = SoftwareLock(packages: [
            good, .init(name: "old", version: "1", architecture: "amd64", isAutomatic: false),
        ])
        bench.owner = { path in
            let text = path.description
            return text.contains("good") ? "good" : text.contains("old") ? "old" : nil
        }
        bench.isConffile = { $0.description == "etc/good.conf" }
        try Tree {
            RegularFile("etc/good.conf", "socle")
            RegularFile("usr/good", "socle")
            RegularFile("usr/lib/good/missing", "socle")
            RegularFile("usr/old", "socle")
            RegularFile("usr/unowned", "socle")
        }.write(to: try bench.reference)
        try Tree {
            RegularFile("etc/good.conf", "station")
            RegularFile("usr/good", "broken")
            RegularFile("usr/old", "station")
            RegularFile("usr/unowned", "station")
            RegularFile("usr/foreign", "station")
        }.write(to: try bench.station)
        try bench.build()
        #expect(
            lines(try plan(bench, .repair)) == [
                "replace usr/good", "create usr/lib", "create usr/lib/good",
                "create usr/lib/good/missing",
            ]
        )
        bench.expectDone(try bench.restore(.repair))
    }

    @Test func contentTheStationHasElsewhereIsNotFetched() throws {
        let bench = try Bench()
        let text = String(repeating: "the same bytes ", count: 200)
        try Tree { RegularFile("usr/new-name", text) }.write(to: try bench.reference)
        try Tree { RegularFile("usr/old-name", text) }.write(to: try bench.station)
        try bench.build()
        let plan = try plan(bench)
        #expect(plan.bytesToFetch == 0)
        #expect(plan.bytesReused == UInt64(text.utf8.count))
        bench.expectDone(try bench.restore())
        expectSame(
            try bench.snapshot(try bench.station),
            try bench.snapshot(try bench.reference)
        )
    }

    @Test func aRootThatIsNoneIsRefusedUnlessMeant() throws {
        let bench = try Bench()
        try bench.build()
        let error = #expect(throws: DeployerError.self) {
            try bench.restore(options: Restorer.Options())
        }
        #expect(error?.code == .notARoot)
    }
}
