internal import CPlatform
internal import Glibc
public import Primitives

extension Directory {
    /// Opens the regular file at `path` for reading.
    ///
    /// A fifo never blocks it, and the access time is left alone where the owner may ask for that.
    ///
    /// - Throws: ``PlatformError`` with `.notSupported` when the name is not a regular file.
    public func openFile(_ path: RelativePath) throws(PlatformError) -> File {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        var fd = openBeneath(path, flags | cplatform_o_noatime)
        if fd == -EPERM { fd = openBeneath(path, flags) }
        return try regularFile(fd, path)
    }

    /// The first `count` bytes of the file or the block device at `path`: of a volume not mounted.
    ///
    /// - Throws: ``PlatformError`` with `.notSupported` for a name of another kind.
    public func start(ofVolume path: RelativePath, _ count: Int) throws(PlatformError) -> [UInt8] {
        let fd = openBeneath(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
        let volume = try openedFile(fd, path, [.regular, .blockDevice])
        return try volume.read(count, at: 0)
    }

    /// Opens the regular file at `path` for reading and writing; its content stays.
    public func openFileForWriting(_ path: RelativePath) throws(PlatformError) -> File {
        try regularFile(openBeneath(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY), path)
    }

    /// Creates the file at `path`, which must not exist, with exactly `permissions`.
    public func createFile(
        _ path: RelativePath,
        permissions: UInt16
    ) throws(PlatformError) -> File {
        let mode = UInt32(permissions & 0o7777)
        let fd = at(path) {
            cplatform_open($0, $1, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode & 0o700)
        }
        try check(fd, "openat", path.label)
        let file = File(owning: fd)
        if mode & 0o700 != mode { try check(cplatform_fchmod(fd, mode), "fchmod", path.label) }
        return file
    }

    /// The content of the regular file at `path`, at most `limit` bytes.
    ///
    /// - Throws: ``PlatformError`` with `.tooLarge` when there is more.
    public func read(_ path: RelativePath, limit: Int) throws(PlatformError) -> [UInt8] {
        let file = try openFile(path)
        let size = try file.status().size
        guard size <= UInt64(max(0, limit)) else {
            throw PlatformError(
                .tooLarge,
                operation: "read",
                subject: path.label,
                detail: "\(size) bytes where at most \(limit) are accepted"
            )
        }
        return try file.readToEnd(expecting: Int(size), limit: limit, path.label)
    }

    /// The content of the regular file at `path`, or nil when the name does not exist.
    public func readIfPresent(
        _ path: RelativePath,
        limit: Int
    ) throws(PlatformError) -> [UInt8]? {
        do {
            return try read(path, limit: limit)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// Replaces the content of `path` at once: a reader, or a power cut, sees the old or the new.
    ///
    /// A new file beside it is written and synced, renamed over the name, and the directory synced.
    public func write(
        _ bytes: [UInt8],
        atomicallyTo path: RelativePath,
        permissions: UInt16
    ) throws(PlatformError) {
        guard let parent = path.parent else {
            throw PlatformError(errorNumber: EISDIR, operation: "rename", subject: path.label)
        }
        let folder = try openDirectory(parent)
        let name = RelativePath(uncheckedBytes: Array(path.name))
        let draft = try RelativePath.unusedName()
        do {
            let file = try folder.createFile(draft, permissions: permissions)
            try file.write(bytes)
            try file.sync()
            try folder.rename(draft, to: folder, name, mode: .replace)
        } catch {
            // The draft is useless now; the error to report is the one that stopped the write.
            try? folder.removeFile(draft)
            throw error
        }
        try folder.sync()
    }

    private func regularFile(_ fd: Int32, _ path: RelativePath) throws(PlatformError) -> File {
        try openedFile(fd, path, [.regular])
    }

    private func openedFile(
        _ fd: Int32,
        _ path: RelativePath,
        _ kinds: Set<FileKind>
    ) throws(PlatformError) -> File {
        try check(fd, "openat", path.label)
        let file = File(owning: fd)
        let kind = try FileStatus.of(fd, path.label).kind
        guard kinds.contains(kind) else {
            throw PlatformError(
                kind == .directory ? .isADirectory : .notSupported,
                operation: "openat",
                subject: path.label,
                detail: "it is a \(kind.name), not a regular file"
            )
        }
        return file
    }
}

extension RelativePath {
    /// A name nothing else uses, for a file that will be renamed.
    static func unusedName() throws(PlatformError) -> RelativePath {
        let random = Hexadecimal.encode(try RandomBytes.make(12))
        return RelativePath(uncheckedBytes: Array(".socle-\(random)".utf8))
    }
}
