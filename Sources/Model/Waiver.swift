package import Primitives

/// Extra software that both institutions validated (convention, Article 3).
public struct Waiver: Sendable, Hashable {
    /// The identifier.
    public var id: String
    /// How the software is recognised.
    public var identities: [ComponentIdentity]
    /// The stations it holds for.
    public var scope: StationScope
    /// The days it is valid.
    public var validity: Validity
    /// Who asks for it: a function, never a name.
    public var function: String
    /// Why, in the words of who asked.
    public var reason: String

    /// Creates a waiver.
    public init(
        id: String,
        identities: [ComponentIdentity],
        scope: StationScope = StationScope(),
        validity: Validity,
        function: String,
        reason: String
    ) {
        self.id = id
        self.identities = identities
        self.scope = scope
        self.validity = validity
        self.function = function
        self.reason = reason
    }
    /// Whether the waiver holds on `day` for `station`.
    package func holds(on day: Day, for station: StationIdentity?) -> Bool {
        validity.contains(day) && scope.covers(station)
    }
}
