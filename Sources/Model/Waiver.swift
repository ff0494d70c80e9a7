public import Primitives

/// Extra software that both institutions validated (convention, Article 3).
public struct Waiver: Sendable, Hashable {
    /// The identifier.
    public var id: String
    /// How the software is recognised.
    public var identities: [ComponentIdentity]
    /// Schools it holds for; empty for all.
    public var schools: [SchoolCode]
    /// Rooms it holds for; empty for all.
    public var rooms: [String]
    /// Stations it holds for, by host name or by pseudonym; empty for all.
    public var stations: [String]
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
        schools: [SchoolCode] = [],
        rooms: [String] = [],
        stations: [String] = [],
        validity: Validity,
        function: String,
        reason: String
    ) {
        self.id = id
        self.identities = identities
        self.schools = schools
        self.rooms = rooms
        self.stations = stations
        self.validity = validity
        self.function = function
        self.reason = reason
    }
}

/// Software the gestionnaire says is there, installed or on trial (convention, Articles 2 and
/// Annexe V).
public struct Declaration: Sendable, Hashable {
    /// How the software is recognised.
    public var identity: ComponentIdentity
    /// The end of a trial; nil for software that is there to stay.
    public var trialUntil: Day?
    /// Why, in the words of who asked.
    public var reason: String

    /// Creates a declaration.
    public init(identity: ComponentIdentity, trialUntil: Day? = nil, reason: String) {
        self.identity = identity
        self.trialUntil = trialUntil
        self.reason = reason
    }
}
