internal import Archive
internal import Model
public import Platform
public import Primitives
internal import Synchronization
internal import Trust

/// Checks a whole package against itself: every byte of both files, every member, every content.
public struct PackageVerifier: Sendable {
    /// What was checked.
    public struct Report: Sendable, Hashable {
        /// The number of entries, each found once in the archive.
        public let entryCount: Int
        /// The number of frames.
        public let frameCount: Int
        /// The bytes of content hashed.
        public let contentBytes: UInt64
    }

    private let workers: Workers

    /// Uses `workers`.
    public init(workers: Workers) { self.workers = workers }

    /// Checks the package whose index is `indexBytes` and whose archive is `archive`.
    ///
    /// - Parameters:
    ///   - indexBytes: the index file.
    ///   - expected: the SHA-256 the index must have.
    ///   - archive: the archive file.
    ///   - isCancelled: asked before each run of frames.
    /// - Returns: what was checked.
    /// - Throws: ``PackagingError`` that names the first fault found, in archive order.
    public func verify(
        index indexBytes: [UInt8],
        expecting expected: Digest?,
        archive: any ByteSource,
        isCancelled: @Sendable () -> Bool = { false }
    ) throws(PackagingError) -> Report {
        let index = try LayerIndex.decode(indexBytes, expecting: expected)
        try checkDigest(index, archive)
        let layer = try LayerArchive(index: index, source: archive)
        let runs = index.runs
        let results = workers.map(
            runs.count,
            isCancelled: isCancelled,
            state: { () throws(PackagingError) in },
            { _, number throws(PackagingError) -> [Int] in
                var sink = CheckingSink()
                return try layer.readPositions(runs[number], into: &sink, verifyingContents: true)
            }
        )
        guard results.count == runs.count else {
            throw PackagingError(
                .cancelled,
                subject: "archive",
                detail: "its verification was interrupted"
            )
        }
        try requireEachOnce(results, index)
        return Report(
            entryCount: index.entries.count,
            frameCount: index.frames.count,
            contentBytes: index.entries.reduce(0) { $0 + $1.contentLength }
        )
    }

    private func checkDigest(
        _ index: LayerIndex,
        _ archive: any ByteSource
    ) throws(PackagingError) {
        var hasher = SHA256Hasher()
        var offset: UInt64 = 0
        while offset < archive.length {
            let count = Int(min(1 << 20, archive.length - offset))
            hasher.update(try archive.read(at: offset, count: count))
            offset += UInt64(count)
        }
        guard hasher.finalize() == index.archiveDigest else {
            throw PackagingError(
                .archiveMismatch,
                subject: "archive",
                detail: "it does not have the SHA-256 its index promises",
                hint: "fetch the archive again"
            )
        }
    }

    private func requireEachOnce(
        _ results: [Result<[Int], PackagingError>],
        _ index: LayerIndex
    ) throws(PackagingError) {
        var isSeen = [Bool](repeating: false, count: index.entries.count)
        for result in results {
            for position in try result.get() {
                guard !isSeen[position] else {
                    throw PackagingError(
                        .memberUnlisted,
                        subject: index.entries[position].path.label,
                        detail: "the archive holds it twice"
                    )
                }
                isSeen[position] = true
            }
        }
        guard let missing = isSeen.firstIndex(of: false) else { return }
        throw PackagingError(
            .memberMissing,
            subject: index.entries[missing].path.label,
            detail: "the index lists it and the archive does not hold it"
        )
    }
}

/// Wants every content, for its digest, and keeps nothing.
private struct CheckingSink: EntrySink {
    mutating func begin(_ entry: LayerEntry) throws(PackagingError) -> Bool { true }
    mutating func write(_ bytes: RawSpan, at offset: UInt64) throws(PackagingError) {}
    mutating func end(_ entry: LayerEntry) throws(PackagingError) {}
}

extension LayerEntry {
    /// The bytes of content the entry itself carries.
    var contentLength: UInt64 {
        if case .file(let size, _, _, _) = content { size } else { 0 }
    }
}
