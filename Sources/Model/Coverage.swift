/// What an inventory says about one source it looked at, or could not.
public struct SourceCoverage: Sendable, Hashable {
    /// How far the source was read.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case read = "lue"
        case absent = "absente"
        case unreadable = "illisible"
        case notCovered = "non couverte"
        case stale = "ancienne"
    }

    /// The source.
    public let source: InventorySource
    /// How far it was read.
    public let state: State
    /// The file looked at, or why it could not be.
    public let detail: String

    /// Creates a statement.
    public init(source: InventorySource, state: State, detail: String) {
        self.source = source
        self.state = state
        self.detail = detail
    }
}
