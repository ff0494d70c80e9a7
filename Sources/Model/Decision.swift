public import Primitives

/// The clause of the convention a request for reinstallation invokes.
public enum Clause: String, Sendable, CaseIterable, Hashable {
    /// Article 2: malfunction after something not described in the référentiel was installed.
    case article2 = "A2"
    /// Article 4: malfunction after an application or driver outside the socles was installed.
    case article4 = "A4"
    /// Annexe V: at the school's request.
    case annexV = "AV"
}

/// What people assert before a restore; the tool asserts none of it.
public struct RestoreOrder: Sendable, Hashable {
    /// Who says that backups were checked: a function, never a name (convention, Article 4).
    public struct BackupAcknowledgement: Sendable, Hashable {
        /// Such as `gestionnaire réseau`.
        public let function: String
        /// The day.
        public let day: Day

        /// Creates an acknowledgement.
        public init(function: String, day: Day) {
            self.function = function
            self.day = day
        }
    }

    /// The number of the guichet's ticket (convention, Article 1 a).
    public var ticket: String?
    /// The clause invoked.
    public var clause: Clause?
    /// The malfunction, in the words of who reported it.
    public var fault: String?
    /// The acknowledgement that backups were checked.
    public var backups: BackupAcknowledgement?
    /// Whether the station takes the place of another: then mail and local data are transferred, which
    /// is a service of people and no part of a restore (B3-13).
    public var isReplacement: Bool

    /// Creates an order.
    public init(
        ticket: String? = nil,
        clause: Clause? = nil,
        fault: String? = nil,
        backups: BackupAcknowledgement? = nil,
        isReplacement: Bool = false
    ) {
        self.ticket = ticket
        self.clause = clause
        self.fault = fault
        self.backups = backups
        self.isReplacement = isReplacement
    }
}

/// What the convention allows for a station now, and under which articles.
public struct Decision: Sendable, Hashable {
    /// The decision itself; the raw value is what people read.
    public enum Kind: String, Sendable, CaseIterable, Hashable {
        case nothingToDo = "rien-a-faire"
        case ordinaryMaintenance = "maintenance-ordinaire"
        case reinstallationFounded = "reinstallation-fondee"
        case reinstallationOnRequest = "reinstallation-sur-demande"
        case refusedAdministrativeZone = "refus-zone-administrative"
        case waitingForTicket = "attente-ticket"
        case waitingForBackups = "attente-sauvegardes"
        case waitingForZone = "attente-zone"
        case waitingForFault = "attente-dysfonctionnement"
        case undetermined = "indetermine"
    }

    /// What sort of thing it is.
    public var kind: Kind
    /// Ids of the convention's rules it rests on, such as `A4-8`.
    public var rules: [String]
    /// Ids of the findings that found it.
    public var grounds: [String]
    /// The order it was taken for.
    public var order: RestoreOrder

    /// Creates a decision.
    public init(kind: Kind, rules: [String], grounds: [String], order: RestoreOrder) {
        self.kind = kind
        self.rules = rules
        self.grounds = grounds
        self.order = order
    }

    /// Whether a restore may go ahead under this decision.
    public var allowsRestore: Bool {
        switch kind {
        case .ordinaryMaintenance, .reinstallationFounded, .reinstallationOnRequest: true
        default: false
        }
    }
}
