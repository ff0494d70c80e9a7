import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// A transaction of every kind of step, stopped and failed at each of its effects.
@Suite(.scratch, .serialized, .enabled(if: isRoot, "needs root: owners, devices"))
struct InterruptionTests {
    private static let folder = "case"

    /// Writes a fresh station and the reference beside it; on a flat disk neither has hard links.
    private func bench(isFlat: Bool = false) throws -> Bench {
        let scratch = Scratch.current.directory
        let name = try RelativePath(Self.folder)
        if try scratch.statusIfPresent(of: name) != nil { try scratch.removeTree(name) }
        try scratch.makeDirectory(name, permissions: 0o755)
        let bench = try Bench(try scratch.openDirectory(name))
        try Self.station(isFlat).write(to: try bench.station)
        // The first restore of all creates this folder, and the root's own time may then move.
        try bench.station.makeDirectory(RelativePath(".socle"), permissions: 0o700)
        try Self.reference(isFlat).write(to: try bench.reference)
        try bench.build()
        return bench
    }

    private static func reference(_ isFlat: Bool) -> Tree {
        Tree {
            RegularFile("etc/conf", "the socle's", mode: 0o640)
            RegularFile("etc/mode", "same", mode: 0o4755)
            RegularFile("usr/bin/tool", "tool 2")
            if !isFlat { HardLink("usr/bin/tool-2", to: "usr/bin/tool") }
            RegularFile("usr/new/deep/file", "created")
            RegularFile("usr/was-folder", "now a file")
            RegularFile("usr/was-empty", "now a file")
            Folder("usr/was-file", mode: 0o750) { RegularFile("inside", "in") }
            Symlink("usr/link", to: "new")
            Folder("usr/mode", mode: 0o2755)
        }
    }
    private static func station(_ isFlat: Bool) -> Tree {
        Tree {
            RegularFile("etc/conf", "a teacher's", mode: 0o644)
            RegularFile("etc/mode", "same", mode: 0o644)
            RegularFile("usr/bin/tool", "tool 1", modified: FileTime(seconds: 5))
            if !isFlat { HardLink("usr/bin/other", to: "usr/bin/tool") }
            RegularFile("usr/was-file", "a file")
            Folder("usr/was-folder", mode: 0o711) { RegularFile("inside", "in") }
            Folder("usr/was-empty", mode: 0o711)
            Symlink("usr/link", to: "old")
            Folder("usr/mode", mode: 0o700)
            Folder("opt/game", mode: 0o755) { RegularFile("run", "play", mode: 0o755) }
        }
    }

    private func restore(_ bench: Bench, _ disk: CountingDisk) throws -> RestoreOutcome {
        let restorer = try bench.restorer(workers: 1)
        let plan = try restorer.plan(scope: .reinstallation, now: Bench.now)
        return try restorer.restore(
            plan,
            approve: plan.id,
            options: Bench.anyRoot,
            observer: SilentObserver(),
            now: Bench.now,
            disk: disk
        )
    }

    /// The number of effects of the whole transaction.
    private func effects(isFlat: Bool = false) throws -> Int {
        let bench = try bench(isFlat: isFlat)
        let disk = CountingDisk(try bench.station, isFlat: isFlat)
        bench.expectDone(try restore(bench, disk))
        return disk.count
    }

    /// A restore in a process of its own, which ends at effect `at`.
    private static func crashingRestore(_ path: String, at: Int) throws {
        let bench = try Bench(try Directory.open(path))
        let restorer = try bench.restorer(workers: 1)
        let plan = try restorer.plan(scope: .reinstallation, now: Bench.now)
        _ = try restorer.restore(
            plan,
            approve: plan.id,
            options: Bench.anyRoot,
            observer: SilentObserver(),
            now: Bench.now,
            disk: CountingDisk(try bench.station, .crash(at: at))
        )
    }

    @Test func aStopAtAnyEffectEndsInTheOldOrTheNewState() async throws {
        let total = try effects()
        #expect(total > 60)
        var old = 0
        var new = 0
        for at in 0..<total {
            let bench = try bench()
            let before = try bench.snapshot(try bench.station)
            let goal = try bench.snapshot(try bench.reference)
            let path = "\(Scratch.current.path)/\(Self.folder)"
            await #expect(processExitsWith: .exitCode(137)) {
                [path = path as String, at = at as Int] in
                try Self.crashingRestore(path, at: at)
            }
            let outcome = try Recovery.recover(try bench.station)
            let after = try bench.snapshot(try bench.station)
            if case .finished = outcome {
                expectSame(after, goal)
                new += 1
            } else if after == goal {
                new += 1
            } else {
                expectSame(after, before)
                old += 1
            }
            #expect(try Recovery.recover(try bench.station) == .nothingToDo)
            expectSame(try bench.snapshot(try bench.station), after)
        }
        #expect(old > 0 && new > 0)
    }

    /// No space, an I/O error, no quota left.
    @Test(arguments: [Int32(28), 5, 122], [false, true])
    func aFailureOfAnyEffectLeavesTheOldState(errno: Int32, isFlat: Bool) throws {
        let total = try effects(isFlat: isFlat)
        var done = 0
        for at in 0..<total {
            let bench = try bench(isFlat: isFlat)
            let before = try bench.snapshot(try bench.station)
            let goal = try bench.snapshot(try bench.reference)
            do {
                let outcome = try restore(
                    bench,
                    CountingDisk(
                        try bench.station,
                        .fail(at: at, errno: errno),
                        isFlat: isFlat
                    )
                )
                switch outcome {
                case .done:
                    expectSame(try bench.snapshot(try bench.station), goal)
                    done += 1
                    continue
                case .rolledBack: break
                case .recoveryNeeded:
                    // What says so must have something to recover.
                    #expect(try Recovery.isPending(try bench.station))
                    let disk = CountingDisk(try bench.station, isFlat: isFlat)
                    guard case .finished = try Recovery.recover(disk) else {
                        Issue.record("effect \(at): not finished")
                        continue
                    }
                    expectSame(try bench.snapshot(try bench.station), goal)
                    done += 1
                    continue
                default: Issue.record("effect \(at): \(outcome)")
                }
            } catch let error as DeployerError {
                #expect([.platform, .notEnoughSpace, .recoveryPending].contains(error.code))
            }
            expectSame(try bench.snapshot(try bench.station), before)
            #expect(try Recovery.recover(try bench.station) == .nothingToDo)
            expectSame(try bench.snapshot(try bench.station), before)
            bench.expectDone(try bench.restore())
        }
        #expect(done < total / 4)
    }

    @Test(arguments: [false, true])
    func aDiskThatFailsForGoodIsRecoveredLater(isFlat: Bool) throws {
        let total = try effects(isFlat: isFlat)
        for at in 0..<total {
            let bench = try bench(isFlat: isFlat)
            let before = try bench.snapshot(try bench.station)
            let goal = try bench.snapshot(try bench.reference)
            // An error is one of the expected ends here; the state afterwards is what counts.
            _ = try? restore(
                bench,
                CountingDisk(
                    try bench.station,
                    .failForGood(at: at, errno: 5),
                    isFlat: isFlat
                )
            )
            _ = try Recovery.recover(CountingDisk(try bench.station, isFlat: isFlat))
            let after = try bench.snapshot(try bench.station)
            if after != goal { expectSame(after, before) }
            #expect(try Recovery.isPending(try bench.station) == false)
        }
    }

    @Test(arguments: [false, true], [false, true])
    func aRecoveryStoppedAtAnyEffectIsRecovered(takeBack: Bool, isFlat: Bool) throws {
        let total = try effects(isFlat: isFlat)
        for at in stride(from: total / 3, to: total, by: 3) {
            var inner = at % 4
            while true {
                let bench = try bench(isFlat: isFlat)
                let before = try bench.snapshot(try bench.station)
                let goal = try bench.snapshot(try bench.reference)
                // The restore stops here as a power cut would: nothing after `at` happens.
                _ = try? restore(
                    bench,
                    CountingDisk(
                        try bench.station,
                        .failForGood(at: at, errno: 5),
                        isFlat: isFlat
                    )
                )
                let disk = CountingDisk(
                    try bench.station,
                    .failForGood(at: inner, errno: 5),
                    isFlat: isFlat
                )
                let first = try? Recovery.recover(disk, takeBack: takeBack)
                _ = try Recovery.recover(CountingDisk(try bench.station, isFlat: isFlat))
                let after = try bench.snapshot(try bench.station)
                if after != goal { expectSame(after, before) }
                if first != nil { break }
                inner += 4
            }
        }
    }
}
