internal import Archive
internal import Model
internal import Platform
internal import Primitives

/// Which names of a captured tree differ from a base, and which of the base are gone.
struct LayerComparison {
    private let tree: CapturedTree
    private let base: LayerIndex?
    private let rules: PathRules
    /// Positions of the names the layer holds, in tree order.
    private(set) var selected: [Int]
    /// Paths of the base that the tree lacks.
    private(set) var removals: [RelativePath] = []

    init(tree: CapturedTree, base: LayerIndex?, rules: PathRules) {
        self.tree = tree
        self.base = base
        self.rules = rules
        selected = Array(tree.names.indices)
    }

    /// Compares; without a base every name is selected and nothing is removed.
    mutating func run(
        root: Directory,
        workers: Workers,
        isCancelled: @Sendable () -> Bool
    ) throws(PackagingError) {
        guard let base else { return }
        var differs = [Bool](repeating: false, count: tree.names.count)
        var toHash: [Int] = []
        for position in tree.names.indices {
            switch compare(tree.names[position], base) {
            case .differs: differs[position] = true
            case .sameIfContent: toHash.append(position)
            case .same: break
            }
        }
        let expected = toHash.map { expectedDigest(tree.names[$0].path, base) }
        let names = tree.names
        let hashed = toHash
        let results = workers.map(
            hashed.count,
            isCancelled: isCancelled,
            state: { () throws(PackagingError) in ContentReader(root: root) },
            { reader, index throws(PackagingError) -> Bool in
                try reader.digest(names[hashed[index]]) != expected[index]
            }
        )
        guard results.count == hashed.count else { throw .stopped }
        for (index, result) in results.enumerated() where try result.get() {
            differs[hashed[index]] = true
        }
        spreadOverGroups(&differs, base)
        selected = tree.names.indices.filter { differs[$0] }
        removals = gone(from: base)
    }

    private enum Outcome {
        case same, sameIfContent, differs
    }

    private func compare(_ name: CapturedName, _ base: LayerIndex) -> Outcome {
        guard let old = base.entry(at: name.path), old.metadata == name.metadata else {
            return .differs
        }
        guard case .file(let size, let extents) = name.content else {
            return old.tarContent == name.content ? .same : .differs
        }
        let file = base.file(of: old)
        guard case .file(let oldSize, _, _, _) = file.content, oldSize == size,
            file.tarContent == .file(size: size, extents: extents)
        else { return .differs }
        return .sameIfContent
    }

    private func expectedDigest(_ path: RelativePath, _ base: LayerIndex) -> Digest? {
        guard let entry = base.entry(at: path),
            case .file(_, let digest, _, _) = base.file(of: entry).content
        else { return nil }
        return digest
    }

    /// Names of one inode go together: if one differs, or the group is another one, all are new.
    private func spreadOverGroups(_ differs: inout [Bool], _ base: LayerIndex) {
        var groups: [CapturedName.Inode: [Int]] = [:]
        for (position, name) in tree.names.enumerated() {
            if let inode = name.inode { groups[inode, default: []].append(position) }
        }
        let oldGroups = Self.groups(of: base)
        for group in groups.values {
            let paths = group.map { tree.names[$0].path }
            let old = oldGroups[paths[0]] ?? [paths[0]]
            if group.contains(where: { differs[$0] }) || old != paths {
                for position in group { differs[position] = true }
            }
        }
        for (position, name) in tree.names.enumerated() where name.inode == nil {
            // Once one of several names, now a file of its own.
            if oldGroups[name.path] != nil { differs[position] = true }
        }
    }

    /// For each path of the base that shares its file: all names of that file, in tree order.
    private static func groups(of base: LayerIndex) -> [RelativePath: [RelativePath]] {
        var byCarrier: [RelativePath: [RelativePath]] = [:]
        for entry in base.entries {
            guard case .hardLink(let carrier) = entry.content else { continue }
            byCarrier[carrier, default: [carrier]].append(entry.path)
        }
        var groups: [RelativePath: [RelativePath]] = [:]
        for members in byCarrier.values {
            let sorted = members.sorted()
            for path in sorted { groups[path] = sorted }
        }
        return groups
    }

    /// What the tree lacks of the base, both being in tree order.
    ///
    /// What a station keeps for itself is never taken away.
    private func gone(from base: LayerIndex) -> [RelativePath] {
        var removals: [RelativePath] = []
        var position = 0
        for entry in base.entries {
            while position < tree.names.count, tree.names[position].path < entry.path {
                position += 1
            }
            if position < tree.names.count, tree.names[position].path == entry.path { continue }
            let pathClass = rules.pathClass(of: entry.path)
            if pathClass != .preserve, pathClass != .volatile { removals.append(entry.path) }
        }
        return removals
    }
}
