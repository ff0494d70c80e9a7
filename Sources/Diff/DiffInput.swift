public import Model

/// All that a station is judged from.
public struct DiffInput: Sendable {
    /// What was found on the station.
    public var inventory: Inventory
    /// What it is held to.
    public var list: PreparedList
    /// What comparing files found; nil where files were not compared.
    public var files: FileComparison?
    /// The station, for waivers that hold for some schools or rooms only.
    public var station: StationIdentity?

    /// Creates an input for one of many stations.
    public init(
        inventory: Inventory,
        list: PreparedList,
        files: FileComparison? = nil,
        station: StationIdentity? = nil
    ) {
        self.inventory = inventory
        self.list = list
        self.files = files
        self.station = station
    }

    /// Creates an input for one station, whose list serves no other.
    public init(
        inventory: Inventory,
        lock: SoftwareLock? = nil,
        system: SystemBaseline,
        application: ApplicationBaseline? = nil,
        files: FileComparison? = nil,
        waivers: [Waiver] = [],
        station: StationIdentity? = nil
    ) {
        self.init(
            inventory: inventory,
            list: PreparedList(
                system: system,
                application: application,
                lock: lock,
                waivers: waivers
            ),
            files: files,
            station: station
        )
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
