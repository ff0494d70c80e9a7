internal import Primitives

/// The table of contents of an index file.
struct IndexTable {
    let header: IndexHeader
    let headerBytes: [UInt8]
    let chunks: [IndexChunk]
    /// The length of the prologue and the table: where the first chunk begins.
    let length: Int

    /// The length of the whole file; nil where the sum is beyond any file.
    var fileLength: Int { chunks.reduce(length) { $0 + $1.compressedLength } }

    static func encode(header: IndexHeader, chunks: [IndexChunk]) throws(PackagingError) -> [UInt8]
    {
        let json = try header.encode()
        var table = ByteWriter()
        table.fixed32(UInt32(json.count))
        table.raw(json)
        table.number(chunks.count)
        for chunk in chunks {
            table.byte(chunk.kind.rawValue)
            table.number(chunk.compressedLength)
            table.number(chunk.decodedLength)
            table.number(chunk.recordCount)
            table.raw(chunk.digest.bytes)
        }
        guard table.bytes.count <= IndexFormat.maximumTableLength else {
            throw PackagingError(
                .notRepresentable,
                subject: "index",
                detail: "its table of contents is too long"
            )
        }
        var whole = ByteWriter()
        whole.raw(IndexFormat.magic)
        whole.fixed32(IndexFormat.version)
        whole.fixed32(UInt32(table.bytes.count))
        whole.raw(table.bytes)
        return whole.bytes
    }

    /// Reads the fixed part; `bytes` needs no more than it.
    static func tableLength(prologue bytes: [UInt8]) throws(PackagingError) -> Int {
        var reader = ByteReader(bytes, subject: "index prologue")
        guard [UInt8](try reader.slice(IndexFormat.magic.count)) == IndexFormat.magic else {
            throw reader.fault("the file is not an index of Socle")
        }
        let version = try reader.fixed32()
        guard version == IndexFormat.version else {
            throw PackagingError(
                .indexMalformed,
                subject: "index prologue",
                detail: "its format is version \(version), this program reads "
                    + "\(IndexFormat.version)",
                hint: "update socle"
            )
        }
        let length = Int(try reader.fixed32())
        guard length <= IndexFormat.maximumTableLength else {
            throw reader.fault("the table of contents is over its limit")
        }
        return length
    }

    /// Reads the table from the beginning of a file.
    static func decode(_ bytes: [UInt8]) throws(PackagingError) -> IndexTable {
        let tableLength = try tableLength(prologue: bytes)
        let start = IndexFormat.prologueLength
        guard bytes.count - start >= tableLength else {
            throw PackagingError(
                .indexMalformed,
                subject: "index table",
                detail: "the file ends within it"
            )
        }
        var reader = ByteReader(
            [UInt8](bytes[start..<(start + tableLength)]),
            subject: "index table"
        )
        let headerLength = Int(try reader.fixed32())
        guard headerLength <= IndexFormat.maximumHeaderLength else {
            throw reader.fault("the header is over its limit")
        }
        let json = [UInt8](try reader.slice(headerLength))
        let header = try IndexHeader.decode(json)
        let count = try reader.number(limit: reader.remaining / 36, "the number of chunks")
        var chunks: [IndexChunk] = []
        chunks.reserveCapacity(count)
        for _ in 0..<count { chunks.append(try chunk(&reader, after: chunks.last)) }
        try reader.requireEnd()
        return IndexTable(
            header: header,
            headerBytes: json,
            chunks: chunks,
            length: start + tableLength
        )
    }

    private static func chunk(
        _ reader: inout ByteReader,
        after last: IndexChunk?
    ) throws(PackagingError) -> IndexChunk {
        guard let kind = IndexFormat.ChunkKind(rawValue: try reader.byte()),
            kind.rawValue >= last?.kind.rawValue ?? 0
        else { throw reader.fault("a chunk's kind is unknown or out of order") }
        let longest = Frame.bound(IndexFormat.maximumChunkLength) * 2
        let compressed = try reader.number(limit: longest, "a chunk's length")
        let decoded = try reader.number(
            limit: IndexFormat.maximumChunkLength,
            "a chunk's decoded length"
        )
        let records = try reader.number(limit: decoded, "a chunk's number of records")
        guard compressed > 0, records > 0 else { throw reader.fault("a chunk is empty") }
        return IndexChunk(
            kind: kind,
            compressedLength: compressed,
            decodedLength: decoded,
            recordCount: records,
            digest: try reader.digest()
        )
    }
}
