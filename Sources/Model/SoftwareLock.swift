/// The exact software of the image a layer was captured from: the fact a listed rule is held to.
public struct SoftwareLock: Sendable, Hashable {
    /// One installed package.
    public struct Package: Sendable, Hashable, Comparable {
        /// The package's name.
        public let name: String
        /// The package's version, as its package manager writes it; empty for a program of Windows
        /// that tells none, which any version satisfies.
        public let version: String
        /// The architecture, `all` included.
        public let architecture: String
        /// Whether it was installed only because another package needed it.
        public let isAutomatic: Bool

        /// Creates a record.
        public init(name: String, version: String, architecture: String, isAutomatic: Bool) {
            self.name = name
            self.version = version
            self.architecture = architecture
            self.isAutomatic = isAutomatic
        }

        /// Orders packages by name, then architecture.
        public static func < (left: Package, right: Package) -> Bool {
            (left.name, left.architecture) < (right.name, right.architecture)
        }
    }

    /// The packages, ordered by name and architecture.
    public let packages: [Package]

    /// Creates a lock; packages are put in order.
    public init(packages: [Package]) {
        self.packages = packages.sorted()
    }
}
