/// How the files of a depot are reached.
///
/// What it gives is not trusted: the client checks it.
/// Paths are those of the depot's tree, such as `metadata/3.root.json`.
public protocol Transport: Sendable {
    /// Where the depot is, for messages.
    var location: String { get }

    /// Whether each request costs so much that several parts are better asked for at once.
    var isFar: Bool { get }

    /// The whole file at `path`, at most `limit` bytes.
    ///
    /// - Throws: ``DepotError`` with `.notFound` when there is none, `.tooLarge` when it has more
    ///   than `limit` bytes; then no more than that was read.
    func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8]

    /// Hands the bytes of `ranges` over as they come, range after range.
    ///
    /// One call costs as few requests and connections as it can; what was handed over before an
    /// error is good to keep.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - ranges: ascending, not empty and without overlap.
    ///   - take: receives the number of a range in `ranges` and its next bytes. An error of its own
    ///     ends the reading.
    /// - Throws: ``DepotError`` with `.lengthMismatch` when the file ends before them.
    func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError)

    /// The length of the file at `path`.
    func length(of path: String) throws(DepotError) -> UInt64
}

extension Transport {
    /// No: the files are at hand.
    public var isFar: Bool { false }

    /// Exactly the bytes of `range`, at most 1 GiB.
    ///
    /// - Throws: ``DepotError`` with `.lengthMismatch` when the file ends before them.
    public func fetch(_ path: String, range: Range<UInt64>) throws(DepotError) -> [UInt8] {
        guard let count = Int(exactly: range.upperBound - range.lowerBound), count <= 1 << 30 else {
            throw DepotError(.tooLarge, subject: path, detail: "over 1 GiB asked for at once")
        }
        guard count > 0 else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        try read(path, ranges: [range]) { (_, piece) throws(DepotError) in bytes += piece }
        return bytes
    }
}
