public import Model
public import Primitives

/// What one layer holds: its entries, removals, frames and software lock.
///
/// Decoding checks all that the file says about itself, so a value is consistent: entries are in
/// tree order and unique, none lies below anything but a directory, every hard link's file and every
/// frame an entry names exist, and the frames fill the archive without a gap.
public struct LayerIndex: Sendable {
    /// The layer, with the SHA-256 of this index.
    public let reference: LayerReference
    /// The system layer an application layer was built over.
    public let base: LayerReference?
    /// The number of bytes of the archive.
    public let archiveLength: UInt64
    /// The SHA-256 of the archive.
    public let archiveDigest: Digest
    /// The entries in tree order; of a system layer the root comes first.
    public let entries: [LayerEntry]
    /// The paths of the base that this layer takes away, in tree order.
    public let removals: [RelativePath]
    /// The archive's frames, in its order.
    public let frames: [Frame]
    /// The software of the image the layer was captured from.
    public let lock: SoftwareLock
    private let runStarts: [UInt64: Int]

    init(
        header: IndexHeader,
        digest: Digest,
        entries: [LayerEntry],
        removals: [RelativePath],
        frames: [Frame],
        lock: SoftwareLock
    ) throws(PackagingError) {
        reference = LayerReference(
            kind: header.kind,
            name: header.name,
            edition: header.edition,
            index: digest
        )
        base = header.base
        archiveLength = header.archiveLength
        archiveDigest = header.archiveDigest
        self.entries = entries
        self.removals = removals
        self.frames = frames
        self.lock = lock
        var starts: [UInt64: Int] = [:]
        for (number, frame) in frames.enumerated() where frame.startsEntry {
            let key = frame.digest.prefix
            guard key != 0, starts.updateValue(number, forKey: key) == nil else {
                throw PackagingError(
                    .indexMalformed,
                    subject: "frame \(number)",
                    detail: "another frame has the same key"
                )
            }
        }
        runStarts = starts
        try IndexCheck(index: self).run()
    }

    /// The entry at `path`, or nil when the layer has none there.
    public func entry(at path: RelativePath) -> LayerEntry? {
        position(of: path).map { entries[$0] }
    }

    /// Where in ``entries`` the one at `path` stands.
    public func position(of path: RelativePath) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].path == path ? low : nil
    }

    /// The regular file behind `entry`: itself, or the one whose other name it is.
    public func file(of entry: LayerEntry) -> LayerEntry {
        guard case .hardLink(let target) = entry.content else { return entry }
        return self.entry(at: target) ?? entry
    }

    /// The frames that hold the entries whose key is `key`, or nil for a key no frame has.
    public func run(of key: UInt64) -> FrameRun? {
        runStarts[key].map { run(startingAt: $0) }
    }

    /// Every run of the archive, in its order; the last holds the end-of-archive blocks alone.
    public var runs: [FrameRun] {
        frames.indices.filter { frames[$0].startsEntry }.map { run(startingAt: $0) }
    }

    private func run(startingAt first: Int) -> FrameRun {
        var end = first + 1
        while end < frames.count, !frames[end].startsEntry { end += 1 }
        return FrameRun(key: frames[first].digest.prefix, frames: first..<end)
    }
}

/// One independent zstd frame of an archive.
public struct Frame: Sendable, Hashable {
    /// Where it begins in the archive.
    public let offset: UInt64
    /// Its number of bytes.
    public let compressedLength: Int
    /// The number of bytes it decodes to.
    public let decodedLength: Int
    /// The SHA-256 of its bytes.
    public let digest: Digest
    /// Whether a member begins with it; false where it continues a large file.
    public let startsEntry: Bool

    /// Most bytes one frame decodes to.
    public static let maximumDecodedLength = 8 << 20
    /// The decoded size at which a builder ends a frame.
    ///
    /// zstd's window at the default level. Half of it makes an archive 3 % larger; more of it gains
    /// little, and a small change should cost little to fetch and to decode.
    public static let targetDecodedLength = 2 << 20
    /// The most bytes a frame can take when nothing in it can be compressed.
    static func bound(_ decoded: Int) -> Int { decoded + decoded >> 7 + 1024 }
}

/// Consecutive frames from one member's beginning to the next: what must be fetched together.
public struct FrameRun: Sendable, Hashable {
    /// The first eight bytes of its first frame's digest; what entries name it by.
    public let key: UInt64
    /// Which of the index's frames.
    public let frames: Range<Int>
}
