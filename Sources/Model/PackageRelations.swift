/// What a package declares about others (Debian Policy, chapter 7).
public struct PackageRelations: Sendable, Hashable {
    /// One package name with its condition: `libc6 (>= 2.36)`, `python3:any`.
    public struct Alternative: Sendable, Hashable {
        /// The comparison of a versioned relation.
        public enum Comparison: String, Sendable, Hashable {
            case earlier = "<<", earlierOrEqual = "<=", equal = "=", laterOrEqual = ">=", later =
                ">>"
        }

        /// The name.
        public let name: String
        /// The qualifier after the colon, such as `any`.
        public let architecture: String?
        /// The comparison of a versioned relation; nil where any version will do.
        public let comparison: Comparison?
        /// The version, as the source writes it.
        public let version: String?

        /// Creates an alternative.
        public init(
            name: String,
            architecture: String? = nil,
            comparison: Comparison? = nil,
            version: String? = nil
        ) {
            self.name = name
            self.architecture = architecture
            self.comparison = comparison
            self.version = version
        }
    }

    /// A conjunction of disjunctions: every group must have one satisfied alternative.
    public typealias Groups = [[Alternative]]

    /// What must be installed and configured.
    public var depends: Groups = []
    /// What must be configured before it is unpacked.
    public var preDepends: Groups = []
    /// What is installed with it unless refused.
    public var recommends: Groups = []
    /// What goes well with it.
    public var suggests: Groups = []
    /// The names it also answers to.
    public var provides: [Alternative] = []
    /// Whether the package is `Essential: yes`.
    public var isEssential = false
    /// Whether the package is `Important: yes` or `Protected: yes`.
    public var isProtected = false
    /// The priority, such as `required`.
    public var priority: String = ""
    /// The section of the archive, such as `games`.
    public var section: String = ""
    /// Installed size in bytes, as declared.
    public var installedSize: UInt64 = 0
    /// `same`, `foreign`, `allowed` or empty.
    public var multiArch: String = ""
    /// The name of the source package where it is not the package's own (`Source:`), else empty.
    public var sourceName: String = ""
    /// The version of the source package where it is not the package's own, else empty.
    public var sourceVersion: String = ""

    /// Creates empty relations.
    public init() {}
}
