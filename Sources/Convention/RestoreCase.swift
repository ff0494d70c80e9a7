public import Model

/// One station, what was found on it and what people assert: all a decision rests on.
public struct RestoreCase: Sendable {
    /// The scan's answer.
    public var verdict: Verdict
    /// The scan's findings.
    public var findings: [Finding]
    /// What people assert.
    public var order: RestoreOrder
    /// The zone the station was enrolled in.
    public var declaredZone: Zone
    /// The zone its address has in the plan: unknown where the plan lacks it, nil without a plan
    /// or an address.
    public var addressZone: Zone?
    /// What is validated and declared.
    public var standing: Standing
    /// The listed components, for who bought them.
    public var components: [Component]

    /// Creates a case.
    public init(
        verdict: Verdict,
        findings: [Finding],
        order: RestoreOrder,
        declaredZone: Zone,
        addressZone: Zone? = nil,
        standing: Standing,
        components: [Component] = []
    ) {
        self.verdict = verdict
        self.findings = findings
        self.order = order
        self.declaredZone = declaredZone
        self.addressZone = addressZone
        self.standing = standing
        self.components = components
    }

    /// What the rules decide by; findings that only inform are left out.
    public var facts: DecisionFacts {
        let bought = Set(components.filter { $0.buyer == .school }.map(\.id))
        return DecisionFacts(
            verdict: verdict,
            grounds: findings.filter { $0.weight != .information }.map { finding in
                DecisionFacts.Ground(
                    id: finding.id,
                    code: finding.code,
                    weight: finding.weight,
                    isCovered: standing.state(of: finding) == .validatedComplement,
                    isBought: finding.component.map(bought.contains) ?? false
                )
            },
            order: order,
            hasFault: DecisionFacts.hasText(order.fault),
            declaredZone: declaredZone,
            addressZone: addressZone,
            day: standing.today
        )
    }
}
