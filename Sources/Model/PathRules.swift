public import Primitives

/// The classes of all paths of a station.
///
/// The rule whose pattern has the most components wins; between two of the same depth, the one
/// without wildcard, then the later one. A path no rule names is ``PathClass/exact``.
public struct PathRules: Sendable {
    /// The rules as given.
    public let rules: [PathRule]
    private let literal: Node

    /// What Socle keeps for itself on every station, whatever the socle système says.
    public static let ownPaths: [(String, PathClass)] = [
        ("/var/lib/socle", .preserve), ("/etc/socle", .preserve), ("/.socle", .volatile),
        ("/proc", .volatile), ("/sys", .volatile), ("/dev", .volatile), ("/run", .volatile),
        ("/tmp", .volatile),
    ]

    /// Compiles rules; Socle's own paths are added and can not be overruled.
    public init(_ rules: [PathRule]) {
        self.rules = rules
        var root = Node()
        for rule in rules { root.insert(rule.pattern.components[...], rule.pathClass) }
        for (text, pathClass) in Self.ownPaths {
            // The literals above are valid patterns.
            guard let pattern = try? PathPattern(text) else { continue }
            root.replaceSubtree(pattern.components[...], pathClass)
        }
        literal = root
    }

    /// The class of `path`.
    public func pathClass(of path: RelativePath) -> PathClass {
        var best: (depth: Int, isLiteral: Bool, pathClass: PathClass) = (0, true, .exact)
        literal.find(path.components[...], depth: 0, isLiteral: true, best: &best)
        return best.pathClass
    }

    /// Whether some path below `path` may have another class than `path` itself.
    public func hasRules(below path: RelativePath) -> Bool {
        literal.reaches(path.components[...])
    }

    /// A node of the pattern tree.
    private struct Node: Sendable {
        var pathClass: PathClass?
        var literals: [ArraySlice<UInt8>: Node] = [:]
        var wildcards: [(pattern: [UInt8], node: Node)] = []

        mutating func insert(_ components: ArraySlice<[UInt8]>, _ pathClass: PathClass) {
            guard let first = components.first else {
                self.pathClass = pathClass
                return
            }
            if first.contains(UInt8(ascii: "*")) {
                if let index = wildcards.firstIndex(where: { $0.pattern == first }) {
                    wildcards[index].node.insert(components.dropFirst(), pathClass)
                } else {
                    var node = Node()
                    node.insert(components.dropFirst(), pathClass)
                    wildcards.append((first, node))
                }
            } else {
                literals[first[...], default: Node()].insert(components.dropFirst(), pathClass)
            }
        }

        mutating func replaceSubtree(_ components: ArraySlice<[UInt8]>, _ pathClass: PathClass) {
            guard let first = components.first else {
                self = Node(pathClass: pathClass)
                return
            }
            literals[first[...], default: Node()].replaceSubtree(components.dropFirst(), pathClass)
        }

        func find(
            _ components: ArraySlice<ArraySlice<UInt8>>,
            depth: Int,
            isLiteral: Bool,
            best: inout (depth: Int, isLiteral: Bool, pathClass: PathClass)
        ) {
            if let pathClass,
                depth > best.depth || depth == best.depth && (isLiteral || !best.isLiteral)
            {
                best = (depth, isLiteral, pathClass)
            }
            guard let first = components.first else { return }
            let rest = components.dropFirst()
            for (pattern, node) in wildcards where PathPattern.matches(pattern, first) {
                node.find(rest, depth: depth + 1, isLiteral: false, best: &best)
            }
            literals[first]?.find(rest, depth: depth + 1, isLiteral: isLiteral, best: &best)
        }

        func reaches(_ components: ArraySlice<ArraySlice<UInt8>>) -> Bool {
            guard let first = components.first else {
                return !literals.isEmpty || !wildcards.isEmpty
            }
            let rest = components.dropFirst()
            if literals[first]?.reaches(rest) == true { return true }
            return wildcards.contains {
                PathPattern.matches($0.pattern, first) && $0.node.reaches(rest)
            }
        }
    }
}
