internal import Archive
internal import Model
internal import Primitives
internal import Trust

/// Writes an index file.
struct IndexEncoder {
    let header: IndexHeader
    let entries: [LayerEntry]
    let removals: [RelativePath]
    let frames: [Frame]
    let lock: SoftwareLock

    private var chunks: [IndexChunk] = []
    private var body: [UInt8] = []

    init(
        header: IndexHeader,
        entries: [LayerEntry],
        removals: [RelativePath],
        frames: [Frame],
        lock: SoftwareLock
    ) {
        self.header = header
        self.entries = entries
        self.removals = removals
        self.frames = frames
        self.lock = lock
    }

    /// The file's bytes.
    mutating func encode() throws(PackagingError) -> [UInt8] {
        chunks = []
        body = []
        for range in Self.cut(
            entries,
            .entries,
            weight: Self.weight,
            spread: { Self.spread($0.path) }
        ) {
            let part = EntryChunk.encode(entries[range])
            try append(.entries, part.records, part.digests, count: range.count)
        }
        for range in Self.cut(removals, .removals, spread: Self.spread) {
            try append(.removals, IndexChunks.encode(removals[range]), [], count: range.count)
        }
        for range in Self.cut(frames, .frames, spread: { $0.digest.prefix }) {
            let part = IndexChunks.encode(frames[range])
            try append(.frames, part.records, part.digests, count: range.count)
        }
        let packages = lock.packages
        for range in Self.cut(
            packages,
            .lock,
            spread: { IndexFormat.spread($0.name.utf8) }
        ) {
            try append(.lock, IndexChunks.encode(packages[range]), [], count: range.count)
        }
        return try IndexTable.encode(header: header, chunks: chunks) + body
    }

    private static func spread(_ path: RelativePath) -> UInt64 { IndexFormat.spread(path.bytes) }

    /// Roughly the bytes a record takes beyond a plain one.
    private static func weight(_ entry: LayerEntry) -> Int {
        var bytes = 128 + entry.path.bytes.count
        for attribute in entry.metadata.attributes {
            bytes += attribute.name.count + attribute.value.count
        }
        if case .file(_, _, _, let extents) = entry.content { bytes += 20 * extents.count }
        return bytes
    }

    /// Cuts records where the spread of one says so, so that what comes before does not matter.
    private static func cut<Record>(
        _ records: [Record],
        _ kind: IndexFormat.ChunkKind,
        weight: (Record) -> Int = { _ in 0 },
        spread: (Record) -> UInt64
    ) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        var weightSoFar = 0
        for index in records.indices {
            let next = weight(records[index])
            let isCut =
                spread(records[index]).isMultiple(of: kind.averageCount)
                || index - start >= kind.maximumCount || weightSoFar + next > 1 << 20
            if isCut, index > start {
                ranges.append(start..<index)
                start = index
                weightSoFar = 0
            }
            weightSoFar += next
        }
        if start < records.count { ranges.append(start..<records.count) }
        return ranges
    }

    private mutating func append(
        _ kind: IndexFormat.ChunkKind,
        _ records: [UInt8],
        _ digests: [UInt8],
        count: Int
    ) throws(PackagingError) {
        let decoded = records.count + digests.count
        guard decoded <= IndexFormat.maximumChunkLength else {
            throw PackagingError(
                .notRepresentable,
                subject: "index",
                detail: "one entry's attributes or sparse map take more than a chunk may hold"
            )
        }
        var compressed: [UInt8]
        do {
            compressed = try Zstandard.compress(records, level: IndexFormat.level)
            // A frame of their own: zstd then stores them as they are.
            if !digests.isEmpty { compressed += try Zstandard.compress(digests, level: 1) }
        } catch {
            throw PackagingError(subject: "index chunk \(chunks.count)", error)
        }
        chunks.append(
            IndexChunk(
                kind: kind,
                compressedLength: compressed.count,
                decodedLength: decoded,
                recordCount: count,
                digest: SHA256Hasher.digest(of: compressed)
            )
        )
        body += compressed
    }
}
