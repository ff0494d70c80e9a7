internal import Primitives
internal import Trust

extension LayerIndex {
    /// Reads an index file through `source`, taking from `previous` (another edition's file) every
    /// chunk it has in common.
    ///
    /// The result is exactly the file's bytes; only their digest, which the caller holds, says
    /// whether they are the right ones. Every reused chunk was hashed against the new table.
    ///
    /// - Returns: the bytes of the file and how many of them were read from `source`.
    public static func fetch(
        from source: some ByteSource,
        reusing previous: [UInt8]?
    ) throws(PackagingError) -> (bytes: [UInt8], fetchedCount: UInt64) {
        guard source.length >= UInt64(IndexFormat.prologueLength) else {
            throw PackagingError(
                .indexMalformed,
                subject: "index",
                detail: "the file is too short to be one"
            )
        }
        var bytes = try source.read(at: 0, count: IndexFormat.prologueLength)
        let tableLength = try IndexTable.tableLength(prologue: bytes)
        guard source.length >= UInt64(bytes.count + tableLength) else {
            throw PackagingError(
                .indexMalformed,
                subject: "index table",
                detail: "the file ends within it"
            )
        }
        bytes += try source.read(at: UInt64(bytes.count), count: tableLength)
        let table = try IndexTable.decode(bytes)
        guard UInt64(table.fileLength) == source.length else {
            throw PackagingError(
                .indexMalformed,
                subject: "index",
                detail: "it has \(source.length) bytes, its table promises \(table.fileLength)"
            )
        }
        var fetched = UInt64(bytes.count)
        let known = previous.map(knownChunks) ?? [:]
        bytes.reserveCapacity(table.fileLength)
        var pending = 0
        func read(_ bytes: inout [UInt8], _ pending: inout Int) throws(PackagingError) {
            guard pending > 0 else { return }
            bytes += try source.read(at: UInt64(bytes.count), count: pending)
            fetched += UInt64(pending)
            pending = 0
        }
        for chunk in table.chunks {
            if let copy = known[chunk.digest], copy.count == chunk.compressedLength {
                try read(&bytes, &pending)
                bytes += copy
            } else {
                pending += chunk.compressedLength
            }
        }
        try read(&bytes, &pending)
        return (bytes, fetched)
    }

    /// The intact chunks of a file that may be anything.
    private static func knownChunks(_ bytes: [UInt8]) -> [Digest: ArraySlice<UInt8>] {
        // A previous file that is not an index only means that nothing is reused.
        guard let table = try? IndexTable.decode(bytes), table.fileLength == bytes.count else {
            return [:]
        }
        var known: [Digest: ArraySlice<UInt8>] = [:]
        var offset = table.length
        var hasher = SHA256Hasher()
        for chunk in table.chunks {
            let part = bytes[offset..<(offset + chunk.compressedLength)]
            offset += chunk.compressedLength
            hasher.update(part)
            if hasher.finalize() == chunk.digest { known[chunk.digest] = part }
        }
        return known
    }
}
