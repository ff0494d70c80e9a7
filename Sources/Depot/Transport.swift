/// How the files of a depot are reached.
///
/// What it gives is not trusted: the client checks it.
/// Paths are those of the depot's tree, such as `metadata/3.root.json`.
public protocol Transport: Sendable {
    /// Where the depot is, for messages.
    var location: String { get }

    /// The whole file at `path`.
    ///
    /// - Throws: ``DepotError`` with `.notFound` when there is none, `.tooLarge` when it has more
    ///   than `limit` bytes; then no more than that was read.
    func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8]

    /// Exactly the bytes of `range`.
    ///
    /// - Throws: ``DepotError`` with `.lengthMismatch` when the file ends before them.
    func fetch(_ path: String, range: Range<UInt64>) throws(DepotError) -> [UInt8]

    /// The length of the file at `path`.
    func length(of path: String) throws(DepotError) -> UInt64
}
