public import Model
public import Platform
internal import Primitives

extension DiskMounts {
    /// Shows `body` the root of a station that lies on a disk, to be scanned or restored: its file
    /// systems are mounted read-write where its fstab(5) has them, and taken down afterwards.
    ///
    /// - Parameters:
    ///   - volume: the file system with the root of the station.
    ///   - disk: the disk it lies on.
    ///   - body: is given the path the root is mounted at; nothing may stay open below it.
    /// - Returns: what `body` gives.
    /// - Throws: ``DeployerError`` with `.disk` where a file system is damaged, or one that the
    ///   station needs can not be mounted: a restore would write what belongs there elsewhere.
    public static func visit<Result>(
        _ volume: DiskVolume,
        of disk: DiskContent,
        _ body: (String) -> Result
    ) throws(DeployerError) -> Result {
        let mounts = try DiskMounts(disk.name)
        let lock = try mounts.lock()
        defer { _ = lock }
        try mounts.release()
        _ = try DiskTool.attempt(["partx", "--update", disk.path], on: disk.path)
        do {
            try mounts.mountChecked(volume.path, type: volume.type, at: .root)
            try mounts.mountOthers()
        } catch {
            // The first fault is the one to tell; the next visit takes down what is left.
            try? mounts.release()
            throw error
        }
        let result = body(mounts.path)
        try mounts.release()
        return result
    }

    /// Mounts what can be written without harm, the faults of a hard power-off mended first.
    private func mountChecked(
        _ node: String,
        type: String,
        at path: RelativePath
    ) throws(DeployerError) {
        if type.hasPrefix("ext") {
            let check = try DiskTool.attempt(["e2fsck", "-p", node], on: node)
            // 1: mended; 2: mended, and a mounted system would have to start again.
            guard [.exited(0), .exited(1), .exited(2), .exited(3)].contains(check.outcome) else {
                throw DeployerError(
                    .disk,
                    subject: node,
                    detail: "its file system is damaged and nothing of it was changed; "
                        + "“e2fsck -y \(node)” mends what can be mended",
                    items: check.outputText.split(separator: "\n").suffix(3).map(String.init)
                )
            }
        }
        try mount(node, type: type, at: path)
    }

    /// Mounts what the station's own fstab declares on disks, parents first as it has them.
    private func mountOthers() throws(DeployerError) {
        let root = try root()
        let table = try onDisk { () throws(PlatformError) in
            try root.readIfPresent(
                RelativePath(uncheckedBytes: Array("etc/fstab".utf8)),
                limit: 1 << 20
            )
        }
        for line in String(decoding: table ?? [], as: UTF8.self).split(separator: "\n") {
            guard let entry = StationFileSystem(line) else { continue }
            // A name that leads out of the root, or is not there, is no place to mount at.
            guard (try? root.openDirectoryIfPresent(entry.place)) != nil else {
                continue
            }
            guard let node = try node(entry.device) else {
                guard !entry.isOptional else { continue }
                throw DeployerError(
                    .disk,
                    subject: "/\(entry.place)",
                    detail: "the file system the station has there is on no disk of this machine: "
                        + entry.device
                )
            }
            try mountChecked(node, type: entry.type, at: entry.place)
        }
    }

    /// The device fstab names, by its path or by what blkid(8) finds.
    private func node(_ device: String) throws(DeployerError) -> String? {
        let names = ["UUID", "LABEL", "PARTUUID", "PARTLABEL"]
        let parts = device.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, names.contains(parts[0]) else {
            return device.hasPrefix("/dev/") ? device : nil
        }
        let value = parts[1].filter { $0 != "\"" }
        let found = try DiskTool.attempt(
            ["blkid", "-l", "-t", "\(parts[0])=\(value)", "-o", "device"],
            on: device
        )
        let node = found.outputText.split(whereSeparator: \.isWhitespace).first
        return found.succeeded ? node.map(String.init) : nil
    }

    /// Runs the programs that make the disk start, in the root of its station.
    ///
    /// - Returns: how each ended, the first that failed last.
    public static func runSteps(
        of layout: DiskLayout,
        on disk: String,
        _ root: Directory
    ) -> [StepResult] {
        let runner = StepRunner.inRoot(environment: ["SOCLE_DISQUE": disk])
        var results: [StepResult] = []
        for step in layout.steps {
            results.append(runner.run(step, root))
            if results.last?.failure != nil { break }
        }
        return results
    }
}

/// One line of an fstab(5) that names a file system of a disk, other than the root.
struct StationFileSystem {
    let device: String
    let place: RelativePath
    let type: String
    /// Whether the station starts without it.
    let isOptional: Bool

    private static let types: Set<String> = [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "vfat",
    ]

    init?(_ line: Substring) {
        let fields = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count >= 4, !fields[0].hasPrefix("#"), Self.types.contains(fields[2]),
            fields[1].hasPrefix("/")
        else { return nil }
        let options = fields[3].split(separator: ",")
        guard !options.contains(where: { ["noauto", "bind", "rbind"].contains($0) }),
            // A path that is none of ours, such as one with “..”, is not followed.
            let path = try? RelativePath(String(fields[1].drop { $0 == "/" })), !path.isRoot
        else { return nil }
        device = fields[0]
        place = path
        type = fields[2]
        isOptional = options.contains("nofail")
    }
}
