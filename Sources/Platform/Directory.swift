internal import CPlatform
internal import Glibc
public import Primitives

/// An open directory: the place every relative path is resolved below.
///
/// Nothing reached through a `Directory` lies outside it. Paths are resolved by `openat2` with
/// `RESOLVE_BENEATH`, `RESOLVE_NO_SYMLINKS` and `RESOLVE_NO_MAGICLINKS` (one component after another
/// on kernels without it), so a symbolic link on the way is an error, never a detour. Operations on
/// a name act on the name itself and never on what a link points to. `RelativePath.root` stands
/// for the directory itself.
///
/// A class, because workers share one; the descriptor never changes and is closed with the last
/// reference.
public final class Directory: Sendable {
    /// The descriptor, for modules that hand it to C.
    package let descriptor: Int32
    /// Whether paths may pass from this file system to one mounted on it.
    public let crossesMounts: Bool

    package init(owning descriptor: Int32, crossesMounts: Bool) {
        self.descriptor = descriptor
        self.crossesMounts = crossesMounts
    }

    deinit { close(descriptor) }

    /// Opens the directory a user named, absolute or relative to the working directory.
    ///
    /// This is the only place where symbolic links are followed.
    public static func open(
        _ path: String,
        crossesMounts: Bool = true
    ) throws(PlatformError) -> Directory {
        guard !path.utf8.contains(0) else {
            throw PlatformError(.notFound, operation: "open", subject: path)
        }
        let fd = cplatform_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0)
        try check(fd, "open", path)
        return Directory(owning: fd, crossesMounts: crossesMounts)
    }

    /// Opens the directory at `path`; `RelativePath.root` opens this one again.
    public func openDirectory(_ path: RelativePath) throws(PlatformError) -> Directory {
        let fd = openBeneath(path, O_RDONLY | O_DIRECTORY)
        try check(fd, "openat", path.label)
        return Directory(owning: fd, crossesMounts: crossesMounts)
    }

    /// Opens the directory at `path`, or gives nil when the name does not exist.
    public func openDirectoryIfPresent(_ path: RelativePath) throws(PlatformError) -> Directory? {
        let fd = openBeneath(path, O_RDONLY | O_DIRECTORY)
        guard fd != -ENOENT else { return nil }
        try check(fd, "openat", path.label)
        return Directory(owning: fd, crossesMounts: crossesMounts)
    }

    /// Opens the directory at `path` so that no path below it passes to another file system.
    public func openFileSystem(_ path: RelativePath) throws(PlatformError) -> Directory {
        let fd = openBeneath(path, O_RDONLY | O_DIRECTORY)
        try check(fd, "openat", path.label)
        return Directory(owning: fd, crossesMounts: false)
    }

    /// Opens the directory at `path` as on a kernel without `openat2`.
    package func openDirectoryByWalking(_ path: RelativePath) throws(PlatformError) -> Directory {
        let fd = CPath.with(path.isRoot ? [UInt8(ascii: ".")] : path.bytes) {
            cplatform_walk_beneath(
                descriptor,
                $0,
                O_RDONLY | O_DIRECTORY,
                0,
                crossesMounts ? 0 : 1
            )
        }
        try check(fd, "openat", path.label)
        return Directory(owning: fd, crossesMounts: crossesMounts)
    }

    /// The absolute path by which the kernel knows the directory now, for messages.
    public var location: String { Descriptor.location(descriptor) }

    /// The status of the name at `path`, not following a link.
    public func status(of path: RelativePath) throws(PlatformError) -> FileStatus {
        var raw = cplatform_status()
        try check(status(of: path, into: &raw), "statx", path.label)
        return FileStatus(raw)
    }

    /// The status of the name at `path`, or nil when the name does not exist.
    public func statusIfPresent(of path: RelativePath) throws(PlatformError) -> FileStatus? {
        var raw = cplatform_status()
        let result = status(of: path, into: &raw)
        guard result != -ENOENT else { return nil }
        try check(result, "statx", path.label)
        return FileStatus(raw)
    }

    /// The target of the symbolic link at `path`, as bytes.
    public func symbolicLinkTarget(of path: RelativePath) throws(PlatformError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = at(path) { parent, name in
            cplatform_readlink(parent, name, &buffer, buffer.count)
        }
        try check(count, "readlinkat", path.label)
        return Array(buffer.prefix(Int(count)))
    }

    /// What is free and how the file system is mounted.
    public func fileSystem() throws(PlatformError) -> FileSystemStatus {
        let device = try status(of: .root).device
        return try FileSystemStatus.of(descriptor, device: device, location)
    }

    /// Makes the directory's own names durable.
    public func sync() throws(PlatformError) {
        try check(cplatform_sync(descriptor), "fsync", location)
    }

    /// Makes everything on the directory's file system durable.
    public func syncFileSystem() throws(PlatformError) {
        try check(cplatform_sync_filesystem(descriptor), "syncfs", location)
    }

    // MARK: Resolution

    /// Opens `path` beneath; a descriptor, or the negated errno.
    func openBeneath(_ path: RelativePath, _ flags: Int32, _ mode: UInt32 = 0) -> Int32 {
        openBeneath(path.isRoot ? [UInt8(ascii: ".")] : path.bytes[...], flags, mode)
    }

    private func openBeneath(_ path: ArraySlice<UInt8>, _ flags: Int32, _ mode: UInt32) -> Int32 {
        CPath.with(path) {
            cplatform_open_beneath(descriptor, $0, flags, mode, crossesMounts ? 0 : 1)
        }
    }

    /// Calls `body` with a descriptor of the directory that holds `path` and the last component.
    ///
    /// A single component uses this descriptor; the root is named `.`. The result is `body`'s, or
    /// the negated errno of opening the parent.
    @inline(__always)
    func at<Result: FixedWidthInteger & SignedInteger>(
        _ path: RelativePath,
        _ body: (Int32, UnsafePointer<CChar>) -> Result
    ) -> Result {
        let bytes = path.bytes
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
            guard !bytes.isEmpty else { return body(descriptor, ".") }
            return CPath.with(bytes) { body(descriptor, $0) }
        }
        let parent = openBeneath(bytes[..<slash], cplatform_o_path | O_DIRECTORY, 0)
        guard parent >= 0 else { return Result(parent) }
        defer { close(parent) }
        return CPath.with(bytes[(slash + 1)...]) { body(parent, $0) }
    }

    private func status(of path: RelativePath, into raw: inout cplatform_status) -> Int32 {
        at(path) { FileStatus.raw($0, $1, into: &raw) }
    }
}

/// What can be asked of any descriptor.
enum Descriptor {
    /// The path by which the kernel knows a descriptor, for messages.
    static func location(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = cplatform_readlink(
            AT_FDCWD,
            "/proc/self/fd/\(descriptor)",
            &buffer,
            buffer.count
        )
        guard count > 0 else { return "descriptor \(descriptor)" }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
