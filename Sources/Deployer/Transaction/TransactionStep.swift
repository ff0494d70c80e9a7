package import Primitives

/// One change of a transaction, with what is needed to make it again and to take it back.
///
/// A step can be made any number of times: made again after a stop it finds what is already done.
/// What it displaces is kept in quarantine under the step's own number.
package struct TransactionStep: Sendable, Hashable {
    /// What the step does.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// Creates a directory and gives it its metadata.
        case makeDirectory = 1
        /// Renames what was staged over a name that is no directory; the old one is kept.
        case put = 2
        /// Swaps what was staged with a name of another type, one of them a directory.
        case swap = 3
        /// Renames a name that is no directory into quarantine.
        case remove = 4
        /// Removes an empty directory whose metadata is recorded here.
        case removeDirectory = 5
        /// Sets owner, mode, attributes and time.
        case setMetadata = 6
        /// Sets a directory's modification time, after all else.
        case setTime = 7
    }

    package let kind: Kind
    package let path: RelativePath
    /// The file system it lies on: an index into the transaction's volumes.
    package let volume: Int
    /// What the name is, or becomes.
    package let fileKind: FileKind
    /// What was staged, for ``Kind/put`` and ``Kind/swap``.
    package var source: RelativePath?
    /// What was there, where something was.
    package var before: FileMetadata?
    /// What becomes of it.
    package var after: FileMetadata?
    /// The size of what is put, to tell later whether it changed.
    package var size: UInt64
    /// Whether what it displaces may be somebody's data, which no purge takes unasked.
    package var mayBeData = false

    package init(
        _ kind: Kind,
        _ path: RelativePath,
        volume: Int = 0,
        fileKind: FileKind,
        source: RelativePath? = nil,
        before: FileMetadata? = nil,
        after: FileMetadata? = nil,
        size: UInt64 = 0
    ) {
        self.kind = kind
        self.path = path
        self.volume = volume
        self.fileKind = fileKind
        self.source = source
        self.before = before
        self.after = after
        self.size = size
    }
}
