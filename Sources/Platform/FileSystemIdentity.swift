internal import CPlatform
internal import Glibc
import Primitives

/// What tells one file system from all others, and stays when it is mounted again elsewhere.
public struct FileSystemIdentity: Sendable, Hashable, CustomStringConvertible {
    /// Where the identity comes from.
    public enum Source: String, Sendable {
        /// The kernel, or the superblock: a UUID, or the serial number of a FAT.
        case superblock = "uuid"
        /// `statfs(2)`, for types whose number there is made from their own.
        case number = "fsid"
    }

    /// Where it comes from; identities of two sources can not be compared.
    public let source: Source
    /// The identity, spelled as blkid(8) and fstab(5) do where it is a UUID or a serial number.
    public let text: String

    /// The form ``init(_:)`` reads back.
    public var description: String { "\(source.rawValue):\(text)" }

    init(source: Source, text: String) {
        self.source = source
        self.text = text
    }

    /// Reads what ``description`` gives; nil for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let source = Source(rawValue: parts[0]) else { return nil }
        self.init(source: source, text: parts[1])
    }

    /// Whether both are known to be of different file systems.
    public func differs(from other: FileSystemIdentity) -> Bool {
        source == other.source && text != other.text
    }
}

extension Directory {
    /// The identity of the directory's file system, or nil where it has none that lasts.
    ///
    /// A kernel before 6.9 may not tell it: the superblock is then read from the device, which takes
    /// root; of ext2 to ext4, btrfs and their like the number of `statfs(2)` serves without.
    public func fileSystemIdentity() throws(PlatformError) -> FileSystemIdentity? {
        let system = try fileSystem()
        let told = system.hasUUID ? Superblock.uuid(system.identifier[...]) : nil
        let (major, minor) = (major(system.device), minor(system.device))
        if let text = told ?? Superblock.identity(major: major, minor: minor) {
            return FileSystemIdentity(source: .superblock, text: text)
        }
        // ext, btrfs, f2fs, bcachefs and ZFS make it from their UUID; XFS and FAT from the device.
        let lasting: [UInt64] = [0xEF53, 0x9123_683E, 0xF2F5_2010, 0xCA45_1A4E, 0x2FC1_2FC1]
        let number = system.identifier.prefix(8)
        guard lasting.contains(system.type), number.contains(where: { $0 != 0 }) else { return nil }
        return FileSystemIdentity(source: .number, text: Hexadecimal.encode([UInt8](number)))
    }

    private func major(_ device: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: device >> 8 & 0xFFF | device >> 32 & 0xFFFF_F000)
    }

    private func minor(_ device: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: device & 0xFF | device >> 12 & 0xFFFF_FF00)
    }
}

/// The identity in the first bytes of a block device.
package enum Superblock {
    /// The identity of what is on a device, or nil where it can not be read or is of no known form.
    static func identity(major: UInt32, minor: UInt32) -> String? {
        guard major != 0, let bytes = start(major: major, minor: minor) else { return nil }
        return identity(bytes)
    }

    /// The first bytes of a device, by the name the kernel gives it.
    private static func start(major: UInt32, minor: UInt32) -> [UInt8]? {
        // A device that can not be opened leaves the identity to statfs.
        guard let folder = try? Directory.open("/sys/dev/block/\(major):\(minor)"),
            let event = try? folder.read(
                RelativePath(uncheckedBytes: Array("uevent".utf8)),
                limit: 1 << 16
            )
        else { return nil }
        let key = Array("DEVNAME=".utf8)
        guard
            let line = event.split(separator: UInt8(ascii: "\n")).first(where: {
                $0.starts(with: key)
            })
        else { return nil }
        let path = "/dev/" + String(decoding: line.dropFirst(key.count), as: UTF8.self)
        let fd = cplatform_open(AT_FDCWD, path, O_RDONLY | O_NONBLOCK, 0)
        guard fd >= 0 else { return nil }
        let file = File(owning: fd)
        guard let status = try? file.status(), status.kind == .blockDevice,
            (status.deviceMajor, status.deviceMinor) == (major, minor)
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        guard let count = try? file.read(into: &bytes, at: 0), count == bytes.count else {
            return nil
        }
        return bytes
    }

    /// Reads the superblock of ext2 to ext4, XFS, FAT or exFAT in a device's first 4 KiB.
    package static func identity(_ bytes: [UInt8]) -> String? {
        guard bytes.count >= 4096 else { return nil }
        func holds(_ text: String, at offset: Int) -> Bool {
            bytes[offset...].starts(with: text.utf8)
        }
        if bytes[1024 + 0x38] == 0x53, bytes[1024 + 0x39] == 0xEF {
            return uuid(bytes[(1024 + 0x68)..<(1024 + 0x78)])
        }
        if holds("XFSB", at: 0) { return uuid(bytes[32..<48]) }
        if holds("EXFAT   ", at: 3) { return serial(bytes[100..<104]) }
        guard bytes[510] == 0x55, bytes[511] == 0xAA else { return nil }
        if holds("FAT32   ", at: 82) { return serial(bytes[67..<71]) }
        if holds("FAT1", at: 54) { return serial(bytes[39..<43]) }
        return nil
    }

    static func uuid(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.contains(where: { $0 != 0 }) else { return nil }
        let digits = Array(Hexadecimal.encode([UInt8](bytes)))
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return parts.map { String(digits[$0]) }.joined(separator: "-")
    }

    /// A serial number, kept with its lowest byte first and written with its highest.
    private static func serial(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array(Hexadecimal.encode(bytes.reversed()).uppercased())
        return String(digits[..<4]) + "-" + String(digits[4...])
    }
}
