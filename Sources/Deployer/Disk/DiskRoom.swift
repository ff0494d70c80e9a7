public import Model
internal import Packaging
internal import Primitives

/// Whether a target goes on the partitions it is meant for.
public enum DiskRoom {
    /// Refuses partitions that the content of `target` would fill, before anything is erased.
    ///
    /// A tenth of each partition, and 8 MiB, are left to what ext4 keeps for itself.
    public static func require(
        _ target: RestoreTarget,
        on placed: [PlacedPartition]
    ) throws(DeployerError) {
        let mounted = placed.filter { $0.partition.mountPoint != nil }
        var needed = Array(repeating: UInt64(0), count: mounted.count)
        for entry in target.tree.entries {
            let path = entry.entry.path
            let holders = mounted.indices.filter { index in
                mounted[index].partition.mountPoint.map { path.isWithin($0) } ?? false
            }
            let deepest = holders.max { left, right in
                let (left, right) = (mounted[left].partition, mounted[right].partition)
                return (left.mountPoint?.bytes.count ?? 0) < (right.mountPoint?.bytes.count ?? 0)
            }
            guard let deepest else { continue }
            var bytes: UInt64 = 4096
            if case .file(let size, _, _, _) = entry.entry.content {
                let (sum, overflow) = size.addingReportingOverflow(8191)
                bytes = overflow ? .max : sum & ~4095
            }
            let (sum, overflow) = needed[deepest].addingReportingOverflow(bytes)
            needed[deepest] = overflow ? .max : sum
        }
        for (index, place) in mounted.enumerated() where !place.isKept && needed[index] > 0 {
            let length = place.extent.length
            let usable = length - min(length, length / 10 + (8 << 20))
            guard needed[index] > usable else { continue }
            throw DeployerError(
                .diskTooSmall,
                subject: place.partition.label,
                detail: "the socle takes \(needed[index] >> 20) MiB there and the partition would "
                    + "have room for \(usable >> 20); nothing was changed: the disk is too small, "
                    + "or the socle système’s layout"
            )
        }
    }
}
