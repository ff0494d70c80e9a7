import Model
import Primitives

/// Why each package outside the socles is there: every one belongs to exactly one cause.
///
/// In this order: something outside that was asked for needs it; something that was removed needed
/// it; an upgraded package of the socles needs it now; nothing needs it. Where several causes
/// would do, the one installed first takes it, then the first by name.
package struct Attribution: Sendable {
    /// What brought a group of packages.
    package enum Cause: Sendable, Hashable {
        /// The package was asked for.
        case asked
        /// The package is left over; the one that needed it was removed, if its record is left.
        case leftOver(removed: Int?)
        /// An upgrade of this package of the socles brought others.
        case upgrade
    }

    /// One package to report, and what is folded under it.
    package struct Group: Sendable, Hashable {
        /// The package the group is reported under.
        package let root: Int
        package let cause: Cause
        /// What it brought, ordered by name; without the root.
        package var brought: [Int]
    }

    /// The groups, in the order of their roots' installation, then name.
    package let groups: [Group]

    /// Attributes every package in `outside`.
    ///
    /// - Parameters:
    ///   - graph: the packages and their relations.
    ///   - outside: whether the item at a place is an installed package outside the socles.
    ///   - upgraded: packages of the socles whose version is not the reference's.
    package init(_ graph: DependencyGraph, outside: [Bool], upgraded: [Int]) {
        var builder = AttributionBuilder(graph, outside: outside)
        builder.attributeToRoots()
        builder.attributeToRemoved()
        builder.attributeToUpgrades(upgraded)
        builder.attributeLeftOvers()
        groups = builder.groups
    }
}

private struct AttributionBuilder {
    private let graph: DependencyGraph
    private let outside: [Bool]
    private var isTaken: [Bool]
    private(set) var groups: [Attribution.Group] = []

    /// Recommends were installed with what recommends them; suggestions never were.
    private let strong = DependencyGraph.Rules(followsSuggests: false)

    init(_ graph: DependencyGraph, outside: [Bool]) {
        self.graph = graph
        self.outside = outside
        isTaken = outside.map { !$0 }
    }

    /// First from each root to the next one, then through the socles, then along suggestions.
    mutating func attributeToRoots() {
        let (graph, outside) = (self.graph, self.outside)
        let roots = ordered(
            graph.items.indices.filter { outside[$0] && graph.items[$0].origin != .automatic }
        )
        var places: [Int: Int] = [:]
        for root in roots {
            isTaken[root] = true
            places[root] = groups.count
            groups.append(Attribution.Group(root: root, cause: .asked, brought: []))
        }
        walk(from: roots, places: places, rules: strong) {
            outside[$0] && graph.items[$0].origin == .automatic
        }
        walk(from: roots, places: places, rules: strong) { _ in true }
        walk(from: roots, places: places, rules: DependencyGraph.Rules()) { outside[$0] }
    }

    mutating func attributeToRemoved() {
        let removed = ordered(
            graph.items.indices.filter {
                graph.items[$0].source == .dpkg && !graph.items[$0].isPresent
            }
        )
        for index in removed {
            let left = reachable(from: index).filter { $0 != index }
            foldUnderTops(of: left, cause: .leftOver(removed: index))
        }
    }

    mutating func attributeToUpgrades(_ upgraded: [Int]) {
        for index in ordered(upgraded) {
            let brought = reachable(from: index).filter { $0 != index }
            guard !brought.isEmpty else { continue }
            take(brought)
            groups.append(
                Attribution.Group(root: index, cause: .upgrade, brought: byName(brought))
            )
        }
    }

    mutating func attributeLeftOvers() {
        let left = isTaken.indices.filter { !isTaken[$0] }
        foldUnderTops(of: left, cause: .leftOver(removed: nil))
    }

    // MARK: - Walks

    private mutating func walk(
        from roots: [Int],
        places: [Int: Int],
        rules: DependencyGraph.Rules,
        allows: (Int) -> Bool
    ) {
        guard isTaken.contains(false) else { return }
        var visited = Array(repeating: false, count: isTaken.count)
        for root in roots {
            guard let place = places[root] else { continue }
            // All that a root met on an earlier root's way needs is visited already.
            let reached = graph.mark(from: [root], rules: rules, visited: &visited, allows: allows)
            let brought = reached.filter { !isTaken[$0] }
            take(brought)
            groups[place].brought = byName(groups[place].brought + brought)
        }
    }

    /// What is not taken yet and `start` needs, going only through such packages.
    private func reachable(from start: Int) -> [Int] {
        guard isTaken.contains(false) else { return [] }
        var visited = Array(repeating: false, count: isTaken.count)
        return graph.mark(from: [start], rules: strong, visited: &visited) { !isTaken[$0] }
    }

    /// Reports `left` under those of its packages that no other of it needs.
    private mutating func foldUnderTops(of left: [Int], cause: Attribution.Cause) {
        let members = Set(left)
        var needed: Set<Int> = []
        for index in left {
            for target in graph.neighbours(of: index, rules: strong)
            where target != index && members.contains(target) {
                needed.insert(target)
            }
        }
        // Packages that need each other in a circle have no top: the first of them stands in.
        let candidates = ordered(left.filter { !needed.contains($0) }) + ordered(left)
        for top in candidates where !isTaken[top] {
            let brought = reachable(from: top).filter { $0 != top }
            take(brought + [top])
            groups.append(Attribution.Group(root: top, cause: cause, brought: byName(brought)))
        }
    }

    private mutating func take(_ indices: [Int]) {
        for index in indices { isTaken[index] = true }
    }

    // MARK: - Order

    private func ordered(_ indices: [Int]) -> [Int] {
        indices.sorted { left, right in
            switch (graph.items[left].installed, graph.items[right].installed) {
            case (let first?, let second?) where first != second: return first < second
            case (.some, nil): return true
            case (nil, .some): return false
            default: return precedes(left, right)
            }
        }
    }

    private func byName(_ indices: [Int]) -> [Int] {
        indices.sorted(by: precedes)
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (graph.items[left].name, graph.items[right].name)
        if first != second { return first < second }
        let architectures = (graph.items[left].architecture, graph.items[right].architecture)
        return (architectures.0 ?? "", left) < (architectures.1 ?? "", right)
    }
}
