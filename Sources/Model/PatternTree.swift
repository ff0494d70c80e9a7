/// The patterns of path rules as a tree of components, for lookups that copy nothing.
///
/// Nodes lie in one array and refer to each other by place. A lookup walks the path's bytes once for
/// each way patterns can match it, which is nearly always one.
struct PatternTree: Sendable {
    private struct Node: Sendable {
        var pathClass: PathClass?
        /// Children by exact name, in bytewise order.
        var literals: [(name: [UInt8], node: Int)] = []
        /// Children by pattern with `*`, in the order given.
        var wildcards: [(pattern: [UInt8], node: Int)] = []
    }

    private struct Match {
        var depth = 0
        var isLiteral = true
        var pathClass = PathClass.exact
    }

    private static let slash = UInt8(ascii: "/")
    private var nodes = [Node()]

    /// Gives what `components` match the class `pathClass`; a later rule replaces an equal one.
    mutating func insert(_ components: [[UInt8]], _ pathClass: PathClass) {
        nodes[place(of: components)].pathClass = pathClass
    }

    /// As ``insert(_:_:)``, and forgets every rule below.
    mutating func replaceSubtree(_ components: [[UInt8]], _ pathClass: PathClass) {
        nodes[place(of: components)] = Node(pathClass: pathClass)
    }

    func pathClass(of path: [UInt8]) -> PathClass {
        var best = Match()
        find(path, from: 0, node: 0, depth: 0, isLiteral: true, best: &best)
        return best.pathClass
    }

    func reaches(below path: [UInt8]) -> Bool {
        reaches(path, from: 0, node: 0)
    }

    /// The node of `components`, made where it is missing.
    private mutating func place(of components: [[UInt8]]) -> Int {
        var node = 0
        for component in components {
            if component.contains(UInt8(ascii: "*")) {
                if let known = nodes[node].wildcards.first(where: { $0.pattern == component }) {
                    node = known.node
                } else {
                    nodes.append(Node())
                    nodes[node].wildcards.append((component, nodes.count - 1))
                    node = nodes.count - 1
                }
            } else {
                let known = nodes[node].literals
                if let child = known.first(where: { $0.name == component }) {
                    node = child.node
                } else {
                    nodes.append(Node())
                    let position = known.firstIndex { component.lexicographicallyPrecedes($0.name) }
                    nodes[node].literals.insert(
                        (component, nodes.count - 1),
                        at: position ?? known.count
                    )
                    node = nodes.count - 1
                }
            }
        }
        return node
    }

    private func find(
        _ path: [UInt8],
        from start: Int,
        node: Int,
        depth: Int,
        isLiteral: Bool,
        best: inout Match
    ) {
        if let pathClass = nodes[node].pathClass,
            depth > best.depth || depth == best.depth && (isLiteral || !best.isLiteral)
        {
            best = Match(depth: depth, isLiteral: isLiteral, pathClass: pathClass)
        }
        guard start < path.count else { return }
        let end = Self.end(of: path, from: start)
        for index in nodes[node].wildcards.indices
        where PathPattern.matches(nodes[node].wildcards[index].pattern, path[start..<end]) {
            find(
                path,
                from: end + 1,
                node: nodes[node].wildcards[index].node,
                depth: depth + 1,
                isLiteral: false,
                best: &best
            )
        }
        if let child = literal(of: node, path, start, end) {
            find(
                path,
                from: end + 1,
                node: child,
                depth: depth + 1,
                isLiteral: isLiteral,
                best: &best
            )
        }
    }

    private func reaches(_ path: [UInt8], from start: Int, node: Int) -> Bool {
        guard start < path.count else {
            return !nodes[node].literals.isEmpty || !nodes[node].wildcards.isEmpty
        }
        let end = Self.end(of: path, from: start)
        if let child = literal(of: node, path, start, end),
            reaches(path, from: end + 1, node: child)
        {
            return true
        }
        return nodes[node].wildcards.contains {
            PathPattern.matches($0.pattern, path[start..<end])
                && reaches(path, from: end + 1, node: $0.node)
        }
    }

    /// The child of `node` with the name `path[start..<end]`, by bisection.
    private func literal(of node: Int, _ path: [UInt8], _ start: Int, _ end: Int) -> Int? {
        var low = 0
        var high = nodes[node].literals.count
        while low < high {
            let middle = (low + high) / 2
            let order = Self.compare(nodes[node].literals[middle].name, path, start, end)
            if order == 0 { return nodes[node].literals[middle].node }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// Negative, zero or positive as `name` comes before, is, or comes after `path[start..<end]`.
    private static func compare(_ name: [UInt8], _ path: [UInt8], _ start: Int, _ end: Int) -> Int {
        let count = min(name.count, end - start)
        var index = 0
        while index < count {
            let difference = Int(name[index]) - Int(path[start + index])
            if difference != 0 { return difference }
            index += 1
        }
        return name.count - (end - start)
    }

    private static func end(of path: [UInt8], from start: Int) -> Int {
        var index = start
        while index < path.count, path[index] != slash { index += 1 }
        return index
    }
}
