public import Model
public import Primitives

/// What an application layer may do to the paths of its base.
///
/// It may replace or remove only what the socle système lets go. One thing is always allowed: a new
/// time for a directory whose mode, owner and attributes stay, since to add a file moves it.
public struct OverridePolicy: Sendable {
    /// The paths the socle système lets go.
    public let overridable: [PathPattern]

    /// Creates a policy.
    public init(overridable: [PathPattern]) {
        self.overridable = overridable
    }

    /// Whether `path` may be replaced or removed.
    public func lets(_ path: RelativePath) -> Bool {
        overridable.contains { $0.covers(path) }
    }

    /// Whether `new` may stand where the base has `old`.
    public func allows(_ new: LayerEntry, over old: LayerEntry) -> Bool {
        if lets(new.path) { return true }
        guard new.kind == .directory, old.kind == .directory else { return false }
        var settled = new.metadata
        settled.modified = old.metadata.modified
        return settled == old.metadata
    }

    /// The paths of `base` that `entries` and `removals` touch without leave, in tree order.
    public func violations(
        entries: [LayerEntry],
        removals: [RelativePath],
        base: LayerIndex
    ) -> [RelativePath] {
        var refused = removals.filter { !lets($0) }
        for entry in entries {
            guard let old = base.entry(at: entry.path), !allows(entry, over: old) else { continue }
            refused.append(entry.path)
        }
        return refused.sorted()
    }

    /// Throws one error that lists the violations, at most twenty by name.
    func require(
        entries: [LayerEntry],
        removals: [RelativePath],
        base: LayerIndex
    ) throws(PackagingError) {
        let refused = violations(entries: entries, removals: removals, base: base)
        guard let first = refused.first else { return }
        let shown = refused.prefix(20).map(\.label).joined(separator: ", ")
        let rest = refused.count > 20 ? " and \(refused.count - 20) more" : ""
        throw PackagingError(
            .notOverridable,
            subject: first.label,
            detail: "the application layer replaces or removes \(refused.count) paths the socle "
                + "système does not let go: \(shown)\(rest)",
            hint: "undo these changes in the tree, or have the Département add the paths to "
                + "“overridable”"
        )
    }
}
