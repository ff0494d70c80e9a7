internal import CPlatform
import Primitives

/// What is left of a file system and how it is mounted.
public struct FileSystemStatus: Sendable, Hashable {
    /// Bytes a program without privilege may still write.
    public let freeBytes: UInt64
    /// Bytes in all.
    public let totalBytes: UInt64
    /// Inodes left; some file systems always say 0 and make them as needed.
    public let freeInodes: UInt64
    /// The unit of allocation, in bytes.
    public let blockSize: UInt64
    /// The device number, as in ``FileStatus/device``.
    public let device: UInt64
    /// Whether it is mounted read-only.
    public let isReadOnly: Bool
    /// The kernel's magic number for the type, as in `statfs(2)`.
    public let type: UInt64
    /// The file system's UUID, 16 bytes; where the kernel does not tell it, what `statfs(2)` has.
    public let identifier: [UInt8]

    static func of(_ directory: Directory) throws(PlatformError) -> FileSystemStatus {
        var raw = cplatform_filesystem()
        try check(
            cplatform_filesystem_status(directory.descriptor, &raw),
            "fstatfs",
            directory.location
        )
        let device = try directory.status(of: .root).device
        return FileSystemStatus(
            freeBytes: raw.free_bytes,
            totalBytes: raw.total_bytes,
            freeInodes: raw.free_inodes,
            blockSize: raw.block_size,
            device: device,
            isReadOnly: raw.read_only != 0,
            type: raw.type,
            identifier: withUnsafeBytes(of: &raw.identifier) { Array($0) }
        )
    }
}
