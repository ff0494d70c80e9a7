public import Primitives

/// What a scan compared a station with.
public struct ScanReference: Sendable, Hashable {
    /// Whether a depot's signatures vouch for the documents.
    public var isSigned: Bool
    /// The edition of the socle système.
    public var systemEdition: String
    /// The school year of the socle applicatif.
    public var schoolYear: SchoolYear
    /// The revision of the socle applicatif.
    public var revision: Int
    /// The layers of the image, bottom first; empty where no image exists.
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
    /// The station that was scanned.
    public var station: StationIdentity
    /// When it was scanned.
    public var taken: Instant
    /// What it was compared with.
    public var reference: ScanReference
    /// The answer.
    public var verdict: Verdict
    /// The differences, in a fixed order.
    public var findings: [Finding]
    /// What could be read, source by source.
    public var coverage: [SourceCoverage]
    /// How files were compared; nil where they were not.
    public var method: FileComparison.Method?
    /// How many paths were compared.
    public var comparedPaths: Int
    /// How many packages are installed.
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
    /// The school, where the station is enrolled.
    public var school: SchoolCode?
    /// The room, where the station is enrolled.
    public var room: String?
    /// The part of the network it belongs to.
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
