import Platform
import Synchronization
import TestSupport
import Testing

@Suite(.tags(.small)) struct WorkersTests {
    private struct Refusal: Error, Equatable { let index: Int }

    private struct Buffer: ~Copyable { var uses = 0 }

    @Test(arguments: [1, 2, 8]) func givesResultsByIndex(count: Int) {
        let results = Workers(count: count).map(500) { $0 * 2 }
        #expect(results.map { $0.get() } == (0..<500).map { $0 * 2 })
    }

    @Test func makesOneStateAWorker() {
        let made = Atomic<Int>(0)
        let results = Workers(count: 2).map(
            100,
            state: { () -> Buffer in
                made.wrappingAdd(1, ordering: .relaxed)
                return Buffer()
            }
        ) { (buffer: inout Buffer, _: Int) -> Int in
            buffer.uses += 1
            return buffer.uses
        }
        let states = made.load(ordering: .relaxed)
        #expect((1...2).contains(states))
        #expect(results.filter { $0.get() == 1 }.count == states)
    }

    @Test func keepsEachItemsOwnError() {
        let results = Workers(count: 3).map(10) {
            (index: Int) throws(Refusal) -> Int in
            guard index.isMultiple(of: 2) else { throw Refusal(index: index) }
            return index
        }
        for (index, result) in results.enumerated() {
            #expect(
                result
                    == (index.isMultiple(of: 2) ? .success(index) : .failure(Refusal(index: index)))
            )
        }
    }

    @Test func aStateThatCannotBeMadeFailsItsItems() {
        let results = Workers(count: 2).map(
            5,
            state: { () throws(Refusal) -> Int in throw Refusal(index: -1) }
        ) { (_: inout Int, index: Int) throws(Refusal) -> Int in index }
        #expect(results == Array(repeating: .failure(Refusal(index: -1)), count: 5))
    }

    @Test func stopsTakingItemsWhenCancelled() {
        let done = Atomic<Int>(0)
        let results = Workers(count: 2).map(
            10_000,
            isCancelled: { done.load(ordering: .relaxed) >= 50 }
        ) { index in
            done.wrappingAdd(1, ordering: .relaxed)
            return index
        }
        #expect((50...52).contains(results.count))
        #expect(results.map { $0.get() } == Array(0..<results.count))
    }

    @Test func doesNothingForNoItems() {
        #expect(Workers().map(0) { $0 }.isEmpty)
        #expect(Workers(count: 0).count == 1)
    }
}
