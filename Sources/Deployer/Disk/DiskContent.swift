public import Model

/// What lies on one stretch of a disk.
public struct DiskVolume: Sendable, Hashable {
    /// What kind of thing it is.
    public enum Content: String, Sendable, CaseIterable {
        case empty
        /// A file system of Windows.
        case windows
        /// A file system of Linux, or its swap.
        case linux
        /// An EFI system partition.
        case efi
        /// Encrypted by Windows; what is in it can not be told.
        case bitLocker
        /// Encrypted by Linux; what is in it can not be told.
        case luks
        /// A member of LVM or of a RAID.
        case member
        /// Something else.
        case other

        /// Whether it hides what is in it.
        public var isEncrypted: Bool { self == .bitLocker || self == .luks }
    }

    /// The kernel's name, such as `sda2`; that of the disk where it has no partition table.
    public let name: String
    /// Where it lies.
    public let extent: DiskExtent
    /// What kind of thing it is.
    public let content: Content
    /// What blkid(8) calls it, such as `ext4`; empty where it knows nothing.
    public let type: String
    /// The label of the file system; empty where it has none.
    public let label: String
    /// The name in the partition table; empty where it has none.
    public let partitionName: String
    /// The UUID of the file system; empty where it has none.
    public let uuid: String

    /// Where programs find it.
    public var path: String { "/dev/" + name }

    /// Whether it holds the data of a station that was laid out before: they can be kept.
    public var isData: Bool { partitionName == "socle-donnees" && content == .linux }
}

/// One disk and all that was found on it.
public struct DiskContent: Sendable, Equatable {
    /// The kernel's name.
    public let name: String
    /// What the maker calls it.
    public let model: String
    /// Its size in bytes.
    public let size: UInt64
    /// What tells it from others of its model; not for people's eyes.
    public let serial: String
    /// The partitions, or the whole disk as one where it has no partition table; in disk order.
    public let volumes: [DiskVolume]
    /// Where an installation on it was stopped; nil for a disk that has none under way.
    public let unfinished: DiskMarker?

    /// Where programs find it.
    public var path: String { "/dev/" + name }
}
