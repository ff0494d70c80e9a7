internal import Model
internal import Primitives

/// The binary forms of removals, frames and the lock.
enum IndexChunks {
    static func encode(_ removals: ArraySlice<RelativePath>) -> [UInt8] {
        var writer = ByteWriter()
        var previous: [UInt8] = []
        for path in removals {
            EntryChunk.appendPath(path.bytes, after: previous, to: &writer)
            previous = path.bytes
        }
        return writer.bytes
    }

    static func decode(
        _ reader: inout ByteReader,
        count: Int,
        into removals: inout [RelativePath]
    ) throws(PackagingError) {
        var previous: [UInt8] = []
        for _ in 0..<count {
            let path = try EntryChunk.readPath(&reader, after: previous)
            guard !path.isRoot else { throw reader.fault("the root can not be removed") }
            if let last = removals.last, !(last < path) {
                throw reader.fault("removal “\(path)” is out of order or listed twice")
            }
            previous = path.bytes
            removals.append(path)
        }
        try reader.requireEnd()
    }

    static func encode(_ frames: ArraySlice<Frame>) -> (records: [UInt8], digests: [UInt8]) {
        var writer = ByteWriter()
        var digests = ByteWriter()
        for frame in frames {
            writer.number(frame.compressedLength << 1 | (frame.startsEntry ? 1 : 0))
            writer.number(frame.decodedLength)
            digests.raw(frame.digest.bytes)
        }
        return (writer.bytes, digests.bytes)
    }

    static func decode(
        _ reader: inout ByteReader,
        count: Int,
        into frames: inout [Frame]
    ) throws(PackagingError) {
        var rows: [(compressed: Int, decoded: Int, starts: Bool)] = []
        let longest = Frame.bound(Frame.maximumDecodedLength)
        for _ in 0..<count {
            let word = try reader.number(limit: longest << 1 | 1, "a frame's length")
            let decoded = try reader.number(
                limit: Frame.maximumDecodedLength,
                "a frame's decoded length"
            )
            guard word >> 1 > 0, decoded > 0, word >> 1 <= Frame.bound(decoded) else {
                throw reader.fault("a frame's length does not fit what it decodes to")
            }
            rows.append((word >> 1, decoded, word & 1 == 1))
        }
        var offset = frames.last.map { $0.offset + UInt64($0.compressedLength) } ?? 0
        for row in rows {
            frames.append(
                Frame(
                    offset: offset,
                    compressedLength: row.compressed,
                    decodedLength: row.decoded,
                    digest: try reader.digest(),
                    startsEntry: row.starts
                )
            )
            offset += UInt64(row.compressed)
        }
        try reader.requireEnd()
    }

    static func encode(_ packages: ArraySlice<SoftwareLock.Package>) -> [UInt8] {
        var writer = ByteWriter()
        for package in packages {
            writer.counted([UInt8](package.name.utf8))
            writer.counted([UInt8](package.version.utf8))
            writer.counted([UInt8](package.architecture.utf8))
            writer.byte(package.isAutomatic ? 1 : 0)
        }
        return writer.bytes
    }

    static func decode(
        _ reader: inout ByteReader,
        count: Int,
        into packages: inout [SoftwareLock.Package]
    ) throws(PackagingError) {
        for _ in 0..<count {
            let name = try reader.text(limit: 1024, "a package's name")
            let version = try reader.text(limit: 1024, "a package's version")
            let architecture = try reader.text(limit: 1024, "a package's architecture")
            let automatic = try reader.byte()
            let package = SoftwareLock.Package(
                name: name,
                version: version,
                architecture: architecture,
                isAutomatic: automatic == 1
            )
            guard automatic <= 1, !name.isEmpty, packages.last.map({ $0 < package }) ?? true else {
                throw reader.fault("package “\(name)” is malformed, out of order or listed twice")
            }
            packages.append(package)
        }
        try reader.requireEnd()
    }
}
