internal import Dispatch
internal import Synchronization

/// A fixed number of workers that share a list of independent items.
///
/// Each worker makes its own state once (a buffer, a hash context, a decoder) and takes the next
/// item from one shared cursor, so that no item waits for a slower neighbour. The caller's thread
/// waits for the end.
public struct Workers: Sendable {
    /// The number of workers, at least one.
    public let count: Int

    /// Uses `count` workers, or as many as there are active processors.
    public init(count: Int? = nil) {
        self.count = max(1, count ?? Host.processorCount)
    }

    /// Does `count` items and gives their results by index.
    ///
    /// Items are taken in order, so when `isCancelled` says yes the results end early: those taken
    /// are finished, and the array is shorter than `count`. A state that cannot be made is the error
    /// of every item its worker takes.
    public func map<State: ~Copyable, Result: Sendable, Failure: Error>(
        _ count: Int,
        isCancelled: @Sendable () -> Bool = { false },
        state makeState: @Sendable () throws(Failure) -> State,
        _ body: @Sendable (inout State, Int) throws(Failure) -> Result
    ) -> [Swift.Result<Result, Failure>] {
        guard count > 0 else { return [] }
        let results = ResultTable<Result, Failure>(count: count)
        let cursor = Atomic<Int>(0)
        @Sendable func work() {
            var index = 0
            func takesNext() -> Bool {
                guard !isCancelled() else { return false }
                index = cursor.wrappingAdd(1, ordering: .relaxed).oldValue
                return index < count
            }
            guard takesNext() else { return }
            do throws(Failure) {
                var state = try makeState()
                repeat {
                    do throws(Failure) {
                        results.set(index, .success(try body(&state, index)))
                    } catch {
                        results.set(index, .failure(error))
                    }
                } while takesNext()
            } catch {
                repeat { results.set(index, .failure(error)) } while takesNext()
            }
        }
        if self.count == 1 || count == 1 {
            work()
        } else {
            DispatchQueue.concurrentPerform(iterations: min(self.count, count)) { _ in work() }
        }
        return results.take()
    }

    /// Does `count` items that need no state and gives their results by index.
    public func map<Result: Sendable, Failure: Error>(
        _ count: Int,
        isCancelled: @Sendable () -> Bool = { false },
        _ body: @Sendable (Int) throws(Failure) -> Result
    ) -> [Swift.Result<Result, Failure>] {
        map(count, isCancelled: isCancelled, state: { () throws(Failure) in }) {
            (_: inout Void, index: Int) throws(Failure) -> Result in try body(index)
        }
    }
}

/// One slot an item, each written by the one worker that took the item.
private final class ResultTable<Value: Sendable, Failure: Error>: Sendable {
    // Proof of safety: the cursor hands every index to one worker, `take` runs after all have ended.
    nonisolated(unsafe) private let slots: UnsafeMutableBufferPointer<Result<Value, Failure>?>

    init(count: Int) {
        slots = .allocate(capacity: count)
        slots.initialize(repeating: nil)
    }

    deinit {
        slots.deinitialize()
        slots.deallocate()
    }

    func set(_ index: Int, _ result: Result<Value, Failure>) {
        slots[index] = result
    }

    func take() -> [Result<Value, Failure>] {
        slots.prefix { $0 != nil }.compactMap(\.self)
    }
}
