public import Primitives

/// One path that is not as the reference says.
public struct FileDifference: Sendable, Hashable {
    /// What is different.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The reference lists it; the station lacks it.
        case missing = "absent"
        /// The bytes differ.
        case content = "contenu"
        /// Only mode, owner, time or attributes differ.
        case metadata = "metadonnees"
        /// A file where a directory should be, or the like.
        case type = "type"
        /// The station has it; the reference does not.
        case foreign = "etranger"
    }

    /// The path.
    public let path: RelativePath
    /// What sort of thing it is.
    public let kind: Kind
    /// What the path is on the station (on the reference where the station lacks it).
    public let fileKind: FileKind
    /// The package that owns the path in the reference, else on the station.
    public let package: String?
    /// Whether the path is a setting: a conffile, or below `/etc`.
    public let isSetting: Bool
    /// The path's class.
    public let pathClass: PathClass
    /// Size on the station in bytes, 0 where missing.
    public let size: UInt64

    /// Creates a difference.
    public init(
        path: RelativePath,
        kind: Kind,
        fileKind: FileKind,
        package: String?,
        isSetting: Bool,
        pathClass: PathClass,
        size: UInt64
    ) {
        self.path = path
        self.kind = kind
        self.fileKind = fileKind
        self.package = package
        self.isSetting = isSetting
        self.pathClass = pathClass
        self.size = size
    }
}

/// What comparing a station's files to a reference found.
public struct FileComparison: Sendable {
    /// How the files were compared.
    public enum Method: String, Sendable, CaseIterable, Hashable {
        /// By inode, times and size against a verified state.
        case quick = "rapide"
        /// By reading every byte.
        case deep = "approfondie"
        /// By the md5 sums the installed packages carry; unlisted files are not found.
        case packageSums = "sommes des paquets"
    }

    /// How the files were compared.
    public let method: Method
    /// The differences, in path order.
    public let differences: [FileDifference]
    /// Number of paths compared.
    public let compared: Int
    /// Paths that could not be read, with the reason.
    public let unreadable: [String]

    /// Creates a result.
    public init(
        method: Method,
        differences: [FileDifference],
        compared: Int,
        unreadable: [String] = []
    ) {
        self.method = method
        self.differences = differences
        self.compared = compared
        self.unreadable = unreadable
    }
}
