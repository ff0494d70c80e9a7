public import Primitives

/// All a decision rests on, without names and words of people: what a record keeps, so that the same
/// rules can decide again by it.
public struct DecisionFacts: Sendable, Hashable {
    /// One finding, as far as the rules look at it.
    public struct Ground: Sendable, Hashable {
        /// The finding's id, such as `hors-socle/minetest`.
        public let id: String
        /// What sort of difference it is.
        public let code: FindingCode
        /// How much it weighs.
        public let weight: FindingWeight
        /// Whether an extra need that both institutions validated covers it that day.
        public let isCovered: Bool
        /// Whether it is about something the school bought (B3-6).
        public let isBought: Bool

        /// Creates a ground.
        public init(
            id: String,
            code: FindingCode,
            weight: FindingWeight,
            isCovered: Bool = false,
            isBought: Bool = false
        ) {
            self.id = id
            self.code = code
            self.weight = weight
            self.isCovered = isCovered
            self.isBought = isBought
        }
    }

    /// The scan's answer.
    public let verdict: Verdict
    /// The findings that weigh something.
    public let grounds: [Ground]
    /// What people assert; a record has no words of a fault.
    public let order: RestoreOrder
    /// Whether someone reported a malfunction, in words.
    public let hasFault: Bool
    /// The zone the station was enrolled in.
    public let declaredZone: Zone
    /// The zone its address has in the plan: unknown where the plan lacks it, nil without a plan
    /// or an address.
    public let addressZone: Zone?
    /// The day the decision was taken.
    public let day: Day

    /// Creates facts.
    public init(
        verdict: Verdict,
        grounds: [Ground],
        order: RestoreOrder,
        hasFault: Bool,
        declaredZone: Zone,
        addressZone: Zone?,
        day: Day
    ) {
        self.verdict = verdict
        self.grounds = grounds
        self.order = order
        self.hasFault = hasFault
        self.declaredZone = declaredZone
        self.addressZone = addressZone
        self.day = day
    }
}
