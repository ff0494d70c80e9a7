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
    /// Whether ``identifier`` is a UUID that the kernel told.
    let hasUUID: Bool

    /// Whether names keep an owner, permissions and attributes of their own.
    ///
    /// FAT and exFAT do not; of what a program in user space serves nothing is known.
    public var keepsMetadata: Bool {
        let others: [UInt64] = [0x4D44, 0x2011_BAB0, 0x6573_5546]
        return !others.contains(type)
    }

    static func of(
        _ descriptor: Int32,
        device: UInt64,
        _ subject: @autoclosure () -> String
    ) throws(PlatformError) -> FileSystemStatus {
        var raw = cplatform_filesystem()
        try check(cplatform_filesystem_status(descriptor, &raw), "fstatfs", subject())
        return FileSystemStatus(
            freeBytes: raw.free_bytes,
            totalBytes: raw.total_bytes,
            freeInodes: raw.free_inodes,
            blockSize: raw.block_size,
            device: device,
            isReadOnly: raw.read_only != 0,
            type: raw.type,
            identifier: withUnsafeBytes(of: &raw.identifier) { Array($0) },
            hasUUID: raw.has_uuid != 0
        )
    }
}
