public import Model
import Primitives

/// What the packages of one station need of each other, followed as apt follows it.
///
/// Nodes are places in the array of items the graph was made of; items of other sources are nodes
/// without neighbours. Only what is installed can be needed: a package removed with its settings
/// kept still tells what it needed. Every alternative of `a | b` that is installed counts, as do
/// all providers; a relation with a version is met by a provider only if it declares one; of
/// several providers built from one source, only those of its newest version count.
///
/// Not covered: apt's extra protection of the running and the newest kernels, which depends on the
/// running system.
public struct DependencyGraph: Sendable {
    /// Which relations keep a package installed (`APT::AutoRemove::*Important`; both by default).
    public struct Rules: Sendable, Hashable {
        /// Whether a recommended package stays.
        public var followsRecommends: Bool
        /// Whether a suggested package stays.
        public var followsSuggests: Bool

        /// Creates rules.
        public init(followsRecommends: Bool = true, followsSuggests: Bool = true) {
            self.followsRecommends = followsRecommends
            self.followsSuggests = followsSuggests
        }
    }

    /// The items the graph was made of.
    public let items: [InventoryItem]
    private let depends: [[Int]]
    private let recommends: [[Int]]
    private let suggests: [[Int]]

    /// Reads the relations of `items`; packages of architecture `all` count as `native` ones.
    public init(_ items: [InventoryItem], native: String) {
        self.items = items
        // Inventories of other tools tell no relations at all.
        guard items.indices.contains(where: { items[$0].relations != nil }) else {
            depends = Array(repeating: [], count: items.count)
            (recommends, suggests) = (depends, depends)
            return
        }
        var resolver = RelationResolver(items, native: native)
        var depends: [[Int]] = []
        var recommends: [[Int]] = []
        var suggests: [[Int]] = []
        for (index, item) in items.enumerated() {
            guard item.source == .dpkg, let relations = item.relations else {
                depends.append([])
                recommends.append([])
                suggests.append([])
                continue
            }
            depends.append(
                resolver.targets(of: [relations.preDepends, relations.depends], from: index)
            )
            recommends.append(resolver.targets(of: [relations.recommends], from: index))
            suggests.append(resolver.targets(of: [relations.suggests], from: index))
        }
        self.depends = depends
        self.recommends = recommends
        self.suggests = suggests
    }

    /// Whether the item is a package that is at least partly installed.
    public func isInstalledPackage(_ index: Int) -> Bool {
        guard items.indices.contains(index) else { return false }
        return items[index].source == .dpkg && items[index].isPresent
    }

    /// What `Depends` and `Pre-Depends` of one package name directly.
    public func directDependencies(of index: Int) -> [Int] {
        depends.indices.contains(index) ? depends[index] : []
    }

    /// What one package names directly, of the relations that `rules` follow.
    package func neighbours(of index: Int, rules: Rules) -> [Int] {
        guard depends.indices.contains(index) else { return [] }
        return depends[index] + (rules.followsRecommends ? recommends[index] : [])
            + (rules.followsSuggests ? suggests[index] : [])
    }

    /// Marks all that `starts` need, themselves included.
    ///
    /// - Parameters:
    ///   - starts: where the walk starts.
    ///   - rules: the relations it follows.
    ///   - visited: marks already set; they are not walked again.
    ///   - allows: whether the walk may enter a package.
    /// - Returns: what was newly marked, in the order it was reached.
    @discardableResult
    package func mark(
        from starts: [Int],
        rules: Rules,
        visited: inout [Bool],
        allows: (Int) -> Bool = { _ in true }
    ) -> [Int] {
        var reached: [Int] = []
        var pending: [Int] = []
        for start in starts where visited.indices.contains(start) && !visited[start] {
            visited[start] = true
            pending.append(start)
        }
        var cursor = 0
        while cursor < pending.count {
            let node = pending[cursor]
            cursor += 1
            reached.append(node)
            func enter(_ targets: [Int]) {
                for target in targets where !visited[target] && allows(target) {
                    visited[target] = true
                    pending.append(target)
                }
            }
            enter(depends[node])
            if rules.followsRecommends { enter(recommends[node]) }
            if rules.followsSuggests { enter(suggests[node]) }
        }
        return reached
    }

    /// Everything `starts` need, themselves included, in item order.
    public func closure(of starts: [Int], rules: Rules = Rules()) -> [Int] {
        var visited = Array(repeating: false, count: items.count)
        return mark(from: starts, rules: rules, visited: &visited).sorted()
    }

    /// The installed packages nothing needs any more: those `apt-get autoremove` would remove.
    ///
    /// Roots are what someone asked for, what is essential, important, protected or of required
    /// priority, what is held, and what a kept pattern names.
    public func orphans(keeping patterns: [KeptPattern] = [], rules: Rules = Rules()) -> [Int] {
        var visited = Array(repeating: false, count: items.count)
        let roots = items.indices.filter { isInstalledPackage($0) && isRoot($0, patterns) }
        mark(from: roots, rules: rules, visited: &visited)
        return items.indices.filter { isInstalledPackage($0) && !visited[$0] }
    }

    private func isRoot(_ index: Int, _ patterns: [KeptPattern]) -> Bool {
        let item = items[index]
        if item.origin != .automatic || item.state == .held { return true }
        if let relations = item.relations,
            relations.isEssential || relations.isProtected || relations.priority == "required"
        {
            return true
        }
        return patterns.contains { $0.matches(item.name) }
    }
}

extension InventoryItem {
    /// Whether anything of the item but its settings is there.
    var isPresent: Bool {
        if case .removed = state { return false }
        return true
    }
}
