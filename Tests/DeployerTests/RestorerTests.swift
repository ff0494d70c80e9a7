import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// How many generated trees are restored: `SOCLE_TREES`, else a number that takes seconds.
private let treeCount = Host.environment("SOCLE_TREES").flatMap { UInt64($0) } ?? 200

/// Files of any owner and device nodes need root.
let isRoot = Host.effectiveUserID == 0

@Suite(.scratch, .enabled(if: isRoot, "needs root: owners, devices")) struct RestorerTests {
    @Test(arguments: UInt64(0)..<treeCount)
    func anyTreeBecomesAnyOtherAndBackAgain(seed: UInt64) throws {
        let bench = try Bench()
        var wanted = RandomTree(try bench.reference, seed: seed)
        try wanted.fill(40)
        var actual = RandomTree(try bench.station, seed: seed % 3 == 0 ? seed &+ 9999 : seed)
        try actual.fill(40)
        try actual.change(14)
        try bench.build()
        let before = try bench.snapshot(try bench.station)
        let goal = try bench.snapshot(try bench.reference)

        bench.expectDone(try bench.restore())
        expectSame(try bench.snapshot(try bench.station), goal)

        try bench.undo()
        expectSame(try bench.snapshot(try bench.station), before)
    }
}
