public import Platform
internal import Primitives

/// The mounts Socle makes of one disk, below a folder of `/run` that bears the disk's name.
///
/// A program that was killed leaves them; the next one on the same disk takes them down first.
public struct DiskMounts: Sendable {
    private let folder: Directory
    private let name: String

    /// Where the root of the disk is mounted.
    public var path: String { "/run/socle/\(name)" }

    init(_ name: String) throws(DeployerError) {
        self.name = name
        folder = try onDisk { () throws(PlatformError) in
            let run = try Directory.open("/run")
            let path = RelativePath(uncheckedBytes: Array("socle/\(name)".utf8))
            try run.makeDirectories(path, permissions: 0o755)
            return try run.openDirectory(RelativePath(uncheckedBytes: Array("socle".utf8)))
        }
    }

    /// Takes the disk's lock.
    func lock() throws(DeployerError) -> FileLock {
        do {
            let file = RelativePath(uncheckedBytes: Array("\(name).lock".utf8))
            return try FileLock.acquire(in: folder, file, kind: .flock, wait: 1)
        } catch {
            guard error.code == .locked else { throw DeployerError(error) }
            throw DeployerError(
                .locked,
                subject: "/dev/\(name)",
                detail: "another socle is at work on this disk; wait for it to end"
            )
        }
    }

    func mount(_ node: String, type: String, at path: RelativePath) throws(DeployerError) {
        try mount(node, type: type, options: "rw", at: path)
    }

    private func mount(
        _ node: String,
        type: String,
        options: String,
        at path: RelativePath
    ) throws(DeployerError) {
        if !path.isRoot {
            let root = try root()
            try onDisk { () throws(PlatformError) in
                try root.makeDirectories(path, permissions: 0o755)
            }
        }
        let place = path.isRoot ? self.path : "\(self.path)/\(path)"
        try DiskTool.run(["mount", "-t", type, "-o", options, node, place], on: node)
    }

    /// The root that is mounted.
    func root() throws(DeployerError) -> Directory {
        try onDisk { () throws(PlatformError) in try Directory.open(path) }
    }

    /// Takes all of them down, the last first.
    func release() throws(DeployerError) {
        let own = try onDisk { () throws(PlatformError) in
            try Platform.MountTable.read().filter {
                $0.mountPoint.starts(with: Array((path + "/").utf8))
                    || $0.mountPoint == Array(path.utf8)
            }
        }
        for mount in own.reversed() {
            try DiskTool.run(
                ["umount", String(decoding: mount.mountPoint, as: UTF8.self)],
                on: "/dev/\(name)"
            )
        }
    }

    /// Shows `body` the root of a file system of Linux, read-only, its own journal left alone.
    ///
    /// - Returns: nil where it can not be mounted.
    public static func look<Result>(
        at volume: DiskVolume,
        of disk: DiskContent,
        _ body: (Directory) -> Result?
    ) throws(DeployerError) -> Result? {
        let options: [String: String] = [
            "ext2": "ro", "ext3": "ro,noload", "ext4": "ro,noload", "xfs": "ro,norecovery",
            "btrfs": "ro",
        ]
        guard let options = options[volume.type] else { return nil }
        let mounts = try DiskMounts(disk.name)
        let lock = try mounts.lock()
        defer { _ = lock }
        try mounts.release()
        _ = try DiskTool.attempt(["partx", "--update", disk.path], on: disk.path)
        do {
            try mounts.mount(volume.path, type: volume.type, options: options, at: .root)
        } catch {
            return nil  // What can not be mounted is told by its type alone.
        }
        let result: Result?
        do {
            result = body(try mounts.root())
        } catch {
            try mounts.release()
            throw error
        }
        try mounts.release()
        return result
    }
}
