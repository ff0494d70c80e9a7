public import Model

/// Receives the members of a run as they are decoded.
///
/// What it is given was compared with the index already; a file's content is only known to be whole
/// once ``end(_:)`` is called.
public protocol EntrySink {
    /// A member begins; says whether its content is wanted.
    mutating func begin(_ entry: LayerEntry) throws(PackagingError) -> Bool
    /// A piece of the file that was begun, at `offset`. Holes of a sparse file are not given.
    mutating func write(_ bytes: RawSpan, at offset: UInt64) throws(PackagingError)
    /// All of the member was given; called only where ``begin(_:)`` wanted it.
    mutating func end(_ entry: LayerEntry) throws(PackagingError)
}
