import Synchronization

/// Remembers the documents a depot gave, so that what was verified is what is written.
///
/// A document whose name carries its version never changes: where an earlier copy has it, it is not
/// asked for again. Nothing of the earlier copy is believed for that; a copy that is damaged is
/// noticed as a damaged depot is, and ``hasUsedEarlier`` says that the depot itself is to be asked.
final class RecordingTransport: Transport {
    private struct State {
        var documents: [String: [UInt8]] = [:]
        var hasUsedEarlier = false
    }

    private let base: any Transport
    private let earlier: DepotTree?
    private let state = Mutex(State())

    init(_ base: any Transport, earlier: DepotTree?) {
        self.base = base
        self.earlier = earlier
    }

    var location: String { base.location }

    var isFar: Bool { base.isFar }

    /// Whether a document came from the earlier copy.
    var hasUsedEarlier: Bool { state.withLock { $0.hasUsedEarlier } }

    func bytes(of path: String) -> [UInt8]? { state.withLock { $0.documents[path] } }

    func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8] {
        if let known = try known(path, limit: limit) {
            state.withLock {
                $0.documents[path] = known
                $0.hasUsedEarlier = true
            }
            return known
        }
        let bytes = try base.fetch(path, limit: limit)
        state.withLock { $0.documents[path] = bytes }
        return bytes
    }

    func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        try base.read(path, ranges: ranges, take: take)
    }

    func length(of path: String) throws(DepotError) -> UInt64 { try base.length(of: path) }

    /// The document as the earlier copy has it.
    private func known(_ path: String, limit: Int) throws(DepotError) -> [UInt8]? {
        let name = path.split(separator: "/").last ?? ""
        guard path.hasPrefix("metadata/"), name.first?.isWholeNumber == true else { return nil }
        do {
            return try earlier?.readIfPresent(path, limit: limit)
        } catch {
            guard error.code == .tooLarge else { throw error }
            return nil
        }
    }
}
