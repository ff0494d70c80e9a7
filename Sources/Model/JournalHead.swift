public import Primitives

/// Where a record ends, as reports print it: a record that is shorter later was cut.
public struct JournalHead: Sendable, Hashable {
    /// The digest of the last entry.
    public let digest: Digest
    /// The number of the last entry, from 1.
    public let length: Int64

    /// Creates a head.
    public init(digest: Digest, length: Int64) {
        self.digest = digest
        self.length = length
    }
}
