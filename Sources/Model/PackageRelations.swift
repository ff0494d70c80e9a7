/// What a package declares about others (Debian Policy, chapter 7).
public struct PackageRelations: Sendable, Hashable {
    /// One package name with its condition: `libc6 (>= 2.36)`, `python3:any`.
    public struct Alternative: Sendable, Hashable {
        /// The comparison of a versioned relation.
        public enum Comparison: String, Sendable, Hashable {
            case earlier = "<<", earlierOrEqual = "<=", equal = "=", laterOrEqual = ">=", later = ">>"
        }

        public let name: String
        /// The qualifier after the colon, such as `any`.
        public let architecture: String?
        public let comparison: Comparison?
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

    public var depends: Groups = []
    public var preDepends: Groups = []
    public var recommends: Groups = []
    public var suggests: Groups = []
    public var provides: [Alternative] = []
    public var isEssential = false
    /// Whether the package is `Important: yes` or `Protected: yes`.
    public var isProtected = false
    public var priority: String = ""
    public var section: String = ""
    /// Installed size in bytes, as declared.
    public var installedSize: UInt64 = 0
    /// `same`, `foreign`, `allowed` or empty.
    public var multiArch: String = ""

    /// Creates empty relations.
    public init() {}
}
