public import Model
import Primitives

/// What a station's hardware is, as far as it is known; nil is never held against it.
public struct HardwareFacts: Sendable, Hashable {
    /// Memory in MiB.
    public var memory: Int?
    /// Disk in MiB.
    public var disk: Int?

    /// Creates facts.
    public init(memory: Int? = nil, disk: Int? = nil) {
        self.memory = memory
        self.disk = disk
    }
}

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
    /// What the school declared: shown beside findings, of no weight in them.
    public var declarations: [Declaration]
    /// The station, for waivers that hold for some schools or rooms only.
    public var station: StationIdentity?
    /// What is known of the hardware.
    public var hardware: HardwareFacts
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
        declarations: [Declaration] = [],
        station: StationIdentity? = nil,
        hardware: HardwareFacts = HardwareFacts(),
        rules: DependencyGraph.Rules = DependencyGraph.Rules()
    ) {
        self.inventory = inventory
        self.lock = lock
        self.system = system
        self.application = application
        self.files = files
        self.waivers = waivers
        self.declarations = declarations
        self.station = station
        self.hardware = hardware
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
    /// Ids of listed components that do not fit the station's hardware (convention, Article 3).
    public var notApplicable: [String]

    /// Creates an outcome.
    public init(verdict: Verdict, findings: [Finding], notApplicable: [String] = []) {
        self.verdict = verdict
        self.findings = findings
        self.notApplicable = notApplicable
    }
}
