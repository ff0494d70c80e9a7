/// What was damaged in a source, the rest of which was read.
package struct ReadingFaults: Sendable {
    /// The first ones.
    package private(set) var errors: [InventoryError] = []
    /// How many there were.
    package private(set) var count = 0
    private static let kept = 20

    package init() {}

    /// Adds one.
    package mutating func add(_ error: InventoryError) {
        count += 1
        if errors.count < Self.kept { errors.append(error) }
    }

    /// Does `body`; an error becomes a fault, and the result nil.
    package mutating func attempt<Result>(
        _ body: () throws(InventoryError) -> Result?
    ) -> Result? {
        do {
            return try body()
        } catch {
            add(error)
            return nil
        }
    }

    /// The first fault, and how many follow; nil where there was none.
    package var summary: String? {
        errors.first.map { count > 1 ? "\($0) (+\(count - 1))" : "\($0)" }
    }
}
