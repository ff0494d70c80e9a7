public import Model

/// All that a station is judged from.
public struct DiffInput: Sendable {
    /// What was found on the station.
    public var inventory: Inventory
    /// The exact software of the reference, where there is one.
    public var lock: SoftwareLock?
    /// The socle système.
    public var system: SystemBaseline
    /// The socle applicatif; nil judges the base alone.
    public var application: ApplicationBaseline?
    /// What comparing files found; nil where files were not compared.
    public var files: FileComparison?
    /// Waivers whose signatures were verified.
    public var waivers: [Waiver]
    /// The station, for waivers that hold for some schools or rooms only.
    public var station: StationIdentity?
    /// How apt is set to keep packages.
    public var rules: DependencyGraph.Rules

    /// Creates an input.
    public init(
        inventory: Inventory,
        lock: SoftwareLock? = nil,
        system: SystemBaseline,
        application: ApplicationBaseline? = nil,
        files: FileComparison? = nil,
        waivers: [Waiver] = [],
        station: StationIdentity? = nil,
        rules: DependencyGraph.Rules = DependencyGraph.Rules()
    ) {
        self.inventory = inventory
        self.lock = lock
        self.system = system
        self.application = application
        self.files = files
        self.waivers = waivers
        self.station = station
        self.rules = rules
    }
}

/// What judging a station found.
public struct DiffOutcome: Sendable {
    /// The answer.
    public var verdict: Verdict
    /// The findings: deviations, then what could not be judged, then information; in each, by code
    /// and subject.
    public var findings: [Finding]

    /// Creates an outcome.
    public init(verdict: Verdict, findings: [Finding]) {
        self.verdict = verdict
        self.findings = findings
    }
}
