/// What kind of object a name in a file tree denotes.
public enum FileKind: UInt8, Hashable, Sendable, CaseIterable {
    case regular = 0
    case directory = 1
    case symbolicLink = 2
    case fifo = 3
    case characterDevice = 4
    case blockDevice = 5
    case socket = 6

    /// The name used in reports and in JSON.
    public var name: String {
        switch self {
        case .regular: "file"
        case .directory: "directory"
        case .symbolicLink: "symlink"
        case .fifo: "fifo"
        case .characterDevice: "character-device"
        case .blockDevice: "block-device"
        case .socket: "socket"
        }
    }
}

/// A time of the file system: nanoseconds since 1970-01-01 UTC, negative before it.
public struct FileTime: Hashable, Sendable, Comparable {
    /// Whole seconds since 1970, rounded down.
    public let seconds: Int64
    /// Nanoseconds within the second, 0 to 999,999,999.
    public let nanoseconds: UInt32

    /// Creates a time from seconds and nanoseconds; `nanoseconds` is taken modulo one second.
    public init(seconds: Int64, nanoseconds: UInt32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds % 1_000_000_000
    }

    /// Orders times as they pass.
    public static func < (left: FileTime, right: FileTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

/// One extended attribute: its full name (`security.capability`) and value, as bytes.
public struct ExtendedAttribute: Hashable, Sendable, Comparable {
    /// The name with its namespace, as bytes without NUL.
    public let name: [UInt8]
    /// The value.
    public let value: [UInt8]

    /// Creates an attribute.
    public init(name: [UInt8], value: [UInt8]) {
        self.name = name
        self.value = value
    }

    /// Orders attributes by name.
    public static func < (left: ExtendedAttribute, right: ExtendedAttribute) -> Bool {
        left.name.lexicographicallyPrecedes(right.name)
    }
}

/// What a file tree records about a name beside its content.
public struct FileMetadata: Hashable, Sendable {
    /// The permission bits with setuid, setgid and sticky (the low twelve bits of `st_mode`).
    public var mode: UInt16
    /// The owner's number.
    public var owner: UInt32
    /// The group's number.
    public var group: UInt32
    /// The time of last modification.
    public var modified: FileTime
    /// The extended attributes, ordered by name; POSIX ACLs are `system.posix_acl_access` and
    /// `system.posix_acl_default` in the kernel's own encoding.
    public var attributes: [ExtendedAttribute]

    /// Creates metadata; `attributes` are put in order.
    public init(
        mode: UInt16,
        owner: UInt32,
        group: UInt32,
        modified: FileTime,
        attributes: [ExtendedAttribute] = []
    ) {
        self.mode = mode & 0o7777
        self.owner = owner
        self.group = group
        self.modified = modified
        self.attributes = attributes.count > 1 ? attributes.sorted() : attributes
    }
}
