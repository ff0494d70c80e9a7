import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// A restore plans again: what its plan read a moment ago and nothing touched is not read twice.
@Suite(.scratch, .enabled(if: isRoot, "needs root: owners")) struct SecondPlanTests {
    private struct Planned {
        let bench: Bench
        let restorer: Restorer
        let plan: Plan

        func restore() throws -> RestoreReport? {
            let outcome = try restorer.restore(
                plan,
                approve: plan.id,
                options: Bench.anyRoot,
                now: Bench.now
            )
            bench.expectDone(outcome)
            guard case .done(let report) = outcome else { return nil }
            return report
        }
    }

    /// A station with one altered file, planned as `socle plan` does it.
    private func planned(_ method: FileComparison.Method = .deep) throws -> Planned {
        let bench = try Bench()
        try Tree {
            RegularFile("usr/a", "one")
            RegularFile("usr/b", "two")
        }.write(to: try bench.reference)
        try bench.build()
        try bench.restore()
        try bench.station.openFileForWriting(RelativePath("usr/a")).write(Array("ONE".utf8))
        // What changed in the tick the comparison began in would be read again anyway.
        MonotonicClock.sleep(seconds: 0.1)
        let restorer = try bench.restorer()
        let comparison = try restorer.compare(method: method)
        try restorer.keep(comparison, now: Bench.now)
        let plan = try restorer.plan(
            scope: .reinstallation,
            comparison: comparison,
            now: Bench.now
        )
        return Planned(bench: bench, restorer: restorer, plan: plan)
    }

    @Test func whatThePlanReadIsNotReadAgain() throws {
        #expect(try planned().restore()?.method == .quick)
    }

    @Test func whatIsTouchedAfterThePlanIsSeen() throws {
        let planned = try planned()
        let path = try RelativePath("usr/b")
        let station = try planned.bench.station
        let time = try station.status(of: path).modified
        try station.openFileForWriting(path).write(Array("TWO".utf8))
        try station.setModified(time, of: path)
        #expect { try planned.restore() } throws: { error in
            (error as? DeployerError)?.items == ["replace /usr/b"]
        }
    }

    @Test func afterARestartEverythingIsReadAgain() throws {
        let planned = try planned()
        let station = try planned.bench.station
        let key = try VerifiedState.key(layers: planned.plan.layers, root: station)
        let state = try #require(VerifiedState.load(station, key: key))
        try VerifiedState(
            key: key,
            marks: state.marks,
            made: state.made,
            deepBoot: try Digest(hex: String(repeating: "0", count: 64))
        ).save(station)
        #expect(try planned.restore()?.method == .deep)
    }

    @Test func aQuickComparisonVouchesForNoPlan() throws {
        #expect(try planned(.quick).restore()?.method == .deep)
    }

    @Test func aStateOfAnotherMomentVouchesForNoPlan() throws {
        var planned = try planned()
        var plan = planned.plan
        plan.made = Instant(secondsSince1970: plan.made.secondsSince1970 - 1)
        planned = Planned(bench: planned.bench, restorer: planned.restorer, plan: plan)
        #expect(try planned.restore()?.method == .deep)
    }
}
