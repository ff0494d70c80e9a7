public import Primitives

/// Software the gestionnaire réseau says is there, installed or on trial (convention, Article 2 and
/// Annexe V).
///
/// It founds nothing and forbids nothing: it says that the software is known, and gives the list of
/// what to install again after a reinstallation.
public struct Declaration: Sendable, Hashable {
    /// How the software is recognised.
    public var identity: ComponentIdentity
    /// The stations it is declared on.
    public var scope: StationScope
    /// The day it was declared.
    public var day: Day
    /// The last day of a trial; nil for software that is there to stay.
    public var trialUntil: Day?
    /// Why, in the words of who asked.
    public var reason: String

    /// Creates a declaration.
    public init(
        identity: ComponentIdentity,
        scope: StationScope = StationScope(),
        day: Day,
        trialUntil: Day? = nil,
        reason: String
    ) {
        self.identity = identity
        self.scope = scope
        self.day = day
        self.trialUntil = trialUntil
        self.reason = reason
    }
}
