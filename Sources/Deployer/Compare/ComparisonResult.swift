public import Model
package import Platform
public import Primitives

/// What comparing a station's tree with its target found: for the report, and for the planner.
public struct ComparisonResult: Sendable {
    /// The differences, for the report.
    public let comparison: FileComparison
    /// One record for each entry of the target, in its order.
    package let records: [EntryRecord]
    /// Everything found on the station outside volatile and preserved paths, in tree order.
    package let found: [(path: RelativePath, status: FileStatus)]
    /// The paths of class exact that the target does not list and that nothing which stays lies in,
    /// with what is made anew in a directory of theirs: indices into ``found``.
    package let foreign: [Int32]
    /// The file systems the tree is made of.
    package let volumes: Volumes
    /// When reading began, by the clock that stamps files.
    package let began: FileTime
    /// Whether the file system keeps times a verified state can rest on.
    package let keepsVerifiedState: Bool

    /// Whether nothing has to be written, set or removed.
    public var isClean: Bool { comparison.differences.isEmpty && comparison.unreadable.isEmpty }

    /// The status of what was found at entry `index`, if anything was.
    package func status(_ index: Int) -> FileStatus? {
        let position = Int(records[index].found)
        return position < 0 ? nil : found[position].status
    }
}

/// Who owns the paths of a station, as far as its package manager says.
public struct Ownership: Sendable {
    /// The package that owns a path, if one does.
    public let owner: @Sendable (RelativePath) -> String?
    /// Whether a path is a conffile of its package.
    public let isConffile: @Sendable (RelativePath) -> Bool

    /// Nothing is known.
    public static let unknown = Ownership(owner: { _ in nil }, isConffile: { _ in false })

    /// Creates the two answers.
    public init(
        owner: @escaping @Sendable (RelativePath) -> String?,
        isConffile: @escaping @Sendable (RelativePath) -> Bool
    ) {
        self.owner = owner
        self.isConffile = isConffile
    }

    /// Whether a path is a setting: a conffile, or below `/etc`.
    func isSetting(_ path: RelativePath) -> Bool {
        path.bytes.starts(with: "etc/".utf8) || isConffile(path)
    }
}
