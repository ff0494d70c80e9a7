import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .enabled(if: isRoot, "needs root: owners, devices, chroot"))
struct SafetyTests {
    @Test func aSecondSocleAtOnceIsRefused() throws {
        let bench = try Bench()
        try Tree { RegularFile("a", "1") }.write(to: try bench.reference)
        try bench.build()
        try bench.station.makeDirectory(RelativePath(".socle"), permissions: 0o700)
        let held = try FileLock.acquire(
            in: try bench.station,
            RelativePath(".socle/lock"),
            kind: .flock
        )
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        #expect(error?.code == .locked)
        held.release()
        bench.expectDone(try bench.restore())
    }

    @Test func dpkgAtWorkIsRespected() throws {
        let bench = try Bench()
        for root in [try bench.reference, try bench.station] {
            try Tree { RegularFile("var/lib/dpkg/lock-frontend") }.write(to: root)
        }
        try Tree { RegularFile("a", "1") }.write(to: try bench.reference)
        try bench.build()
        let held = try FileLock.acquire(
            in: try bench.station,
            RelativePath("var/lib/dpkg/lock-frontend"),
            kind: .record
        )
        let error = #expect(throws: DeployerError.self) { try bench.restore() }
        #expect(error?.code == .locked)
        #expect(error?.subject == "/var/lib/dpkg/lock-frontend")
        held.release()
    }

    /// Puts a symbolic link in a directory's place once the staging begins.
    private struct Planter: RestoreObserver {
        let station: Directory
        let victim: String

        func restore(_ phase: RestorePhase, _ progress: RestoreProgress) {
            guard phase == .staging, let path = try? RelativePath("usr") else { return }
            // It is there the first time only.
            try? station.rename(path, to: station, RelativePath("moved"), mode: .noReplace)
            try? station.makeSymbolicLink(path, target: Array(victim.utf8))
        }
    }

    @Test func aLinkPlantedDuringTheRestoreLeadsNowhere() throws {
        let bench = try Bench()
        let count = 140
        try Tree {
            for number in 0..<count { RegularFile("usr/f\(number)", "content \(number)") }
        }.write(to: try bench.reference)
        try Tree { Folder("usr") }.write(to: try bench.station)
        try Tree { Folder("victim") { RegularFile("f1", "precious") } }
            .write(to: bench.directory)
        try bench.build()
        let restorer = try bench.restorer(workers: 1)
        let plan = try restorer.plan(scope: .reinstallation, now: Bench.now)
        let outcome = try restorer.restore(
            plan,
            approve: plan.id,
            options: Bench.anyRoot,
            observer: Planter(
                station: try bench.station,
                victim: "\(Scratch.current.path)/victim"
            ),
            now: Bench.now
        )
        guard case .rolledBack = outcome else {
            Issue.record("the restore went on: \(outcome)")
            return
        }
        let victim = try bench.directory.openDirectory(RelativePath("victim"))
        #expect(try victim.entries().map { String(decoding: $0.name, as: UTF8.self) } == ["f1"])
        #expect(try victim.read(RelativePath("f1"), limit: 99) == Array("precious".utf8))
    }

    @Test func whatChangedSinceARestoreIsKeptAsideByItsUndo() throws {
        let bench = try Bench()
        try Tree { RegularFile("usr/new/file", "socle") }.write(to: try bench.reference)
        try Tree { RegularFile("usr/old", "station") }.write(to: try bench.station)
        try bench.build()
        let before = try bench.snapshot(try bench.station)
        try bench.restore()
        let late = try RelativePath("usr/new/late")
        try bench.station.createFile(late, permissions: 0o644).write(Array("mine".utf8))
        let undo = try Undo.plan(try bench.station, now: Bench.now)
        #expect(undo.changedSince == [late])
        _ = try Undo.run(try bench.station, approve: undo.id, now: Bench.now)
        expectSame(try bench.snapshot(try bench.station), before)
        let status = try StationStatus.read(try bench.station)
        #expect(status.quarantine.map(\.undoes) == [nil, 1])
        #expect(status.quarantine.map(\.isUndone) == [true, false])
        #expect(status.quarantine.last?.count == 2)
    }

    @Test func restoresAreUndoneLastFirst() throws {
        let bench = try Bench()
        try Tree { RegularFile("usr/a", "1") }.write(to: try bench.reference)
        try Tree { RegularFile("usr/a", "0") }.write(to: try bench.station)
        try bench.build()
        let first = try bench.snapshot(try bench.station)
        try bench.restore()
        try bench.station.removeFile(RelativePath("usr/a"))
        let second = try bench.snapshot(try bench.station)
        try bench.restore()
        try bench.undo()
        expectSame(try bench.snapshot(try bench.station), second)
        _ = try bench.station.createFile(RelativePath("usr/a"), permissions: 0o644)
        try bench.undo()
        expectSame(try bench.snapshot(try bench.station), first)
        let error = #expect(throws: DeployerError.self) { try bench.undo() }
        #expect(error?.code == .nothingToUndo)
    }

    @Test func theStatusSaysWhichLayersWereApplied() throws {
        let bench = try Bench()
        try Tree { RegularFile("usr/a", "1") }.write(to: try bench.reference)
        try bench.build()
        #expect(try StationStatus.read(try bench.station).applied.layers.isEmpty)
        try bench.restore()
        let status = try StationStatus.read(try bench.station)
        #expect(status.applied.layers.map(\.edition) == ["1"])
        #expect(status.applied.applied == Bench.now)
        #expect(!status.needsRecovery)
        #expect(status.verified != nil)
        try bench.undo()
        #expect(try StationStatus.read(try bench.station).applied.layers.isEmpty)
    }

    @Test func aCriticalStepThatFailsTakesTheRestoreBack() throws {
        var bench = try Bench()
        bench.steps = [
            PostRestoreStep(
                id: "boot",
                arguments: ["/bin/absent"],
                watched: [try PathPattern("/usr")],
                isCritical: true,
                timeout: 5
            )
        ]
        try Tree { RegularFile("usr/a", "1") }.write(to: try bench.reference)
        try bench.build()
        let before = try bench.snapshot(try bench.station)
        let outcome = try bench.restore()
        guard case .rolledBack(let report, let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.contains("“boot”"))
        #expect(report.steps.first?.failure != nil)
        expectSame(try bench.snapshot(try bench.station), before)
    }

    @Test func anotherStepThatFailsIsReported() throws {
        var bench = try Bench()
        let absent = ["/bin/absent"]
        bench.steps = [
            PostRestoreStep(
                id: "cache",
                arguments: absent,
                watched: [try PathPattern("/usr")],
                isCritical: false,
                timeout: 5
            ),
            PostRestoreStep(
                id: "unwatched",
                arguments: absent,
                watched: [try PathPattern("/boot")],
                isCritical: true,
                timeout: 5
            ),
        ]
        try Tree { RegularFile("usr/a", "1") }.write(to: try bench.reference)
        try bench.build()
        guard case .done(let report) = try bench.restore() else {
            Issue.record("not done")
            return
        }
        #expect(report.steps.map(\.id) == ["cache"])
        #expect(report.steps.first?.failure != nil)
    }
}
