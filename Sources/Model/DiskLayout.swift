public import Primitives

/// How the disk of a station is cut up when the station is installed on it from nothing.
public struct DiskLayout: Sendable, Hashable {
    /// The partitions, in their order on the disk.
    public var partitions: [DiskPartition]
    /// Programs of the restored root that make the disk start, run after its content is proven.
    public var steps: [PostRestoreStep]

    /// Creates a layout.
    public init(partitions: [DiskPartition], steps: [PostRestoreStep]) {
        self.partitions = partitions
        self.steps = steps
    }

    /// Where people's data lie apart; nil where the layout has no such partition.
    public var data: DiskPartition? { partitions.first { $0.role == .data } }
}

/// One partition of a layout.
public struct DiskPartition: Sendable, Hashable {
    /// What a partition is for.
    public enum Role: String, Sendable, CaseIterable {
        /// Room for the boot loader of a machine with BIOS; holds no file system.
        case bios
        /// The EFI system partition.
        case efi
        /// `/boot`.
        case boot = "amorcage"
        /// `/`.
        case root = "racine"
        /// People's data, kept when a station is installed again.
        case data = "donnees"
    }

    /// What it is for.
    public let role: Role
    /// Its size in MiB; nil for the one that takes what is left.
    public let size: Int?
    /// The least it may have, in MiB.
    public let minimum: Int
    /// Where it is mounted; nil for one without file system.
    public let mountPoint: RelativePath?

    /// Creates a partition; `mountPoint` is that of the data, the others' follow from their role.
    public init(role: Role, size: Int?, minimum: Int, mountPoint: RelativePath? = nil) {
        self.role = role
        self.size = size
        self.minimum = size ?? minimum
        self.mountPoint =
            switch role {
            case .bios: nil
            case .efi: RelativePath(uncheckedBytes: Array("boot/efi".utf8))
            case .boot: RelativePath(uncheckedBytes: Array("boot".utf8))
            case .root: .root
            case .data: mountPoint
            }
    }

    /// The name it has in the partition table, and its file system too: how it is known again.
    public var label: String { "socle-\(role.rawValue)" }

    /// The GUID of its type (UEFI specification 2.10, table 5.7; systemd's Discoverable Partitions
    /// names none for data that a layout mounts by its own rule, hence Linux's general one).
    public var type: String {
        switch role {
        case .bios: "21686148-6449-6E6F-744E-656564454649"
        case .efi: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
        case .boot, .root, .data: "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
        }
    }
}
