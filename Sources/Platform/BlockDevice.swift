internal import CPlatform
internal import Glibc
import Primitives

/// A block device as the kernel's sysfs(5) describes it: a whole disk, or one of its partitions.
public struct BlockDevice: Sendable, Hashable {
    /// The kernel's name, such as `sda` or `nvme0n1p2`.
    public let name: String
    /// `major:minor`, as the mount table gives it.
    public let number: String
    /// Its length in bytes.
    public let size: UInt64
    /// The unit it is read and written in, in bytes.
    public let sectorSize: UInt64
    /// What the maker calls it; empty where the kernel does not say.
    public let model: String
    /// What tells it from others of its model; empty where the kernel does not say.
    public let serial: String
    /// Whether it is a part of a disk.
    public let isPartition: Bool
    /// Whether nothing can be written to it.
    public let isReadOnly: Bool
    /// What is built on it: volumes of LVM, of dm-crypt, of RAID.
    public let holders: [String]
    /// The partitions of a disk that the kernel knows, by name.
    public let partitions: [String]

    /// Where programs find it.
    public var path: String { "/dev/" + name }

    /// Finds the device at `path`, links followed.
    ///
    /// - Throws: ``PlatformError`` with `.notSupported` for what is no block device.
    public static func find(_ path: String) throws(PlatformError) -> BlockDevice {
        let fd = try check(cplatform_open(AT_FDCWD, path, O_RDONLY | O_NONBLOCK, 0), "open", path)
        let file = File(owning: fd)
        let status = try file.status()
        guard status.kind == .blockDevice else {
            throw PlatformError(
                .notSupported,
                operation: "open",
                subject: path,
                detail: "it is no block device"
            )
        }
        let number = "\(status.deviceMajor):\(status.deviceMinor)"
        return try BlockDevice(number, try Directory.open("/sys/dev/block/\(number)"))
    }

    private init(_ number: String, _ folder: Directory) throws(PlatformError) {
        func text(
            _ path: String,
            of place: Directory? = nil
        ) throws(PlatformError) -> String {
            let place = place ?? folder
            let bytes = try place.readIfPresent(Self.path(path), limit: 1 << 16) ?? []
            let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            return words.joined(separator: " ")
        }
        func names(_ path: RelativePath) throws(PlatformError) -> [String] {
            guard let list = try folder.openDirectoryIfPresent(path) else { return [] }
            return try list.entries().map { String(decoding: $0.name, as: UTF8.self) }.sorted()
        }
        let event = try text("uevent").split(separator: " ")
        name = event.first { $0.hasPrefix("DEVNAME=") }.map { String($0.dropFirst(8)) } ?? ""
        self.number = number
        // sysfs counts in sectors of 512 bytes, whatever the device's own are.
        size = (UInt64(try text("size")) ?? 0) &* 512
        sectorSize = UInt64(try text("queue/logical_block_size")) ?? 512
        // A link to where the device is plugged in; a loop or a volume of LVM is nowhere.
        let maker = try? Directory.open("/sys/dev/block/\(number)/device")
        if let maker {
            let words = [try text("vendor", of: maker), try text("model", of: maker)]
            // A paravirtual disk has a number for its vendor.
            model = words.filter { !$0.isEmpty && $0 != "ATA" && !$0.hasPrefix("0x") }
                .joined(separator: " ")
            serial = try text("serial", of: maker)
        } else {
            (model, serial) = ("", "")
        }
        isPartition = try folder.statusIfPresent(of: Self.path("partition")) != nil
        isReadOnly = try text("ro") == "1"
        holders = try names(Self.path("holders"))
        var partitions: [String] = []
        for name in try names(.root) where name.hasPrefix(self.name) {
            guard try folder.statusIfPresent(of: Self.path(name + "/partition")) != nil else {
                continue
            }
            partitions.append(name)
        }
        self.partitions = partitions
    }

    private static func path(_ text: String) -> RelativePath {
        RelativePath(uncheckedBytes: Array(text.utf8))
    }

    /// Opens it for reading and writing.
    public func openForWriting() throws(PlatformError) -> File {
        let fd = try check(cplatform_open(AT_FDCWD, path, O_RDWR | O_NONBLOCK, 0), "open", path)
        return File(owning: fd)
    }

    /// Reads `count` bytes from `offset` on.
    public func read(_ count: Int, at offset: UInt64) throws(PlatformError) -> [UInt8] {
        let fd = try check(cplatform_open(AT_FDCWD, path, O_RDONLY | O_NONBLOCK, 0), "open", path)
        return try File(owning: fd).read(count, at: offset)
    }
}
