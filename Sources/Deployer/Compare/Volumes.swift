package import Model
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
    package static func discover(
        _ root: Directory,
        rules: PathRules
    ) throws(DeployerError) -> Volumes {
        let (mounts, table) = try onDisk { () throws(PlatformError) in
            (
                try root.mountedBelow(),
                try root.readIfPresent(fstab, limit: 1 << 20) ?? []
            )
        }
        guard !mounts.isEmpty else { return Volumes(mountPoints: [.root], foreign: []) }
        let declared = declaredMountPoints(table)
        let top = Array(root.location.utf8)
        var own: Set<RelativePath> = []
        var foreign: Set<RelativePath> = []
        for mount in mounts {
            let rest = mount.mountPoint.dropFirst(top.count).drop { $0 == UInt8(ascii: "/") }
            // A mount point is a valid path; one that is not can not be in any index.
            guard let path = try? RelativePath(bytes: rest) else { continue }
            switch rules.pathClass(of: path) {
            case .preserve, .volatile: continue
            default: break
            }
            if declared.contains(path) { own.insert(path) } else { foreign.insert(path) }
        }
        return Volumes(
            mountPoints: [.root] + own.sorted(),
            foreign: foreign.subtracting(own).sorted()
        )
    }

    private static let fstab = RelativePath(uncheckedBytes: Array("etc/fstab".utf8))

    /// The second field of each line of an fstab(5).
    private static func declaredMountPoints(_ table: [UInt8]) -> Set<RelativePath> {
        var points: Set<RelativePath> = []
        for line in table.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard fields.count >= 3, fields[0].first != UInt8(ascii: "#") else { continue }
            let bytes = fields[1].drop { $0 == UInt8(ascii: "/") }
            // `none` and the root are not below the root.
            guard let path = try? RelativePath(bytes: bytes) else { continue }
            points.insert(path)
        }
        return points
    }
}
