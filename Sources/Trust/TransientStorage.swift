public import Primitives
import Synchronization

/// Keeps trusted documents for one run only: nothing is remembered.
///
/// For checking a depot before it is published, and for reading one from a machine that is not
/// enrolled. It protects against no rollback from one run to the next.
public final class TransientStorage: MetadataStorage {
    private struct State {
        var documents: [ExactString: [UInt8]] = [:]
        var floor: Instant?
    }

    private let state = Mutex(State())

    /// An empty storage.
    public init() {}

    /// The document kept under `name`, or nil.
    public func document(_ name: String) throws(TrustError) -> [UInt8]? {
        state.withLock { $0.documents[ExactString(name)] }
    }

    /// Keeps a document until the end of the run.
    public func keep(_ bytes: [UInt8], as name: String) throws(TrustError) {
        state.withLock { $0.documents[ExactString(name)] = bytes }
    }

    /// The highest clock floor noted.
    public func clockFloor() throws(TrustError) -> Instant? {
        state.withLock { $0.floor }
    }

    /// Notes a clock floor; a lower one than before changes nothing.
    public func raiseClockFloor(to floor: Instant) throws(TrustError) {
        state.withLock { $0.floor = max($0.floor ?? floor, floor) }
    }
}
