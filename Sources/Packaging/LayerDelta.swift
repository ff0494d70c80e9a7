internal import Model
public import Primitives

/// What a station that stands at one edition of a layer fetches to stand at another.
///
/// The chunks of the new index that the old one lacks, and every run of frames that holds a file
/// whose content changed, unless all the station wants of that run is content it has elsewhere.
public struct LayerDelta: Sendable, Hashable {
    /// The bytes of the new index file that are not in the old one.
    public let indexBytes: UInt64
    /// The compressed bytes of the frames to fetch.
    public let frameBytes: UInt64
    /// How many frames these are.
    public let frameCount: Int
    /// The files whose content the old edition has not at that path, in tree order.
    public let changedFiles: [RelativePath]
    /// The bytes of their content.
    public let changedBytes: UInt64

    /// Works out the way from the index file `old` to the index file `new`.
    ///
    /// - Throws: ``PackagingError`` when either is not an index.
    public init(from old: [UInt8], to new: [UInt8]) throws(PackagingError) {
        let before = try LayerIndex.decode(old, expecting: nil)
        let after = try LayerIndex.decode(new, expecting: nil)
        indexBytes = try LayerIndex.fetch(from: MemoryByteSource(new), reusing: old).fetchedCount
        var known: Set<Digest> = []
        for entry in before.entries {
            if case .file(_, let digest, _, _) = entry.content { known.insert(digest) }
        }
        var changed: [RelativePath] = []
        var bytes: UInt64 = 0
        // Of each run, whether something wanted of it is nowhere on the station.
        var wanted: [UInt64: Bool] = [:]
        for entry in after.entries {
            guard case .file(let size, let digest, let frame, _) = entry.content, size > 0,
                before.entry(at: entry.path).flatMap({ before.file(of: $0).digest }) != digest
            else { continue }
            changed.append(entry.path)
            bytes &+= size
            wanted[frame, default: false] = wanted[frame] == true || !known.contains(digest)
        }
        let frames = wanted.filter(\.value).keys.compactMap { after.run(of: $0) }
            .flatMap { after.frames[$0.frames] }
        frameBytes = frames.reduce(0) { $0 &+ UInt64(clamping: $1.compressedLength) }
        frameCount = frames.count
        changedFiles = changed
        changedBytes = bytes
    }
}

extension LayerEntry {
    /// The digest of a file's content; nil for anything else.
    fileprivate var digest: Digest? {
        guard case .file(_, let digest, _, _) = content else { return nil }
        return digest
    }
}
