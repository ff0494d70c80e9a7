internal import CPlatform
internal import Glibc
public import Primitives

/// What the file system says of one name, links not followed.
public struct FileStatus: Sendable, Hashable {
    /// What the name denotes.
    public let kind: FileKind
    /// The permission bits with setuid, setgid and sticky.
    public let mode: UInt16
    /// The owner's number.
    public let owner: UInt32
    /// The group's number.
    public let group: UInt32
    /// The size in bytes; of a symbolic link, its target's length.
    public let size: UInt64
    /// The time of last modification.
    public let modified: FileTime
    /// The time of last change of content or metadata; no program can set it back.
    public let changed: FileTime
    /// The inode's number within its device.
    public let inode: UInt64
    /// The device of the file system that holds the name.
    public let device: UInt64
    /// How many names the inode has.
    public let linkCount: UInt64
    /// The number of 512-byte blocks it occupies.
    public let blocks: UInt64
    /// The mount that holds the name, or 0 where the kernel does not tell.
    public let mount: UInt64
    /// The major number of a device node.
    public let deviceMajor: UInt32
    /// The minor number of a device node.
    public let deviceMinor: UInt32
    /// Whether the file is marked immutable or append-only, so that not even root may rename it.
    public let isImmutable: Bool

    /// Whether the name denotes a directory.
    public var isDirectory: Bool { kind == .directory }

    /// Whether the name denotes a regular file.
    public var isRegular: Bool { kind == .regular }

    /// Takes what the kernel gave; an unknown type reads as a character device of number 0, 0.
    init(_ raw: cplatform_status) {
        kind = FileKind(modeBits: raw.mode) ?? .characterDevice
        mode = UInt16(raw.mode & 0o7777)
        owner = raw.owner
        group = raw.group
        size = raw.size
        modified = FileTime(seconds: raw.modified_seconds, nanoseconds: raw.modified_nanoseconds)
        changed = FileTime(seconds: raw.changed_seconds, nanoseconds: raw.changed_nanoseconds)
        inode = raw.inode
        device = raw.device
        linkCount = raw.links
        blocks = raw.blocks
        mount = raw.mount
        deviceMajor = raw.device_major
        deviceMinor = raw.device_minor
        isImmutable = raw.immutable != 0
    }

    /// The status of `name` below a descriptor; an empty name is the descriptor itself.
    @inline(__always)
    static func raw(
        _ descriptor: Int32,
        _ name: UnsafePointer<CChar>,
        into status: inout cplatform_status
    ) -> Int32 {
        cplatform_status_at(descriptor, name, &status)
    }

    /// The status of an open descriptor.
    static func of(
        _ descriptor: Int32,
        _ subject: @autoclosure () -> String
    ) throws(PlatformError)
        -> FileStatus
    {
        var raw = cplatform_status()
        try check(Self.raw(descriptor, "", into: &raw), "statx", subject())
        return FileStatus(raw)
    }
}

extension FileKind {
    /// The kind in the type bits of a mode, or nil for a value Linux does not define.
    init?(modeBits: UInt32) {
        switch modeBits & UInt32(S_IFMT) {
        case UInt32(S_IFREG): self = .regular
        case UInt32(S_IFDIR): self = .directory
        case UInt32(S_IFLNK): self = .symbolicLink
        case UInt32(S_IFIFO): self = .fifo
        case UInt32(S_IFCHR): self = .characterDevice
        case UInt32(S_IFBLK): self = .blockDevice
        case UInt32(S_IFSOCK): self = .socket
        default: return nil
        }
    }

    /// The kind in the type byte of a directory entry, or nil when the file system does not say.
    init?(entryType: UInt8) {
        self.init(modeBits: UInt32(entryType) << 12)
    }

    /// The type bits of a mode.
    var modeBits: UInt32 {
        switch self {
        case .regular: UInt32(S_IFREG)
        case .directory: UInt32(S_IFDIR)
        case .symbolicLink: UInt32(S_IFLNK)
        case .fifo: UInt32(S_IFIFO)
        case .characterDevice: UInt32(S_IFCHR)
        case .blockDevice: UInt32(S_IFBLK)
        case .socket: UInt32(S_IFSOCK)
        }
    }
}
