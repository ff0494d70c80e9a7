package import Model
package import Packaging
package import Platform
package import Primitives

/// The file systems one station's tree is made of.
package struct Volumes: Sendable {
    /// Where each is mounted; the root comes first, the others in tree order.
    package let mountPoints: [RelativePath]
    /// Mounts below the root that are not among them, and whose paths a restore leaves alone.
    package let foreign: [RelativePath]

    package init(mountPoints: [RelativePath], foreign: [RelativePath]) {
        self.mountPoints = mountPoints
        self.foreign = foreign
    }

    /// Finds what is mounted below `root`.
    ///
    /// A mount belongs to the station where the root's own `etc/fstab` names its mount point; any
    /// other is foreign. Mounts on paths that are never compared are not looked at.
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
        let named = Set(declared.map(\.path))
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
            if named.contains(path) { own.insert(path) } else { foreign.insert(path) }
        }
        if let target {
            for entry in declared where entry.isExpected && !mounted.contains(entry.path) {
                try requireUnused(entry.path, rules, target)
            }
        }
        return Volumes(
            mountPoints: [.root] + own.sorted(),
            foreign: foreign.subtracting(own).sorted()
        )
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
