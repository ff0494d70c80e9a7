internal import Model
internal import Packaging
internal import Platform
internal import Primitives

/// What must hold before the first byte is staged.
struct Preflight {
    let root: Directory
    let workspace: Workspace

    /// Refuses a root that does not look like one.
    static func requireRoot(_ root: Directory) throws(DeployerError) {
        try requireNoWindows(root)
        let release = RelativePath(uncheckedBytes: Array("etc/os-release".utf8))
        let found = try onDisk { () throws(PlatformError) in
            try root.statusIfPresent(of: release)
        }
        guard found == nil else { return }
        throw DeployerError(
            .notARoot,
            subject: root.location,
            detail: "it has no /etc/os-release; name the root of a station, "
                + "or say that an empty root is meant"
        )
    }

    /// Refuses the disk of a Windows system, whatever else is asked for.
    static func requireNoWindows(_ root: Directory) throws(DeployerError) {
        let names = try onDisk { () throws(PlatformError) in
            try root.entries().map { String(decoding: $0.name, as: UTF8.self).lowercased() }
        }
        guard names.contains("windows"), names.contains("etc") == false else { return }
        throw DeployerError(
            .windowsRoot,
            subject: root.location,
            detail: "a Windows disk is inventoried and judged, never restored; "
                + "name the root of a Debian station"
        )
    }

    /// Refuses read-only file systems, and those without room for what will be staged.
    func requireRoom(_ draft: Draft, _ tree: TargetTree) throws(DeployerError) {
        var bytes = Array(repeating: UInt64(0), count: workspace.volumes.count)
        var names = bytes
        for index in draft.work.indices where draft.work[index] == .write {
            let volume = workspace.volume(of: tree.entries[index].entry.path)
            names[volume] += 1
            if case .file(let size, _, _, _) = tree.entries[index].entry.content {
                bytes[volume] &+= size
            }
        }
        for (volume, mount) in workspace.volumes.enumerated() {
            let status = try onDisk { () throws(PlatformError) in
                try root.openDirectory(mount).fileSystem()
            }
            let label = mount.isRoot ? root.location : "/\(mount)"
            guard !status.isReadOnly else {
                throw DeployerError(
                    .readOnly,
                    subject: label,
                    detail: "it is mounted read-only; check the disk, then mount it read-write"
                )
            }
            let needed = bytes[volume] &+ names[volume] &* status.blockSize &+ (8 << 20)
            guard status.freeBytes >= needed else {
                throw DeployerError(
                    .notEnoughSpace,
                    subject: label,
                    detail:
                        "\(needed >> 20) MiB are needed and \(status.freeBytes >> 20) are free; "
                        + "free some, or purge the quarantine (socle purge)"
                )
            }
            guard status.freeInodes == 0 || status.freeInodes > names[volume] + 64 else {
                throw DeployerError(
                    .notEnoughInodes,
                    subject: label,
                    detail: "\(names[volume]) files are to be created and "
                        + "\(status.freeInodes) inodes are free"
                )
            }
        }
    }
}

/// The locks of the package managers, held while a station changes.
struct PackageLocks: ~Copyable {
    private let first: FileLock?
    private let second: FileLock?
    private let lists: FileLock?
    private let archives: FileLock?

    private init(
        _ first: consuming FileLock?,
        _ second: consuming FileLock?,
        _ lists: consuming FileLock?,
        _ archives: consuming FileLock?
    ) {
        self.first = first
        self.second = second
        self.lists = lists
        self.archives = archives
    }

    /// Takes the locks whose files exist; a station without dpkg has none.
    static func acquire(_ root: Directory) throws(DeployerError) -> PackageLocks {
        let first = try acquire(root, "var/lib/dpkg/lock-frontend")
        let second = try acquire(root, "var/lib/dpkg/lock")
        let lists = try acquire(root, "var/lib/apt/lists/lock")
        let archives = try acquire(root, "var/cache/apt/archives/lock")
        return PackageLocks(first, second, lists, archives)
    }

    private static func acquire(
        _ root: Directory,
        _ name: String
    ) throws(DeployerError) -> FileLock? {
        let path = RelativePath(uncheckedBytes: Array(name.utf8))
        do {
            // Creating the file would change the station for the sake of a lock nobody holds.
            guard try root.statusIfPresent(of: path) != nil else { return nil }
            return try FileLock.acquire(in: root, path, kind: .record, wait: 2)
        } catch {
            guard error.code == .locked else { throw DeployerError(error) }
            throw DeployerError(
                .locked,
                subject: "/\(name)",
                detail: "a package manager is at work; wait for it to end, then try again"
            )
        }
    }
}
