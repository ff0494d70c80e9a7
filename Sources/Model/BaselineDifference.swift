public import Primitives

/// What one socle applicatif changes in regard to another.
public struct BaselineDifference: Sendable, Hashable {
    /// One component that both list, differently.
    public struct Change: Sendable, Hashable {
        /// The component in the first list.
        public let before: Component
        /// The component in the second list.
        public let after: Component

        /// Creates a change.
        public init(before: Component, after: Component) {
            self.before = before
            self.after = after
        }
    }

    /// The school year of the first list.
    public let from: SchoolYear
    /// The school year of the second list.
    public let to: SchoolYear
    /// Components only the second lists, by id.
    public let added: [Component]
    /// Components only the first lists, by id.
    public let removed: [Component]
    /// Components both list, differently, by id.
    public let changed: [Change]

    /// Creates a difference.
    public init(
        from: SchoolYear,
        to: SchoolYear,
        added: [Component],
        removed: [Component],
        changed: [Change]
    ) {
        self.from = from
        self.to = to
        self.added = added
        self.removed = removed
        self.changed = changed
    }

    /// Whether both list the same.
    public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
}
