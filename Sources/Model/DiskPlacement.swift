/// A stretch of a disk, in bytes.
public struct DiskExtent: Sendable, Hashable {
    /// Where it begins.
    public let start: UInt64
    /// How long it is.
    public let length: UInt64

    /// Creates a stretch.
    public init(start: UInt64, length: UInt64) {
        self.start = start
        self.length = length
    }

    /// The first byte after it.
    public var end: UInt64 { start &+ length }
}

/// One partition of a layout, where it comes on a disk.
public struct PlacedPartition: Sendable, Hashable {
    /// What it is.
    public let partition: DiskPartition
    /// Where it lies.
    public let extent: DiskExtent
    /// Whether it is there already and stays as it is.
    public let isKept: Bool

    /// Creates a placed partition.
    public init(_ partition: DiskPartition, _ extent: DiskExtent, isKept: Bool = false) {
        self.partition = partition
        self.extent = extent
        self.isKept = isKept
    }
}

/// Why a layout does not go on a disk.
public struct DiskMisfit: Error, Sendable, Hashable {
    /// What the layout takes at least, in MiB.
    public let needed: UInt64
    /// What there is for it, in MiB.
    public let available: UInt64
    /// Whether data that are kept leave no more.
    public let isForKeptData: Bool

    package init(needed: UInt64, available: UInt64, isForKeptData: Bool) {
        self.needed = needed
        self.available = available
        self.isForKeptData = isForKeptData
    }
}

extension DiskLayout {
    /// The unit partitions begin and end at, in bytes; whole sectors and erase blocks of any disk.
    public static let grain: UInt64 = 1 << 20

    /// Where each partition comes on a disk of `size` bytes.
    ///
    /// The first grain is left to the partition table and the last to its copy. A kept partition of
    /// data stays where it is; the others come before it.
    ///
    /// - Throws: ``DiskMisfit`` where they do not all fit.
    public func placed(
        on size: UInt64,
        keeping data: DiskExtent? = nil
    ) throws(DiskMisfit) -> [PlacedPartition] {
        let laid = partitions.filter { data == nil || $0.role != .data }
        let limit = min(data?.start ?? .max, size < Self.grain ? 0 : size - Self.grain) / Self.grain
        let available = limit > 0 ? limit - 1 : 0
        let needed = laid.reduce(UInt64(0)) { $0 + UInt64($1.minimum) }
        guard needed <= available else {
            throw DiskMisfit(needed: needed, available: available, isForKeptData: data != nil)
        }
        var next = Self.grain
        var placed = laid.map { partition in
            let rest = partition.size == nil ? available - needed : 0
            let grains = UInt64(partition.minimum) + rest
            let extent = DiskExtent(start: next, length: grains * Self.grain)
            next = extent.end
            return PlacedPartition(partition, extent)
        }
        if let data, let partition = self.data {
            placed.append(PlacedPartition(partition, data, isKept: true))
        }
        return placed
    }
}
