internal import Model
internal import Primitives

/// The parts of an index file before they are compressed and hashed.
///
/// A file whose digests are wrong is refused before any of them is read, so that damage done to a
/// whole file never reaches their readers. Fuzzing damages the parts themselves.
package enum IndexPart: CaseIterable, Sendable {
    case entries
    case removals
    case frames
    case packages

    /// The part as `index` has it.
    package func bytes(of index: LayerIndex) -> [UInt8] {
        switch self {
        case .entries:
            let chunk = EntryChunk.encode(index.entries[...])
            return chunk.records + chunk.digests
        case .removals: return IndexChunks.encode(index.removals[...])
        case .frames:
            let chunk = IndexChunks.encode(index.frames[...])
            return chunk.records + chunk.digests
        case .packages: return IndexChunks.encode(index.lock.packages[...])
        }
    }

    /// `index` with this part read from `bytes` instead, as strictly as from a file.
    package func replaced(
        in index: LayerIndex,
        by bytes: [UInt8]
    ) throws(PackagingError)
        -> LayerIndex
    {
        var reader = ByteReader(bytes, subject: "part")
        var entries = index.entries
        var removals = index.removals
        var frames = index.frames
        var packages = index.lock.packages
        switch self {
        case .entries:
            let count = entries.count
            entries = []
            try EntryChunk.decode(&reader, count: count, into: &entries)
        case .removals:
            let count = removals.count
            removals = []
            try IndexChunks.decode(&reader, count: count, into: &removals)
        case .frames:
            let count = frames.count
            frames = []
            try IndexChunks.decode(&reader, count: count, into: &frames)
        case .packages:
            let count = packages.count
            packages = []
            try IndexChunks.decode(&reader, count: count, into: &packages)
        }
        return try LayerIndex(
            header: IndexHeader(
                kind: index.reference.kind,
                name: index.reference.name,
                edition: index.reference.edition,
                base: index.base,
                archiveLength: index.archiveLength,
                archiveDigest: index.archiveDigest,
                entryCount: entries.count,
                removalCount: removals.count,
                frameCount: frames.count,
                packageCount: packages.count
            ),
            digest: index.reference.index,
            entries: entries,
            removals: removals,
            frames: frames,
            lock: SoftwareLock(packages: packages)
        )
    }
}
