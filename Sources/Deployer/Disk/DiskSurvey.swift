internal import Inventory
internal import Model
internal import Platform
internal import Primitives

/// Looks at a disk, and changes nothing of it.
public enum DiskSurvey {
    /// What the disk at `path` is and holds.
    ///
    /// Each stretch is read by blkid(8) at its place on the disk, so that what the kernel noted of an
    /// older partition table does not count.
    ///
    /// - Throws: ``DeployerError`` with `.notADisk` for a partition, a file or a disk that can only be
    ///   read, `.diskInUse` where a part of it is mounted or held, `.disk` where it can not be read.
    public static func read(_ path: String) throws(DeployerError) -> DiskContent {
        let device = try find(path)
        // What a program that was killed left mounted.
        let mounts = try DiskMounts(device.name)
        let lock = try mounts.lock()
        defer { _ = lock }
        try mounts.release()
        try requireUnused(device)
        return DiskContent(
            name: device.name,
            model: device.model,
            size: device.size,
            serial: device.serial,
            volumes: try volumes(device),
            unfinished: try DiskMarker.read(device)
        )
    }

    /// The disks of the machine that can be written, by path, in the kernel's order of names.
    ///
    /// Loops, RAM disks, optical drives and what is built of other devices are none.
    public static func disks() throws(DeployerError) -> [String] {
        let names = try onDisk { () throws(PlatformError) in
            try Directory.open("/sys/block").entries().map {
                String(decoding: $0.name, as: UTF8.self)
            }
        }
        let others = ["loop", "ram", "zram", "sr", "fd", "dm-", "md", "nbd", "mtdblock"]
        return names.sorted().filter { name in
            guard !others.contains(where: name.hasPrefix) else { return false }
            // A drive without its card or medium is none either.
            guard let device = try? BlockDevice.find("/dev/" + name) else { return false }
            return !device.isReadOnly && device.size > 0
        }.map { "/dev/" + $0 }
    }

    static func find(_ path: String) throws(DeployerError) -> BlockDevice {
        let device: BlockDevice
        do {
            device = try BlockDevice.find(path)
        } catch {
            guard error.code == .notSupported else {
                throw DeployerError(.disk, subject: path, detail: error.description)
            }
            throw DeployerError(.notADisk, subject: path, detail: "it is no disk")
        }
        guard !device.isPartition else {
            throw DeployerError(
                .notADisk,
                subject: path,
                detail: "it is a part of a disk; name the whole disk"
            )
        }
        guard !device.isReadOnly else {
            throw DeployerError(.notADisk, subject: path, detail: "it can only be read")
        }
        return device
    }

    /// Refuses a disk of which something is mounted, used for swap, or held by LVM, RAID or dm-crypt.
    static func requireUnused(_ disk: BlockDevice) throws(DeployerError) {
        var parts = [disk]
        for name in disk.partitions {
            let part = try onDisk { () throws(PlatformError) in try BlockDevice.find("/dev/" + name)
            }
            parts.append(part)
        }
        let mounts = try onDisk { () throws(PlatformError) in try Platform.MountTable.read() }
        let swaps = try swaps()
        var uses: [String] = []
        for part in parts {
            for mount in mounts where mount.device == part.number {
                uses.append(
                    "\(part.name): mounted at \(String(decoding: mount.mountPoint, as: UTF8.self))"
                )
            }
            if swaps.contains(part.path) { uses.append("\(part.name): used for swap") }
            for holder in part.holders { uses.append("\(part.name): held by \(holder)") }
        }
        guard uses.isEmpty else {
            throw DeployerError(
                .diskInUse,
                subject: disk.path,
                detail: "it is in use; unmount, switch off or close what is on it first",
                items: uses
            )
        }
    }

    private static func swaps() throws(DeployerError) -> Set<String> {
        let text = try onDisk { () throws(PlatformError) in
            try Directory.open("/proc").readIfPresent(
                RelativePath(uncheckedBytes: Array("swaps".utf8)),
                limit: 1 << 20
            )
        }
        let lines = String(decoding: text ?? [], as: UTF8.self).split(separator: "\n").dropFirst()
        return Set(lines.compactMap { $0.split(separator: " ").first.map(String.init) })
    }

    // MARK: What is on it

    private static func volumes(_ device: BlockDevice) throws(DeployerError) -> [DiskVolume] {
        let whole = DiskExtent(start: 0, length: device.size)
        guard let table = try partitions(device) else {
            return [try volume(device, device.name, whole, partitionName: "", type: "")]
        }
        var volumes: [DiskVolume] = []
        for entry in table.sorted(by: { $0.extent.start < $1.extent.start }) {
            volumes.append(
                try volume(
                    device,
                    entry.name,
                    entry.extent,
                    partitionName: entry.label,
                    type: entry.type
                )
            )
        }
        return volumes
    }

    private struct Entry {
        let name: String
        let extent: DiskExtent
        let label: String
        let type: String
    }

    /// The partition table, or nil where there is none that sfdisk(8) reads.
    private static func partitions(_ device: BlockDevice) throws(DeployerError) -> [Entry]? {
        let result = try DiskTool.attempt(["sfdisk", "--json", device.path], on: device.path)
        guard result.succeeded else {
            // It ends alike for a disk without table and for one that can not be read.
            do {
                _ = try device.read(4096, at: 0)
            } catch {
                throw DeployerError(.disk, subject: device.path, detail: error.description)
            }
            return nil
        }
        do {
            let root = JSONNode(try JSONParser.parse(result.output))
            let table = try root.member("partitiontable")
            let sector = try table.optionalMember("sectorsize")?.integer(in: 512...65536) ?? 512
            var entries: [Entry] = []
            for node in try table.optionalMember("partitions")?.elements() ?? [] {
                let most = Int64.max / 65536
                let start = try node.member("start").integer(in: 0...most) * sector
                let length = try node.member("size").integer(in: 0...most) * sector
                let path = try node.member("node").string()
                entries.append(
                    Entry(
                        name: path.split(separator: "/").last.map(String.init) ?? path,
                        extent: DiskExtent(start: UInt64(start), length: UInt64(length)),
                        label: try node.optionalMember("name")?.string() ?? "",
                        type: try node.optionalMember("type")?.string().uppercased() ?? ""
                    )
                )
            }
            return entries
        } catch {
            throw DeployerError(
                .disk,
                subject: device.path,
                detail: "sfdisk --json gave what is not understood: \(error)"
            )
        }
    }

    static func volume(
        _ device: BlockDevice,
        _ name: String,
        _ extent: DiskExtent,
        partitionName: String,
        type partitionType: String
    ) throws(DeployerError) -> DiskVolume {
        let result = try DiskTool.attempt(
            [
                "blkid", "--probe", "--output", "export", "--usages",
                "filesystem,crypto,raid,other",
                "--offset", String(extent.start), "--size", String(extent.length), device.path,
            ],
            on: device.path
        )
        // 2: nothing recognised; 8: several at once, of which none can be believed.
        guard result.succeeded || [.exited(2), .exited(8)].contains(result.outcome) else {
            throw DeployerError(
                .disk,
                subject: "/dev/\(name)",
                detail: "it can not be read: "
                    + result.errorText.split(separator: "\n").joined(separator: "; ")
            )
        }
        var facts: [Substring: String] = [:]
        for line in result.outputText.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { facts[parts[0]] = String(parts[1]) }
        }
        let type = facts["TYPE"] ?? ""
        // blkid leaves out a volume whose metadata it finds damaged; it is encrypted all the same.
        let start = try onDisk { () throws(PlatformError) in
            try device.read(UnmountedVolume.length, at: extent.start)
        }
        let isBitLocker = UnmountedVolume.recognise(start) == .bitLocker
        return DiskVolume(
            name: name,
            extent: extent,
            content: isBitLocker
                ? .bitLocker
                : result.outcome == .exited(8) ? .other : content(type, partitionType),
            type: type,
            label: facts["LABEL"] ?? "",
            partitionName: partitionName,
            uuid: facts["UUID"] ?? ""
        )
    }

    private static func content(_ type: String, _ partitionType: String) -> DiskVolume.Content {
        switch type {
        case "BitLocker": .bitLocker
        case "crypto_LUKS": .luks
        case "ntfs", "ReFS": .windows
        case "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "swap", "bcachefs": .linux
        case "vfat"
        where partitionType == "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
            || partitionType == "EF":
            .efi
        case "LVM2_member", "linux_raid_member", "zfs_member", "isw_raid_member", "ddf_raid_member":
            .member
        case "": .empty
        default: .other
        }
    }
}
