internal import Model
internal import Platform
internal import Primitives
internal import Trust

/// Compares single names with single entries; one per worker, with its buffer and hasher.
struct EntryInspector: ~Copyable {
    private let root: Directory
    private let counter: ReadCounter?
    private var buffer: [UInt8]
    private var hasher = SHA256Hasher()

    /// Bytes read at once.
    static let bufferSize = 256 << 10

    init(_ root: Directory, _ counter: ReadCounter? = nil) {
        self.root = root
        self.counter = counter
        buffer = [UInt8](repeating: 0, count: Self.bufferSize)
    }

    /// What `status` alone says: nil where it does not settle the question.
    ///
    /// Of a hard link only the metadata is compared here; which file it names is settled later.
    static func settle(_ entry: LayerEntry, _ status: FileStatus) -> EntryRecord.Standing? {
        guard entry.kind == status.kind else { return .type }
        switch entry.content {
        case .file(let size, _, _, _): if size != status.size { return .content }
        case .characterDevice(let major, let minor), .blockDevice(let major, let minor):
            if (major, minor) != (status.deviceMajor, status.deviceMinor) { return .content }
        case .symbolicLink(let target): if UInt64(target.count) != status.size { return .content }
        case .hardLink, .directory, .fifo: break
        }
        return nil
    }

    /// Compares everything: attributes, and bytes or link target.
    ///
    /// Nothing less than ``settle(_:_:)``'s nil may have come before.
    ///
    /// On a flat file system only bytes and, to two seconds, the times of files are compared.
    mutating func inspect(
        _ entry: LayerEntry,
        _ status: FileStatus,
        isFlat: Bool = false
    ) throws(PlatformError) -> EntryRecord.Standing {
        let attributes: [ExtendedAttribute]
        switch entry.content {
        case .file(let size, let digest, _, _):
            let file = try root.openFile(entry.path)
            guard try self.digest(of: file, size: size) == digest else { return .content }
            if isFlat { return Self.flatStanding(entry, status) }
            attributes = try file.attributes()
        case .hardLink:
            return Self.standing(entry, status, attributes: entry.metadata.attributes)
        case .symbolicLink(let target):
            guard try root.symbolicLinkTarget(of: entry.path) == target else { return .content }
            attributes = try root.attributes(of: entry.path)
        case .directory where isFlat: return .same
        case .directory, .fifo, .characterDevice, .blockDevice:
            attributes = try root.attributes(of: entry.path)
        }
        return Self.standing(entry, status, attributes: attributes)
    }

    /// The SHA-256 of the first `size` bytes of `file`.
    mutating func digest(
        of file: borrowing File,
        size: UInt64
    ) throws(PlatformError) -> Digest {
        var left = size
        while left > 0 {
            let count = try file.read(into: &buffer)
            guard count > 0 else { break }
            let used = Int(min(UInt64(count), left))
            hasher.update(buffer[..<used])
            counter?.add(bytes: used)
            left -= UInt64(used)
        }
        return hasher.finalize()
    }

    private static func flatStanding(
        _ entry: LayerEntry,
        _ status: FileStatus
    ) -> EntryRecord.Standing {
        status.modified.isClose(to: entry.metadata.modified) ? .same : .metadata
    }

    private static func standing(
        _ entry: LayerEntry,
        _ status: FileStatus,
        attributes: [ExtendedAttribute]
    ) -> EntryRecord.Standing {
        let wanted = entry.metadata
        let sameMode = wanted.mode == status.mode || entry.kind == .symbolicLink
        guard sameMode, wanted.owner == status.owner, wanted.group == status.group,
            wanted.attributes == attributes
        else { return .metadata }
        guard wanted.modified == status.modified else {
            return entry.kind == .directory ? .time : .metadata
        }
        return .same
    }
}
