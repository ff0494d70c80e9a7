import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// What the quarantine keeps, for how long, and who may empty it.
@Suite(.scratch, .enabled(if: isRoot, "needs root: owners, quarantine"))
struct PurgeTests {
    private static let day: Int64 = 86_400

    /// A station restored twice, three days apart; the first restore displaced somebody's file.
    private func restoredTwice(limits: QuarantineLimits) throws -> Bench {
        let bench = try Bench()
        try Tree { RegularFile("usr/tool", "the socle's") }.write(to: try bench.reference)
        try Tree {
            RegularFile("usr/tool", "altered")
            RegularFile("usr/foreign", "foreign")
            RegularFile("cours/notes.odt", "mine", owner: 1001)
        }.write(to: try bench.station)
        try bench.build()
        try restore(bench, at: Bench.now, limits)
        try Tree { RegularFile("usr/later", "later") }.write(to: try bench.station)
        try restore(bench, at: Bench.now.adding(seconds: 3 * Self.day), limits)
        return bench
    }

    private func restore(_ bench: Bench, at now: Instant, _ limits: QuarantineLimits) throws {
        let restorer = try bench.restorer()
        let plan = try restorer.plan(scope: .reinstallation, now: now)
        let options = Restorer.Options(acceptsEmptyRoot: true, limits: limits)
        bench.expectDone(
            try restorer.restore(plan, approve: plan.id, options: options, now: now)
        )
    }

    private func quarantine(_ bench: Bench) throws -> [StationStatus.Kept] {
        try StationStatus.read(try bench.station).quarantine
    }

    @Test func withinItsLimitsAllIsKept() throws {
        let bench = try restoredTwice(limits: .standard)
        #expect(try quarantine(bench).map(\.isPurged) == [false, false])
        #expect(try quarantine(bench).map(\.possibleData) == [1, 0])
    }

    @Test(arguments: [
        QuarantineLimits(days: 2, bytes: 1 << 40), QuarantineLimits(days: 999, bytes: 1),
    ])
    func beyondALimitTheOldestGoesButNotWhatMayBeSomebodysData(limits: QuarantineLimits) throws {
        let bench = try restoredTwice(limits: limits)
        let kept = try quarantine(bench)
        #expect(kept.map(\.number) == [1, 2])
        #expect(kept.map(\.isPurged) == [true, false])
        #expect(kept[0].count == 1)
        #expect(kept[0].possibleData == 1)
        try bench.undo()
        let error = #expect(throws: DeployerError.self) { try bench.undo() }
        #expect(error?.code == .nothingToUndo)
    }

    @Test func aPurgeByHandTakesWhatItShowsAndNeedsItsApproval() throws {
        let bench = try restoredTwice(limits: .standard)
        let first = try Purge.plan(try bench.station, through: 1)
        #expect(first.numbers == [1])
        #expect(first.possibleData.map(\.description) == ["cours/notes.odt"])
        let whole = try Purge.plan(try bench.station)
        #expect(whole.numbers == [1, 2])
        let error = #expect(throws: DeployerError.self) {
            try Purge.run(try bench.station, through: 1, approve: whole.id)
        }
        #expect(error?.code == .approvalMismatch)
        _ = try Purge.run(try bench.station, through: 1, approve: first.id)
        #expect(try quarantine(bench).map(\.number) == [2])
        // The later restore can still be undone.
        try bench.undo()
        #expect(try bench.station.statusIfPresent(of: RelativePath("usr/later")) != nil)
    }

    @Test func afterAPurgeOfAllNumbersGoOn() throws {
        let bench = try restoredTwice(limits: .standard)
        _ = try Purge.run(
            try bench.station,
            approve: try Purge.plan(try bench.station).id
        )
        #expect(try quarantine(bench).isEmpty)
        let nothing = #expect(throws: DeployerError.self) { try Purge.plan(try bench.station) }
        #expect(nothing?.code == .nothingToPurge)
        try Tree { RegularFile("usr/more", "more") }.write(to: try bench.station)
        try restore(bench, at: Bench.now, .standard)
        #expect(try quarantine(bench).map(\.number) == [3])
        #expect(try !Recovery.isPending(try bench.station))
    }

    @Test func aPurgeThatIsStoppedLosesNothingAndIsEndedByTheNext() throws {
        var effect = 0
        var isWhole = false
        while !isWhole {
            let folder = try RelativePath("case-\(effect)")
            try Scratch.current.directory.makeDirectory(folder, permissions: 0o755)
            let bench = try stopped(
                try Bench(try Scratch.current.directory.openDirectory(folder)),
                at: effect,
                &isWhole
            )
            let left = try #require(try quarantine(bench).first)
            #expect(left.possibleData == 1)
            // Either all is there to undo, or nothing is offered.
            if left.isPurged {
                let station = try bench.station
                #expect(throws: DeployerError.self) { try Undo.plan(station, now: Bench.now) }
            } else {
                #expect(left.count == 3)
            }
            try Purge.enforce(
                QuarantineLimits(days: 1, bytes: 1 << 40),
                CountingDisk(try bench.station),
                before: 2,
                now: Bench.now.adding(seconds: 9 * Self.day)
            )
            #expect(try quarantine(bench).first?.count == 1)
            effect += 1
        }
        #expect(effect > 3)
    }

    private func stopped(_ bench: Bench, at effect: Int, _ isWhole: inout Bool) throws -> Bench {
        try Tree { RegularFile("usr/tool", "the socle's") }.write(to: try bench.reference)
        try Tree {
            RegularFile("usr/tool", "altered")
            RegularFile("usr/foreign", "foreign")
            RegularFile("cours/notes.odt", "mine", owner: 1001)
        }.write(to: try bench.station)
        try bench.build()
        bench.expectDone(try bench.restore())
        do {
            try Purge.enforce(
                QuarantineLimits(days: 1, bytes: 1 << 40),
                CountingDisk(try bench.station, .failForGood(at: effect, errno: 5)),
                before: 2,
                now: Bench.now.adding(seconds: 9 * Self.day)
            )
            isWhole = true
        } catch is DeployerError {}
        return bench
    }

    @Test func whatNobodyRecordedIsFoundUntilItIs() throws {
        let bench = try restoredTwice(limits: .standard)
        let found = try #require(try Unrecorded.find(try bench.station))
        #expect(found.number == 2)
        #expect(found.undoes == nil)
        try Unrecorded.settle(try bench.station)
        #expect(try Unrecorded.find(try bench.station) == nil)
        try bench.undo()
        #expect(try Unrecorded.find(try bench.station)?.undoes == 2)
    }
}
