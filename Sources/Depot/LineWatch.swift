import Synchronization

/// A server that was found out of reach once is not waited for again in the same run.
final class LineWatch: Transport {
    private let base: any Transport
    private let fault = Mutex<DepotError?>(nil)

    init(_ base: any Transport) { self.base = base }

    var location: String { base.location }

    var isFar: Bool { base.isFar }

    /// Whether the server was out of reach.
    var isDown: Bool { fault.withLock { $0 != nil } }

    func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8] {
        try watching { () throws(DepotError) in try base.fetch(path, limit: limit) }
    }

    func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        try watching { () throws(DepotError) in try base.read(path, ranges: ranges, take: take) }
    }

    func length(of path: String) throws(DepotError) -> UInt64 {
        try watching { () throws(DepotError) in try base.length(of: path) }
    }

    private func watching<Result>(
        _ body: () throws(DepotError) -> Result
    ) throws(DepotError) -> Result {
        if let known = fault.withLock({ $0 }) { throw known }
        do {
            return try body()
        } catch {
            if error.code == .unreachable { fault.withLock { $0 = error } }
            throw error
        }
    }
}
