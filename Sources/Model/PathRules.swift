public import Primitives

/// The classes of all paths of a station.
///
/// The rule whose pattern has the most components wins; between two of the same depth, the one
/// without wildcard, then the later one. A path no rule names is ``PathClass/exact``.
public struct PathRules: Sendable {
    /// The rules as given.
    public let rules: [PathRule]
    private let tree: PatternTree

    /// What Socle keeps for itself on every station, whatever the socle système says.
    public static let ownPaths: [(String, PathClass)] = [
        ("/var/lib/socle", .preserve), ("/etc/socle", .preserve), ("/.socle", .volatile),
        ("/proc", .volatile), ("/sys", .volatile), ("/dev", .volatile), ("/run", .volatile),
        ("/tmp", .volatile),
    ]

    /// Compiles rules; Socle's own paths are added and can not be overruled.
    public init(_ rules: [PathRule]) {
        self.rules = rules
        var tree = PatternTree()
        for rule in rules { tree.insert(rule.pattern.components, rule.pathClass) }
        for (text, pathClass) in Self.ownPaths {
            // The literals above are valid patterns.
            guard let pattern = try? PathPattern(text) else { continue }
            tree.replaceSubtree(pattern.components, pathClass)
        }
        self.tree = tree
    }

    /// The class of `path`.
    public func pathClass(of path: RelativePath) -> PathClass {
        tree.pathClass(of: path.bytes)
    }

    /// Whether some path below `path` may have another class than `path` itself.
    public func hasRules(below path: RelativePath) -> Bool {
        tree.reaches(below: path.bytes)
    }
}
