internal import Archive
internal import Model
public import Primitives
internal import Trust

extension LayerIndex {
    /// Reads an index file.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - expected: the SHA-256 the file must have; nil only where the caller has checked it.
    /// - Returns: the index, consistent in itself.
    /// - Throws: ``PackagingError`` that names the chunk and the byte.
    public static func decode(
        _ bytes: [UInt8],
        expecting expected: Digest?
    ) throws(PackagingError) -> LayerIndex {
        let digest = SHA256Hasher.digest(of: bytes)
        if let expected, expected != digest {
            throw PackagingError(
                .indexMismatch,
                subject: "index",
                detail: "its SHA-256 is \(digest), expected \(expected)"
            )
        }
        let table = try IndexTable.decode(bytes)
        guard table.fileLength == bytes.count else {
            throw PackagingError(
                .indexMalformed,
                subject: "index",
                detail: "it has \(bytes.count) bytes, its table promises \(table.fileLength)"
            )
        }
        var parts = IndexParts()
        try parts.reserve(table.header)
        var offset = table.length
        for (number, chunk) in table.chunks.enumerated() {
            let end = offset + chunk.compressedLength
            try parts.append(chunk, number: number, bytes: bytes[offset..<end])
            offset = end
        }
        try parts.requireCounts(table.header)
        return try LayerIndex(
            header: table.header,
            digest: digest,
            entries: parts.entries,
            removals: parts.removals,
            frames: parts.frames,
            lock: SoftwareLock(packages: parts.packages)
        )
    }
}

/// What the chunks hold so far.
private struct IndexParts {
    var entries: [LayerEntry] = []
    var removals: [RelativePath] = []
    var frames: [Frame] = []
    var packages: [SoftwareLock.Package] = []
    private var buffer: [UInt8] = []

    mutating func reserve(_ header: IndexHeader) throws(PackagingError) {
        // A hint only: what the header says is not believed beyond it.
        entries.reserveCapacity(min(header.entryCount, 1 << 18))
        frames.reserveCapacity(min(header.frameCount, 1 << 14))
    }

    mutating func append(
        _ chunk: IndexChunk,
        number: Int,
        bytes: ArraySlice<UInt8>
    ) throws(PackagingError) {
        let label = chunk.label(number)
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        guard hasher.finalize() == chunk.digest else {
            throw PackagingError(
                .indexMismatch,
                subject: label,
                detail: "its bytes do not have their SHA-256"
            )
        }
        do {
            try Zstandard.decompress(
                bytes.span,
                decodedLength: chunk.decodedLength,
                into: &buffer
            )
        } catch {
            throw PackagingError(
                .indexMalformed,
                subject: label,
                detail: "it can not be decoded",
                cause: "\(error)"
            )
        }
        var reader = ByteReader(buffer, subject: label)
        let count = chunk.recordCount
        switch chunk.kind {
        case .entries: try EntryChunk.decode(&reader, count: count, into: &entries)
        case .removals: try IndexChunks.decode(&reader, count: count, into: &removals)
        case .frames: try IndexChunks.decode(&reader, count: count, into: &frames)
        case .lock: try IndexChunks.decode(&reader, count: count, into: &packages)
        }
    }

    func requireCounts(_ header: IndexHeader) throws(PackagingError) {
        let counts = [
            ("entries", entries.count, header.entryCount),
            ("removals", removals.count, header.removalCount),
            ("frames", frames.count, header.frameCount),
            ("packages", packages.count, header.packageCount),
        ]
        for (what, found, promised) in counts where found != promised {
            throw PackagingError(
                .indexMalformed,
                subject: "index",
                detail: "it lists \(found) \(what), its header promises \(promised)"
            )
        }
    }
}
