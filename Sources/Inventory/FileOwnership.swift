public import Platform
public import Primitives

/// Which package owns which path of a station, by dpkg's own lists.
///
/// Paths are those on the disk: after usr-merge and diversions. Only hashes of paths are kept, so
/// ownership answers questions and lists nothing.
public struct FileOwnership: Sendable {
    /// A package that owns paths.
    public struct Package: Sendable, Hashable {
        /// The package's name.
        public let name: String
        /// Its architecture.
        public let architecture: String
        /// The stem of its lists in dpkg's folder: `bash`, `libc6:amd64`.
        package let stem: String
    }

    /// The packages, by name then architecture.
    public let packages: [Package]
    /// The lists that a package should have and has not, or that could not be read.
    public let unreadable: [InventoryError]

    package let merged: MergedDirectories
    package let diversions: Diversions
    package let database: DpkgDatabase?
    private let hasher: PathHasher
    private let owners: PathTable
    private let conffiles: PathTable

    /// Reads dpkg's lists below `root`.
    ///
    /// - Throws: ``InventoryError`` when the database or its folder cannot be read.
    public static func read(root: Directory) throws(InventoryError) -> FileOwnership {
        try read(root: root, database: DpkgDatabase.read(root: root, readsRelations: false))
    }

    /// Reads dpkg's lists for the packages of `database`, or for all lists there are without it.
    package static func read(
        root: Directory,
        database: DpkgDatabase?
    ) throws(InventoryError) -> FileOwnership {
        let station = StationFiles(root)
        let merged = MergedDirectories.read(root: root)
        let names = try station.names(in: OwnershipLists.folder)
        let stems = names.filter { $0.hasSuffix(".list") }.map { String($0.dropLast(5)) }
        guard !stems.isEmpty || database?.packages.isEmpty == true else {
            throw InventoryError(
                .absent,
                subject: OwnershipLists.folder,
                operation: "list",
                detail: "no list of a package's files"
            )
        }
        let packages = database.map { owning($0, Set(stems)) } ?? stems.map(unknown)
        var lists = OwnershipLists(
            merged: merged,
            diversions: try Diversions.read(root: root, merged: merged)
        )
        lists.read(packages, root: root)
        for package in database?.packages ?? [] {
            lists.addConffiles(of: package)
        }
        return FileOwnership(
            packages: packages,
            unreadable: lists.unreadable,
            merged: merged,
            diversions: lists.diversions,
            database: database,
            hasher: lists.hasher,
            owners: lists.owners,
            conffiles: lists.conffiles
        )
    }

    /// The name of the package that owns `path`, or nil.
    ///
    /// A directory that several packages share is the first one's by name.
    public func owner(of path: RelativePath) -> String? {
        package(of: path)?.name
    }

    /// The package that owns `path`, or nil.
    public func package(of path: RelativePath) -> Package? {
        owners[hash(path)].map { packages[Int($0)] }
    }

    /// Whether a package owns the path written `path`.
    func owns(path: String) -> Bool {
        guard let path = try? RelativePath(path) else { return false }  // no path, no owner
        return owner(of: path) != nil
    }

    /// Whether a package, installed or removed, ships `path` as a setting.
    public func isConffile(_ path: RelativePath) -> Bool {
        conffiles[hash(path)] != nil
    }

    /// The number of paths owned.
    public var pathCount: Int { owners.count }

    /// Whether the path in `bytes`, as it is on the disk, is owned.
    @inline(__always)
    package func owns(_ bytes: borrowing Span<UInt8>) -> Bool {
        owners[hasher.hash(bytes, 0..<bytes.count)] != nil
    }

    private func hash(_ path: RelativePath) -> UInt64 {
        hasher.hash(merged.replacement(for: path.bytes[...]) ?? path.bytes)
    }

    private static func owning(_ database: DpkgDatabase, _ stems: Set<String>) -> [Package] {
        database.packages.map { record in
            let isQualified = stems.contains(record.qualifiedName)
            return Package(
                name: record.name,
                architecture: record.architecture,
                stem: isQualified ? record.qualifiedName : record.name
            )
        }
    }

    private static func unknown(_ stem: String) -> Package {
        let parts = stem.split(separator: ":", maxSplits: 1).map(String.init)
        return Package(
            name: parts.first ?? stem,
            architecture: parts.count > 1 ? parts[1] : "",
            stem: stem
        )
    }
}
