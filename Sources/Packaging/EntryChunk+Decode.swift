internal import Model
internal import Primitives

extension EntryChunk {
    private struct Tables {
        var packages: [String] = []
        var keys: [UInt64] = []
        var attributes: [[ExtendedAttribute]] = []
    }

    /// Decodes `count` entries and appends them to `entries`, checking their order as it goes.
    static func decode(
        _ reader: inout ByteReader,
        count: Int,
        into entries: inout [LayerEntry]
    ) throws(PackagingError) {
        let tables = try readTables(&reader)
        var previous: [UInt8] = []
        var time: Int64 = 0
        var fileCount = 0
        let first = entries.count
        for _ in 0..<count {
            let flags = try reader.byte()
            let path = try readPath(&reader, after: previous)
            previous = path.bytes
            if let last = entries.last, !(last.path < path) {
                throw reader.fault("“\(path)” is out of order or listed twice")
            }
            let package = try readPackage(&reader, tables)
            let metadata = try readMetadata(&reader, flags, tables, &time)
            let content = try readContent(&reader, flags, tables)
            if case .file = content { fileCount += 1 }
            entries.append(
                LayerEntry(path: path, content: content, metadata: metadata, package: package)
            )
        }
        guard reader.remaining == fileCount * Digest.byteCount else {
            throw reader.fault("the digests are not as many as the files")
        }
        for index in first..<entries.count {
            guard case .file(let size, _, let frame, let extents) = entries[index].content else {
                continue
            }
            let entry = entries[index]
            entries[index] = LayerEntry(
                path: entry.path,
                content: .file(
                    size: size,
                    digest: try reader.digest(),
                    frame: frame,
                    extents: extents
                ),
                metadata: entry.metadata,
                package: entry.package
            )
        }
    }

    private static func readTables(_ reader: inout ByteReader) throws(PackagingError) -> Tables {
        var tables = Tables()
        for _ in 0..<(try reader.number(limit: reader.remaining, "the number of packages")) {
            tables.packages.append(try reader.text(limit: 255, "a package's name"))
        }
        for _ in 0..<(try reader.number(limit: reader.remaining / 8, "the number of frame keys")) {
            let key = try reader.fixed64()
            guard key != 0 else { throw reader.fault("a frame key is zero") }
            tables.keys.append(key)
        }
        for _ in 0..<(try reader.number(limit: reader.remaining, "the number of attribute sets")) {
            tables.attributes.append(try readAttributes(&reader))
        }
        return tables
    }

    private static func readAttributes(
        _ reader: inout ByteReader
    ) throws(PackagingError) -> [ExtendedAttribute] {
        var set: [ExtendedAttribute] = []
        for _ in 0..<(try reader.number(limit: reader.remaining, "the number of attributes")) {
            let name = try reader.counted(limit: 255, "an attribute's name")
            let value = try reader.counted(limit: 64 << 10, "an attribute's value")
            let attribute = ExtendedAttribute(name: name, value: value)
            guard !name.isEmpty, !name.contains(0), set.last.map({ $0 < attribute }) ?? true else {
                throw reader.fault("an attribute's name is empty, out of order or holds a NUL")
            }
            set.append(attribute)
        }
        guard !set.isEmpty else { throw reader.fault("a set of attributes is empty") }
        return set
    }

    /// A path front-coded against `previous`; the root is the empty path.
    static func readPath(
        _ reader: inout ByteReader,
        after previous: [UInt8]
    ) throws(PackagingError) -> RelativePath {
        let shared = try reader.number(limit: previous.count, "a shared prefix")
        let count = try reader.number(
            limit: RelativePath.maximumLength - shared,
            "a path's length"
        )
        let rest = try reader.slice(count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(shared + count)
        bytes += previous[..<shared]
        bytes += rest
        guard !bytes.isEmpty else { return .root }
        guard isValid(bytes, from: shared) else {
            let text = String(decoding: bytes, as: UTF8.self)
            throw reader.fault("“\(text)” is not a path below a root")
        }
        return RelativePath(uncheckedBytes: bytes)
    }

    /// Whether a path is valid when all components that end before `start` are.
    private static func isValid(_ bytes: [UInt8], from start: Int) -> Bool {
        let slash = UInt8(ascii: "/")
        let dot = UInt8(ascii: ".")
        var begin = min(start, bytes.count)
        while begin > 0, bytes[begin - 1] != slash { begin -= 1 }
        // The prefix may end with the slash itself, then the component before it is valid already.
        var index = begin
        while true {
            if index == bytes.count || bytes[index] == slash {
                let length = index - begin
                guard length > 0, length <= RelativePath.maximumComponentLength else {
                    return false
                }
                if length <= 2, bytes[begin] == dot, bytes[index - 1] == dot { return false }
                if index == bytes.count { return true }
                begin = index + 1
            } else if bytes[index] == 0 {
                return false
            }
            index += 1
        }
    }

    private static func readPackage(
        _ reader: inout ByteReader,
        _ tables: Tables
    ) throws(PackagingError) -> String? {
        let position = try reader.number(limit: tables.packages.count, "a package")
        return position == 0 ? nil : tables.packages[position - 1]
    }

    private static func readMetadata(
        _ reader: inout ByteReader,
        _ flags: UInt8,
        _ tables: Tables,
        _ time: inout Int64
    ) throws(PackagingError) -> FileMetadata {
        let mode = try reader.number(limit: 0o7777, "a mode")
        let owner = try reader.number32("an owner")
        let group = try reader.number32("a group")
        time = time &+ (try reader.signed())
        let nanoseconds = try reader.number(limit: 999_999_999, "a fraction of a second")
        var attributes: [ExtendedAttribute] = []
        if flags & Flag.attributes != 0 {
            let position = try reader.number(limit: tables.attributes.count, "an attribute set")
            guard position < tables.attributes.count else {
                throw reader.fault("an attribute set does not exist")
            }
            attributes = tables.attributes[position]
        }
        return FileMetadata(
            mode: UInt16(mode),
            owner: owner,
            group: group,
            modified: FileTime(seconds: time, nanoseconds: UInt32(nanoseconds)),
            attributes: attributes
        )
    }

    private static func readContent(
        _ reader: inout ByteReader,
        _ flags: UInt8,
        _ tables: Tables
    ) throws(PackagingError) -> LayerEntry.Content {
        guard let type = EntryType(rawValue: flags & Flag.type),
            flags & ~(Flag.type | Flag.sparse | Flag.attributes) == 0,
            flags & Flag.sparse == 0 || type == .file
        else { throw reader.fault("an entry's type is unknown") }
        switch type {
        case .file:
            let size = try reader.number()
            let key = try reader.number(limit: tables.keys.count, "a frame key")
            guard size <= UInt64(Int64.max) else { throw reader.fault("a size is over 63 bits") }
            return .file(
                size: size,
                digest: noDigest,
                frame: key == 0 ? 0 : tables.keys[key - 1],
                extents: flags & Flag.sparse == 0 ? [] : try readExtents(&reader, size: size)
            )
        case .hardLink:
            let target = try reader.counted(
                limit: RelativePath.maximumLength,
                "a hard link's target"
            )
            do {
                return .hardLink(of: try RelativePath(bytes: target))
            } catch {
                throw reader.fault("a hard link's target is no path: \(error)")
            }
        case .symbolicLink:
            let target = try reader.counted(
                limit: RelativePath.maximumLength,
                "a symbolic link's target"
            )
            guard !target.isEmpty, !target.contains(0) else {
                throw reader.fault("a symbolic link's target is empty or holds a NUL")
            }
            return .symbolicLink(target: target)
        case .characterDevice, .blockDevice:
            let major = try reader.number32("a device number")
            let minor = try reader.number32("a device number")
            return type == .blockDevice
                ? .blockDevice(major: major, minor: minor)
                : .characterDevice(major: major, minor: minor)
        case .directory: return .directory
        case .fifo: return .fifo
        }
    }

    private static func readExtents(
        _ reader: inout ByteReader,
        size: UInt64
    ) throws(PackagingError) -> [LayerEntry.Extent] {
        var extents: [LayerEntry.Extent] = []
        var end: UInt64 = 0
        let count = try reader.number(limit: reader.remaining, "the number of extents")
        for _ in 0..<count {
            let gap = try reader.number()
            let length = try reader.number()
            guard gap <= size - end, length <= size - end - gap, length > 0 || count == 1,
                gap > 0 || extents.isEmpty
            else { throw reader.fault("a sparse map is out of order or leaves the file") }
            extents.append(LayerEntry.Extent(offset: end + gap, length: length))
            end += gap + length
        }
        guard !extents.isEmpty else { throw reader.fault("a sparse map is empty") }
        return extents
    }

    /// Stands in a file's place until the chunk's digests are read.
    private static let noDigest = Digest(words: (0, 0, 0, 0))
}
