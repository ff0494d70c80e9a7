internal import Model
internal import Primitives

/// The binary form of a run of entries.
///
/// Three tables (packages, frame keys, sets of extended attributes), then one record an entry with
/// its path front-coded against the one before, then the content digests of the files. The digests
/// stand apart because they do not compress and would spoil the rest.
enum EntryChunk {
    /// What the first byte of a record says beside the type.
    enum Flag {
        static let type: UInt8 = 0x07
        static let sparse: UInt8 = 0x10
        static let attributes: UInt8 = 0x20
    }

    enum EntryType: UInt8 {
        case file, hardLink, directory, symbolicLink, fifo, characterDevice, blockDevice
    }

    /// Table positions in the order of first use.
    private struct Table<Value: Hashable> {
        private(set) var values: [Value] = []
        private var positions: [Value: Int] = [:]

        mutating func position(of value: Value) -> Int {
            if let known = positions[value] { return known }
            positions[value] = values.count
            values.append(value)
            return values.count - 1
        }
    }

    /// Encodes `entries`; the digests are returned apart.
    static func encode(_ entries: ArraySlice<LayerEntry>) -> (records: [UInt8], digests: [UInt8]) {
        var packages = Table<String>()
        var keys = Table<UInt64>()
        var attributes = Table<[ExtendedAttribute]>()
        var records = ByteWriter()
        var digests = ByteWriter()
        var previous: [UInt8] = []
        var time: Int64 = 0
        for entry in entries {
            let metadata = entry.metadata
            records.byte(flags(entry))
            appendPath(entry.path.bytes, after: previous, to: &records)
            previous = entry.path.bytes
            records.number(entry.package.map { packages.position(of: $0) + 1 } ?? 0)
            records.number(UInt64(metadata.mode))
            records.number(UInt64(metadata.owner))
            records.number(UInt64(metadata.group))
            records.signed(metadata.modified.seconds &- time)
            time = metadata.modified.seconds
            records.number(UInt64(metadata.modified.nanoseconds))
            if !metadata.attributes.isEmpty {
                records.number(attributes.position(of: metadata.attributes))
            }
            switch entry.content {
            case .file(let size, let digest, let frame, let extents):
                records.number(size)
                records.number(frame == 0 ? 0 : keys.position(of: frame) + 1)
                if !extents.isEmpty { append(extents, to: &records) }
                digests.raw(digest.bytes)
            case .hardLink(let target): records.counted(target.bytes)
            case .symbolicLink(let target): records.counted(target)
            case .characterDevice(let major, let minor), .blockDevice(let major, let minor):
                records.number(UInt64(major))
                records.number(UInt64(minor))
            case .directory, .fifo: break
            }
        }
        var whole = ByteWriter()
        append(packages.values, keys.values, attributes.values, to: &whole)
        whole.raw(records.bytes)
        return (whole.bytes, digests.bytes)
    }

    private static func flags(_ entry: LayerEntry) -> UInt8 {
        var type: EntryType
        var isSparse = false
        switch entry.content {
        case .file(_, _, _, let extents):
            type = .file
            isSparse = !extents.isEmpty
        case .hardLink: type = .hardLink
        case .directory: type = .directory
        case .symbolicLink: type = .symbolicLink
        case .fifo: type = .fifo
        case .characterDevice: type = .characterDevice
        case .blockDevice: type = .blockDevice
        }
        return type.rawValue | (isSparse ? Flag.sparse : 0)
            | (entry.metadata.attributes.isEmpty ? 0 : Flag.attributes)
    }

    private static func append(_ extents: [LayerEntry.Extent], to records: inout ByteWriter) {
        records.number(extents.count)
        var end: UInt64 = 0
        for extent in extents {
            records.number(extent.offset &- end)
            records.number(extent.length)
            end = extent.offset &+ extent.length
        }
    }

    private static func append(
        _ packages: [String],
        _ keys: [UInt64],
        _ attributes: [[ExtendedAttribute]],
        to whole: inout ByteWriter
    ) {
        whole.number(packages.count)
        for package in packages { whole.counted([UInt8](package.utf8)) }
        whole.number(keys.count)
        for key in keys { whole.fixed64(key) }
        whole.number(attributes.count)
        for set in attributes {
            whole.number(set.count)
            for attribute in set {
                whole.counted(attribute.name)
                whole.counted(attribute.value)
            }
        }
    }

    /// Appends how many bytes `path` shares with `previous`, and the rest.
    static func appendPath(_ path: [UInt8], after previous: [UInt8], to writer: inout ByteWriter) {
        var shared = 0
        let limit = min(path.count, previous.count)
        while shared < limit, path[shared] == previous[shared] { shared += 1 }
        writer.number(shared)
        writer.number(path.count - shared)
        writer.raw(path[shared...])
    }
}
