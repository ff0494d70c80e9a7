public import Model
public import Primitives

/// What a station is to be: the system layer with the application layer over it.
public struct TargetTree: Sendable {
    /// One entry of the composed tree.
    public struct TargetEntry: Sendable, Hashable {
        /// The entry.
        public let entry: LayerEntry
        /// The layer it comes from: 0 is the system layer, 1 the application layer.
        public let layer: Int

        package init(entry: LayerEntry, layer: Int) {
            self.entry = entry
            self.layer = layer
        }
    }

    /// The layers, bottom first.
    public let layers: [LayerIndex]
    /// The composed entries in tree order; the root comes first.
    public let entries: [TargetEntry]

    package init(layers: [LayerIndex], entries: [TargetEntry]) {
        self.layers = layers
        self.entries = entries
    }

    /// The software of the whole: the application layer's lock is that of the full image.
    public var lock: SoftwareLock { layers.last?.lock ?? SoftwareLock(packages: []) }

    /// Puts `application` over `system`.
    ///
    /// - Throws: ``PackagingError`` when the application layer was built over another system layer,
    ///   when it replaces or removes what `overridable` does not let go, or when the two together
    ///   are not a tree: an entry below no directory, a hard link without its file.
    public static func compose(
        system: LayerIndex,
        application: LayerIndex?,
        overridable: [PathPattern]
    ) throws(PackagingError) -> TargetTree {
        guard system.reference.kind == .system else {
            throw PackagingError(
                .layersDisagree,
                subject: system.reference.name,
                detail: "it is no system layer"
            )
        }
        guard let application else {
            return TargetTree(
                layers: [system],
                entries: system.entries.map { TargetEntry(entry: $0, layer: 0) }
            )
        }
        guard application.base == system.reference else {
            throw PackagingError(
                .layersDisagree,
                subject: "\(application.reference.name) \(application.reference.edition)",
                detail: "it was built over another edition of the system layer than "
                    + "\(system.reference.name) \(system.reference.edition)",
                hint: "rebuild it with `socle package rebase`"
            )
        }
        try OverridePolicy(overridable: overridable).require(
            entries: application.entries,
            removals: application.removals,
            base: system
        )
        let removed = try removedPaths(application, system)
        let merged = merge(system, application, removed)
        try checkTree(merged)
        try checkLinks(merged, system: system)
        return TargetTree(layers: [system, application], entries: merged)
    }

    /// The entry at `path`, or nil where the target has none.
    public func entry(at path: RelativePath) -> TargetEntry? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].entry.path < path { low = middle + 1 } else { high = middle }
        }
        guard low < entries.count, entries[low].entry.path == path else { return nil }
        return entries[low]
    }

    /// The regular file behind `entry`, in the same layer.
    public func file(of entry: TargetEntry) -> LayerEntry {
        layers[entry.layer].file(of: entry.entry)
    }

    private static func removedPaths(
        _ application: LayerIndex,
        _ system: LayerIndex
    ) throws(PackagingError) -> Set<RelativePath> {
        for path in application.removals where system.position(of: path) == nil {
            throw PackagingError(
                .layersDisagree,
                subject: path.label,
                detail: "the application layer removes it and the system layer does not hold it"
            )
        }
        return Set(application.removals)
    }

    private static func merge(
        _ system: LayerIndex,
        _ application: LayerIndex,
        _ removed: Set<RelativePath>
    ) -> [TargetEntry] {
        var merged: [TargetEntry] = []
        merged.reserveCapacity(system.entries.count + application.entries.count)
        var upper = application.entries[...]
        for entry in system.entries {
            while let next = upper.first, next.path < entry.path {
                merged.append(TargetEntry(entry: next, layer: 1))
                upper.removeFirst()
            }
            if let next = upper.first, next.path == entry.path {
                merged.append(TargetEntry(entry: next, layer: 1))
                upper.removeFirst()
            } else if !removed.contains(entry.path) {
                merged.append(TargetEntry(entry: entry, layer: 0))
            }
        }
        merged += upper.map { TargetEntry(entry: $0, layer: 1) }
        return merged
    }

    private static func checkTree(_ merged: [TargetEntry]) throws(PackagingError) {
        var open: [RelativePath] = []
        for target in merged {
            let path = target.entry.path
            while let last = open.last, !path.isWithin(last) { open.removeLast() }
            guard path.isRoot || path.parent == open.last else {
                throw PackagingError(
                    .layersDisagree,
                    subject: path.label,
                    detail: "the two layers leave no directory to hold it"
                )
            }
            if target.entry.kind == .directory { open.append(path) }
        }
    }

    /// A link of the system layer needs its file from there: one that was replaced is another file.
    private static func checkLinks(
        _ merged: [TargetEntry],
        system: LayerIndex
    ) throws(PackagingError) {
        var kept = Set<RelativePath>()
        for target in merged where target.layer == 0 { kept.insert(target.entry.path) }
        for target in merged where target.layer == 0 {
            guard case .hardLink(let file) = target.entry.content, !kept.contains(file) else {
                continue
            }
            throw PackagingError(
                .layersDisagree,
                subject: target.entry.path.label,
                detail: "the application layer replaces or removes \(file.label), the file it is "
                    + "another name of, and leaves this name"
            )
        }
    }
}
