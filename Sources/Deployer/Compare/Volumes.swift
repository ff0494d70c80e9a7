package import Model
package import Packaging
package import Platform
package import Primitives

/// The file systems one station's tree is made of.
package struct Volumes: Sendable {
    /// Where each is mounted; the root comes first, the others in tree order.
    package let mountPoints: [RelativePath]
    /// The device of each.
    package let devices: [UInt64]
    /// Those whose names keep no owner, mode or attributes of their own, such as FAT.
    package let flat: [RelativePath]
    /// Mounts below the root that are not among them, and whose paths a restore leaves alone.
    package let foreign: [RelativePath]

    /// Whether `path` lies where no owner, mode or attribute is kept.
    func isFlat(_ path: RelativePath) -> Bool {
        !flat.isEmpty && flat.contains { path.isWithin($0) }
    }

    /// Finds what is mounted below `root`.
    ///
    /// A mount belongs to the station where the root's own `etc/fstab` names its mount point, and
    /// does not name another file system by UUID there; any other is foreign. Mounts on paths that
    /// are never compared are not looked at.
    ///
    /// - Throws: ``DeployerError`` with `.foreignMount` when a file system that `etc/fstab` declares
    ///   over a directory of `target` is not mounted: what belongs on it would go below it.
    package static func discover(
        _ root: Directory,
        rules: PathRules,
        target: TargetTree? = nil
    ) throws(DeployerError) -> Volumes {
        let (mounts, table) = try onDisk { () throws(PlatformError) in
            (
                try root.mountedBelow(),
                try root.readIfPresent(fstab, limit: 1 << 20) ?? []
            )
        }
        let declared = MountTable.entries(table)
        var uuids: [RelativePath: String?] = [:]
        for entry in declared { uuids[entry.path] = entry.uuid }
        let top = Array(root.location.utf8)
        var own: Set<RelativePath> = []
        var foreign: Set<RelativePath> = []
        var mounted: Set<RelativePath> = []
        for mount in mounts {
            let rest = mount.mountPoint.dropFirst(top.count).drop { $0 == UInt8(ascii: "/") }
            // A mount point is a valid path; one that is not can not be in any index.
            guard let path = try? RelativePath(bytes: rest) else { continue }
            mounted.insert(path)
            switch rules.pathClass(of: path) {
            case .preserve, .volatile: continue
            default: break
            }
            let isOwn =
                if let uuid = uuids[path] { try isDeclared(root, path, uuid) } else { false }
            if isOwn { own.insert(path) } else { foreign.insert(path) }
        }
        if let target {
            for entry in declared where entry.isExpected && !mounted.contains(entry.path) {
                try requireUnused(entry.path, rules, target)
            }
        }
        return try onDisk { () throws(PlatformError) in
            try Volumes(
                root,
                mountPoints: [.root] + own.sorted(),
                foreign: foreign.subtracting(own).sorted()
            )
        }
    }

    private init(
        _ root: Directory,
        mountPoints: [RelativePath],
        foreign: [RelativePath]
    ) throws(PlatformError) {
        self.mountPoints = mountPoints
        self.foreign = foreign
        var devices: [UInt64] = []
        var flat: [RelativePath] = []
        for path in mountPoints {
            let system = try root.openDirectory(path).fileSystem()
            devices.append(system.device)
            if !path.isRoot, !system.keepsMetadata { flat.append(path) }
        }
        self.devices = devices
        self.flat = flat
    }

    /// Whether the file system mounted at `path` is the one of that UUID, as far as both are known.
    private static func isDeclared(
        _ root: Directory,
        _ path: RelativePath,
        _ uuid: String?
    ) throws(DeployerError) -> Bool {
        guard let uuid else { return true }
        let identity = try onDisk { () throws(PlatformError) in
            try root.openDirectory(path).fileSystemIdentity()
        }
        guard let identity, identity.source == .superblock else { return true }
        return identity.text.lowercased() == uuid.lowercased()
    }

    private static let fstab = RelativePath(uncheckedBytes: Array("etc/fstab".utf8))

    /// Refuses to work below a mount point whose file system is absent.
    private static func requireUnused(
        _ path: RelativePath,
        _ rules: PathRules,
        _ target: TargetTree
    ) throws(DeployerError) {
        guard rules.pathClass(of: path) == .exact, let index = target.place(of: path),
            target.entries[index].entry.kind == .directory
        else { return }
        throw DeployerError(
            .foreignMount,
            subject: "/\(path)",
            detail: "it is declared in /etc/fstab and not mounted; "
                + "mount it, then run the command again"
        )
    }
}
