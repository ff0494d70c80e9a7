public import Model
public import Packaging
public import Platform
internal import Primitives

/// Compares a station's tree with the tree it should be, in one pass.
///
/// Quick takes the word of a verified state for every name whose inode, size and times have not
/// moved; what it does not vouch for, and everything in a deep comparison, is read byte by byte on all
/// cores. What could not be read is named, never taken as unchanged.
public enum TreeComparison {
    /// Compares the tree below `root` with `target`.
    ///
    /// - Parameters:
    ///   - root: the station.
    ///   - target: what it should be.
    ///   - rules: the class of each path.
    ///   - method: quick or deep; quick without a usable verified state reads everything.
    ///   - layers: the target's layers, which a verified state is kept for.
    ///   - ownership: who owns the paths of the station.
    ///   - workers: how many names are read at once.
    ///   - progress: told now and then how much was read.
    /// - Returns: every difference, and what could not be read.
    /// - Throws: ``DeployerError`` when the root itself can not be read.
    public static func compare(
        root: Directory,
        target: TargetTree,
        rules: PathRules,
        method: FileComparison.Method,
        layers: [LayerReference],
        ownership: Ownership = .unknown,
        workers: Workers = Workers(),
        progress: @escaping @Sendable (RestoreProgress) -> Void = { _ in }
    ) throws(DeployerError) -> ComparisonResult {
        let system = try onDisk { () throws(PlatformError) in try root.fileSystem() }
        var state: VerifiedState?
        if method == .quick, VerifiedState.canRest(on: system) {
            state = VerifiedState.load(root, key: try VerifiedState.key(layers: layers, root: root))
        }
        return try compare(
            root: root,
            target: target,
            rules: rules,
            state: state,
            ownership: ownership,
            workers: workers,
            progress: progress
        )
    }

    /// The same with the verified state given; nil reads everything.
    package static func compare(
        root: Directory,
        target: TargetTree,
        rules: PathRules,
        state: VerifiedState?,
        ownership: Ownership,
        workers: Workers,
        progress: @escaping @Sendable (RestoreProgress) -> Void = { _ in }
    ) throws(DeployerError) -> ComparisonResult {
        let began = SystemClock.fileTime()
        let system = try onDisk { () throws(PlatformError) in try root.fileSystem() }
        let volumes = try Volumes.discover(root, rules: rules, target: target)
        let found = FoundTree.read(root, volumes: volumes, workers: workers) { path in
            switch rules.pathClass(of: path) {
            case .preserve, .volatile: !rules.hasRules(below: path)
            default: false
            }
        }
        var join = TreeJoin(
            root: root,
            target: target,
            found: found,
            rules: rules,
            volumes: volumes,
            state: state
        )
        try join.run()
        join.inspect(workers, progress)
        join.settleHardLinks()
        let report = DifferenceReport(
            join,
            target: target,
            root: root,
            ownership: ownership
        )
        return ComparisonResult(
            comparison: FileComparison(
                method: state == nil ? .deep : .quick,
                differences: report.differences,
                compared: join.compared,
                unreadable: found.errors.map(\.description) + join.unreadable
            ),
            records: join.records,
            found: found.entries,
            foreign: join.removable,
            volumes: volumes,
            began: began,
            keepsVerifiedState: VerifiedState.canRest(on: system)
        )
    }
}
