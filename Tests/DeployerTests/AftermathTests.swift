import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// Steps that follow a commit or an undo, stopped and failed at each effect of the whole.
@Suite(.scratch, .serialized, .enabled(if: isRoot, "needs root: owners, quarantine"))
struct AftermathTests {
    private static let folder = "case"
    private static let caches = ["etc/cache", "usr/share/cache"]
    private static let cacheTime = FileTime(seconds: 1_780_000_000)

    /// A step that writes into two caches what the tool is: one stands in a directory the restore
    /// changes, one in a directory it leaves alone.
    private static func runner(_ disk: CountingDisk) -> StepRunner {
        StepRunner { step, root in
            var result = StepResult(
                id: step.id,
                isCritical: step.isCritical,
                failure: nil,
                output: ""
            )
            do {
                let tool = try root.read(RelativePath("usr/bin/tool"), limit: 99)
                for cache in caches {
                    try disk.replace(RelativePath(cache), with: tool, permissions: 0o600)
                    try disk.setModified(cacheTime, of: RelativePath(cache))
                }
            } catch {
                result.failure = "\(error)"
            }
            return result
        }
    }

    private static let failing = StepRunner { step, _ in
        StepResult(id: step.id, isCritical: step.isCritical, failure: "no", output: "")
    }

    private static func tree(_ text: String, _ modified: FileTime, isNew: Bool) -> Tree {
        Tree {
            RegularFile("etc/cache", text, mode: 0o600, modified: cacheTime)
            RegularFile("etc/other", "same")
            RegularFile("usr/bin/tool", text)
            Folder("usr/share", modified: modified) {
                RegularFile("cache", text, mode: 0o600, modified: cacheTime)
                RegularFile(isNew ? "new" : "old", "a name")
            }
        }
    }

    private static func open(_ directory: Directory) throws -> Bench {
        var bench = try Bench(
            directory,
            rules: try caches.map { PathRule(try PathPattern($0), .generated) }
        )
        bench.steps = [
            PostRestoreStep(
                id: "cache",
                arguments: ["/bin/sh", "-c", "a\nb"],
                watched: [try PathPattern("/usr/bin")],
                isCritical: true,
                timeout: 5
            )
        ]
        return bench
    }

    /// Writes a fresh station and the reference beside it.
    private func bench() throws -> Bench {
        let scratch = Scratch.current.directory
        let name = try RelativePath(Self.folder)
        if try scratch.statusIfPresent(of: name) != nil { try scratch.removeTree(name) }
        try scratch.makeDirectory(name, permissions: 0o755)
        let bench = try Self.open(try scratch.openDirectory(name))
        try Self.tree("tool 1", FileTime(seconds: 7), isNew: false).write(to: try bench.station)
        try bench.station.makeDirectory(RelativePath(".socle"), permissions: 0o700)
        try Self.tree("tool 2", FileTime(seconds: 9), isNew: true).write(to: try bench.reference)
        try bench.build()
        return bench
    }

    private static func restore(
        _ bench: Bench,
        _ disk: CountingDisk,
        _ runner: StepRunner? = nil,
        scope: RestoreScope = .reinstallation
    ) throws -> RestoreOutcome {
        let restorer = try bench.restorer(workers: 1)
        let plan = try restorer.plan(scope: scope, now: Bench.now)
        return try restorer.restore(
            plan,
            approve: plan.id,
            options: Bench.anyRoot,
            observer: SilentObserver(),
            now: Bench.now,
            disk: disk,
            runner: runner ?? Self.runner(disk)
        )
    }

    private static func undo(
        _ disk: CountingDisk,
        _ runner: StepRunner? = nil
    ) throws -> UndoOutcome {
        let undo = try Undo.plan(disk, now: Bench.now)
        return try Undo.run(
            disk,
            approve: undo.id,
            now: Bench.now,
            runner: runner ?? Self.runner(disk)
        )
    }

    private func recover(
        _ bench: Bench,
        takeBack: Bool = false,
        _ runner: StepRunner? = nil
    ) throws -> Recovery.Outcome {
        let disk = CountingDisk(try bench.station)
        return try Recovery.recover(
            disk,
            takeBack: takeBack,
            runner: runner ?? Self.runner(disk)
        )
    }

    private func effects() throws -> (restore: Int, undo: Int) {
        let bench = try bench()
        let disk = CountingDisk(try bench.station)
        bench.expectDone(try Self.restore(bench, disk))
        let second = CountingDisk(try bench.station)
        _ = try Self.undo(second)
        return (disk.count, second.count)
    }

    private static func crashing(_ path: String, at: Int, undoes: Bool) throws {
        let bench = try Self.open(try Directory.open(path))
        let disk = CountingDisk(try bench.station, .crash(at: at))
        if undoes {
            _ = try undo(disk)
        } else {
            _ = try restore(bench, disk)
        }
    }

    /// A restore whose process ends while its step runs.
    private func killedInItsStep() async throws -> (Bench, before: TreeSnapshot) {
        let bench = try bench()
        let before = try bench.snapshot(try bench.station)
        let path = "\(Scratch.current.path)/\(Self.folder)"
        await #expect(processExitsWith: .exitCode(137)) { [path = path as String] in
            let bench = try Self.open(try Directory.open(path))
            _ = try Self.restore(
                bench,
                CountingDisk(try bench.station),
                StepRunner { _, _ in crash() }
            )
        }
        return (bench, before)
    }

    private func log(_ bench: Bench, _ number: Int64) throws -> WriteAheadLog {
        let folder = TransactionHeader.folder(number)
        let path = try RelativePath(".socle/quarantine/\(folder)/manifest")
        return try WriteAheadLog(try bench.station.read(path, limit: 1 << 20), name: folder)
    }

    // MARK: Every effect

    @Test(arguments: [false, true])
    func aStopAtAnyEffectEndsWithTheCachesOfTheTree(undoes: Bool) async throws {
        let total = try effects()
        var ends: [Bool: Int] = [:]
        for at in 0..<(undoes ? total.undo : total.restore) {
            let bench = try bench()
            var before = try bench.snapshot(try bench.station)
            var goal = try bench.snapshot(try bench.reference)
            if undoes {
                bench.expectDone(try Self.restore(bench, CountingDisk(try bench.station)))
                swap(&before, &goal)
            }
            let path = "\(Scratch.current.path)/\(Self.folder)"
            await #expect(processExitsWith: .exitCode(137)) {
                [path = path as String, at = at as Int, undoes = undoes as Bool] in
                try Self.crashing(path, at: at, undoes: undoes)
            }
            let wasPending = try Recovery.isPending(try bench.station)
            let outcome = try recover(bench)
            #expect((outcome == .nothingToDo) == !wasPending)
            let after = try bench.snapshot(try bench.station)
            let isNew = wasPending || after == goal
            expectSame(after, isNew ? goal : before)
            ends[isNew, default: 0] += 1
            #expect(try recover(bench, Self.failing) == .nothingToDo)
            expectSame(try bench.snapshot(try bench.station), after)
        }
        #expect(ends.count == 2)
    }

    @Test func aFailureOfAnyEffectEndsInOneStateOrTheOther() throws {
        let total = try effects().restore
        var completed = 0
        for at in 0..<total {
            let bench = try bench()
            let before = try bench.snapshot(try bench.station)
            let goal = try bench.snapshot(try bench.reference)
            let disk = CountingDisk(try bench.station, .fail(at: at, errno: 5))
            do {
                switch try Self.restore(bench, disk) {
                case .done: expectSame(try bench.snapshot(try bench.station), goal)
                case .rolledBack: expectSame(try bench.snapshot(try bench.station), before)
                case .recoveryNeeded:
                    #expect(try Recovery.isPending(try bench.station))
                    _ = try recover(bench)
                    expectSame(try bench.snapshot(try bench.station), goal)
                    completed += 1
                default: Issue.record("effect \(at)")
                }
            } catch let error as DeployerError {
                // Nothing is changed where an error is thrown.
                #expect([.platform, .recoveryPending].contains(error.code))
                _ = try recover(bench)
                let after = try bench.snapshot(try bench.station)
                expectSame(after, error.code == .platform ? before : after)
            }
            #expect(try !Recovery.isPending(try bench.station))
        }
        #expect(completed > 0)
    }

    @Test(arguments: [false, true])
    func aRecoveryStoppedAtAnyEffectIsRecovered(takeBack: Bool) throws {
        let total = try effects().restore
        for at in stride(from: total / 3, to: total, by: 2) {
            var inner = 0
            while true {
                let bench = try bench()
                let before = try bench.snapshot(try bench.station)
                let goal = try bench.snapshot(try bench.reference)
                // Nothing after `at` happens, as if the power went.
                _ = try? Self.restore(
                    bench,
                    CountingDisk(try bench.station, .failForGood(at: at, errno: 5))
                )
                let disk = CountingDisk(try bench.station, .failForGood(at: inner, errno: 5))
                let first = try? Recovery.recover(
                    disk,
                    takeBack: takeBack,
                    runner: Self.runner(disk)
                )
                _ = try recover(bench)
                let after = try bench.snapshot(try bench.station)
                if after != goal { expectSame(after, before) }
                #expect(try !Recovery.isPending(try bench.station))
                if first != nil { break }
                inner += 3
            }
        }
    }

    // MARK: One rule each

    @Test func stepsAStopKeptFromRunningMakeARecoveryPending() async throws {
        let (bench, _) = try await killedInItsStep()
        #expect(try Recovery.isPending(try bench.station))
        let error = #expect(throws: DeployerError.self) {
            try Undo.plan(try bench.station, now: Bench.now)
        }
        #expect(error?.code == .recoveryPending)
        #expect(try StationStatus.read(try bench.station).applied.layers.isEmpty)
        let plan = try log(bench, 1).header.plan
        #expect(try recover(bench) == .finished(plan: plan, kept: []))
        expectSame(
            try bench.snapshot(try bench.station),
            try bench.snapshot(try bench.reference)
        )
        #expect(try StationStatus.read(try bench.station).applied.layers.count == 1)
        _ = try Self.undo(CountingDisk(try bench.station))
        #expect(try !Recovery.isPending(try bench.station))
    }

    @Test func aRecoveryWaitsForThePackageManagerAndChangesNothing() async throws {
        let (bench, _) = try await killedInItsStep()
        try Tree { RegularFile("var/lib/dpkg/lock") }.write(to: try bench.station)
        let held = try FileLock.acquire(
            in: try bench.station,
            RelativePath("var/lib/dpkg/lock"),
            kind: .record
        )
        let before = try TreeSnapshot.capture(try bench.station)
        let error = #expect(throws: DeployerError.self) { try recover(bench) }
        #expect(error?.code == .locked)
        #expect(error?.subject == "/var/lib/dpkg/lock")
        expectSame(try TreeSnapshot.capture(try bench.station), before)
        held.release()
        let plan = try log(bench, 1).header.plan
        #expect(try recover(bench) == .finished(plan: plan, kept: []))
    }

    @Test(arguments: [false, true])
    func aRecoveryTakesTheRestoreBackWhenACriticalStepFailsOrItIsAsked(asked: Bool) async throws {
        let (bench, before) = try await killedInItsStep()
        let plan = try log(bench, 1).header.plan
        let outcome = try recover(bench, takeBack: asked, asked ? nil : Self.failing)
        guard case .takenBack(plan, let reason, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect((reason == nil) == asked)
        expectSame(try bench.snapshot(try bench.station), before)
        #expect(try recover(bench) == .nothingToDo)
        #expect(
            try StationStatus.read(try bench.station).quarantine.map(\.isUndone) == [true, false]
        )
    }

    @Test(arguments: [false, true])
    func anErrorAfterTheCommitAsksForARecovery(takesBack: Bool) throws {
        let bench = try bench()
        let state = try RelativePath("var/lib/socle")
        // The record of the layers can not be written, or what was displaced can not be read.
        let spoiler = StepRunner { step, root in
            var failure: String?
            do {
                if takesBack {
                    failure = "no"
                    let manifest = try RelativePath(".socle/quarantine/t00000001/manifest")
                    try root.rename(manifest, to: root, RelativePath("away"), mode: .noReplace)
                } else {
                    try root.rename(state, to: root, RelativePath("away"), mode: .noReplace)
                    try root.makeSymbolicLink(state, target: Array("nowhere".utf8))
                }
            } catch {
                Issue.record("\(error)")
            }
            return StepResult(
                id: step.id,
                isCritical: step.isCritical,
                failure: failure,
                output: ""
            )
        }
        let outcome = try Self.restore(bench, CountingDisk(try bench.station), spoiler)
        guard case .recoveryNeeded(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!reason.isEmpty)
        let away = try RelativePath("away")
        if takesBack {
            let manifest = try RelativePath(".socle/quarantine/t00000001/manifest")
            try bench.station.rename(away, to: bench.station, manifest, mode: .noReplace)
        } else {
            try bench.station.removeFile(state)
            try bench.station.rename(away, to: bench.station, state, mode: .noReplace)
        }
        #expect(try recover(bench) != .nothingToDo)
        let tool = try bench.station.read(RelativePath("usr/bin/tool"), limit: 99)
        #expect(tool == Array("tool 2".utf8))
        if !takesBack {
            #expect(try StationStatus.read(try bench.station).applied.layers.count == 1)
        }
    }

    @Test func anUndoReportsAStepThatFailsAndStands() throws {
        let bench = try bench()
        bench.expectDone(try Self.restore(bench, CountingDisk(try bench.station)))
        guard
            case .done(_, _, let steps) = try Self.undo(
                CountingDisk(try bench.station),
                Self.failing
            )
        else {
            Issue.record("the undo did not stand")
            return
        }
        #expect(steps.map(\.failure) == ["no"])
        #expect(try !Recovery.isPending(try bench.station))
        #expect(
            try bench.station.read(RelativePath("usr/bin/tool"), limit: 99)
                == Array("tool 1".utf8)
        )
    }

    @Test func theJournalCarriesTheStepsAndTheTimesOfTheirDirectories() throws {
        let bench = try bench()
        bench.expectDone(try Self.restore(bench, CountingDisk(try bench.station)))
        _ = try Self.undo(CountingDisk(try bench.station))
        let (restore, undo) = (try log(bench, 1).header, try log(bench, 2).header)
        #expect(restore.steps == bench.steps)
        #expect(undo.steps == bench.steps)
        #expect(restore.settle.map(\.path.description) == ["etc", "usr/share"])
        #expect(restore.settle.last?.time == FileTime(seconds: 9))
        #expect(undo.settle.last?.time == FileTime(seconds: 7))
        #expect(try StationStatus.read(try bench.station).quarantine.first?.count == 0)
    }

    @Test func aRepairLeavesTheTimesOfDirectoriesAlone() throws {
        var bench = try bench()
        bench.lock = SoftwareLock(packages: [
            .init(name: "tool", version: "1", architecture: "amd64", isAutomatic: false)
        ])
        bench.installed = bench.lock
        bench.owner = { $0.description == "usr/bin/tool" ? "tool" : nil }
        try bench.build()
        bench.expectDone(
            try Self.restore(bench, CountingDisk(try bench.station), scope: .repair)
        )
        let header = try log(bench, 1).header
        #expect(header.steps == bench.steps)
        #expect(header.settle.isEmpty)
        #expect(
            try bench.station.read(RelativePath("etc/cache"), limit: 99)
                == Array("tool 2".utf8)
        )
    }
}
