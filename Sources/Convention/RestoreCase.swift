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

    /// Whether the station is on the administrative network by its enrolment or by its address.
    var isAdministrative: Bool {
        declaredZone == .administrative || addressZone == .administrative
    }

    /// The zone both agree on; an address outside the plan is never guessed.
    var zone: Zone {
        if isAdministrative { return .administrative }
        return addressZone ?? declaredZone
    }

    /// Software and drivers outside the socles that no waiver covers (A4-8).
    var unlisted: [Finding] {
        findings.filter {
            ($0.code == .unlisted || $0.code == .unlistedDriver) && $0.weight == .deviation
                && standing.state(of: $0) != .validatedComplement
        }
    }

    /// What ordinary maintenance may repair: all that is listed, is not as it should be, and was
    /// not bought by the school (B3-6).
    var repairable: [Finding] {
        let bought = Set(components.filter { $0.buyer == .school }.map(\.id))
        return findings.filter { finding in
            guard finding.weight == .deviation else { return false }
            if let component = finding.component, bought.contains(component) { return false }
            switch finding.code {
            case .missing, .outdated, .newer, .altered, .broken: return true
            case .unlisted, .unlistedDriver, .foreignFile, .settings, .notApplicable, .undetermined:
                return false
            }
        }
    }

    /// Whether someone reported a malfunction, in words.
    var hasFault: Bool { Self.hasText(order.fault) }

    var hasTicket: Bool { Self.hasText(order.ticket) }

    /// Whether a function acknowledged the backups, today or before.
    var hasBackups: Bool {
        guard let backups = order.backups else { return false }
        return Self.hasText(backups.function) && backups.day <= standing.today
    }

    private static func hasText(_ text: String?) -> Bool {
        text?.contains { !$0.isWhitespace } ?? false
    }
}
