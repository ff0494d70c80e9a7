public import Primitives

/// What a scan compared a station with.
public struct ScanReference: Sendable, Hashable {
    /// Whether a depot's signatures vouch for the documents.
    public var isSigned: Bool
    public var systemEdition: String
    public var schoolYear: SchoolYear
    public var revision: Int
    public var layers: [LayerReference]

    /// Creates a reference.
    public init(
        isSigned: Bool,
        systemEdition: String,
        schoolYear: SchoolYear,
        revision: Int,
        layers: [LayerReference] = []
    ) {
        self.isSigned = isSigned
        self.systemEdition = systemEdition
        self.schoolYear = schoolYear
        self.revision = revision
        self.layers = layers
    }
}

/// The whole answer of a scan.
public struct ScanResult: Sendable {
    public var station: StationIdentity
    public var taken: Instant
    public var reference: ScanReference
    public var verdict: Verdict
    public var findings: [Finding]
    public var coverage: [SourceCoverage]
    /// How files were compared; nil where they were not.
    public var method: FileComparison.Method?
    public var comparedPaths: Int
    public var packageCount: Int

    /// Creates a result.
    public init(
        station: StationIdentity,
        taken: Instant,
        reference: ScanReference,
        verdict: Verdict,
        findings: [Finding],
        coverage: [SourceCoverage],
        method: FileComparison.Method?,
        comparedPaths: Int,
        packageCount: Int
    ) {
        self.station = station
        self.taken = taken
        self.reference = reference
        self.verdict = verdict
        self.findings = findings
        self.coverage = coverage
        self.method = method
        self.comparedPaths = comparedPaths
        self.packageCount = packageCount
    }
}

/// Which station something is about, without any person's name.
public struct StationIdentity: Sendable, Hashable {
    /// A lasting pseudonym: hexadecimal, derived from the machine's own identifier.
    public var id: String
    /// The host name, or empty where unknown.
    public var name: String
    public var school: SchoolCode?
    public var room: String?
    public var zone: Zone

    /// Creates an identity.
    public init(
        id: String,
        name: String,
        school: SchoolCode? = nil,
        room: String? = nil,
        zone: Zone = .unknown
    ) {
        self.id = id
        self.name = name
        self.school = school
        self.room = room
        self.zone = zone
    }
}

/// The part of a school's network a station belongs to (convention, Articles 3 and 4).
public enum Zone: String, Sendable, CaseIterable, Hashable {
    case teaching = "pedagogique"
    case administrative = "administrative"
    case unknown = "inconnue"
}
