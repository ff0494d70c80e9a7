public import Primitives

/// What sort of difference a finding is; the raw value is what people type and read.
public enum FindingCode: String, Sendable, CaseIterable, Hashable {
    /// Software the socles do not list.
    case unlisted = "hors-socle"
    /// A driver, module or device rule the socles do not list.
    case unlistedDriver = "pilote-hors-socle"
    /// Something listed that is not installed.
    case missing = "manquant"
    /// Something listed in an older version than its rule asks for.
    case outdated = "version-ancienne"
    /// Something listed in a newer version than the reference: information.
    case newer = "version-recente"
    /// Files of something listed that were changed or removed.
    case altered = "altere"
    /// A package its own package manager says is not completely installed.
    case broken = "casse"
    /// A file the socles do not have, in no program we could name.
    case foreignFile = "fichier-etranger"
    /// Settings that differ: information, never a deviation (convention, Annexe V).
    case settings = "parametrage"
    /// A listed component the hardware can not run: information, for it is not owed.
    case notApplicable = "non-applicable"
    /// Something that could not be judged.
    case undetermined = "indetermine"
}

/// How much a finding weighs.
public enum FindingWeight: String, Sendable, CaseIterable, Hashable {
    case deviation = "ecart"
    case information = "information"
    case undetermined = "indetermine"
}

/// One difference between a station and its socles, with its cause and the evidence for it.
public struct Finding: Sendable, Hashable {
    /// What sort of difference it is.
    public var code: FindingCode
    /// The package, program, path or component it is about.
    public var subject: String
    /// How much it weighs.
    public var weight: FindingWeight
    /// What was found, such as a version; nil where nothing was.
    public var found: String?
    /// What the socle asks for; nil where it asks for nothing.
    public var expected: String?
    /// The component of the list, by id, where one is concerned.
    public var component: String?
    /// Where the item it is about was read; nil for files and for what is not installed.
    public var source: InventorySource?
    /// The publisher of that item, where its source has one.
    public var publisher: String?
    /// What came along and is reported here once: names, in order.
    public var brought: [String]
    /// Paths concerned, in order; at most as many as ``pathLimit``.
    public var paths: [RelativePath]
    /// The number of paths concerned.
    public var pathCount: Int
    /// When it came, as far as the logs say.
    public var since: Day?
    /// The command that brought it, as far as the logs say.
    public var command: String?
    /// The validated extra need that covers it; nil where none does.
    public var waiver: Waived?
    /// How what it is about stands to the lists and to what the school declared; nil where it
    /// stands nowhere, as settings do.
    public var state: ItemState?
    /// The facts the finding rests on, first cause first.
    public var evidence: [Evidence]

    /// What both institutions validated, and until when.
    public struct Waived: Sendable, Hashable {
        /// The waiver's id.
        public let id: String
        /// Its last day.
        public let until: Day

        /// Names a waiver.
        public init(id: String, until: Day) {
            self.id = id
            self.until = until
        }
    }

    /// Most paths a finding carries.
    public static let pathLimit = 200

    /// Creates a finding; paths beyond ``pathLimit`` are counted and not kept.
    public init(
        _ code: FindingCode,
        subject: String,
        weight: FindingWeight = .deviation,
        found: String? = nil,
        expected: String? = nil,
        component: String? = nil,
        source: InventorySource? = nil,
        publisher: String? = nil,
        brought: [String] = [],
        paths: [RelativePath] = [],
        since: Day? = nil,
        command: String? = nil,
        evidence: [Evidence]
    ) {
        self.code = code
        self.subject = subject
        self.weight = weight
        self.found = found
        self.expected = expected
        self.component = component
        self.source = source
        self.publisher = publisher
        self.brought = brought
        self.paths = Array(paths.prefix(Self.pathLimit))
        self.pathCount = paths.count
        self.since = since
        self.command = command
        self.evidence = evidence
    }

    /// Adds paths; those beyond ``pathLimit`` are counted and not kept.
    public mutating func add(_ more: [RelativePath]) {
        paths = Array((paths + more).prefix(Self.pathLimit))
        pathCount += more.count
    }

    /// `hors-socle/minetest`: what `--explain` takes.
    public var id: String { "\(code.rawValue)/\(subject)" }
}

/// The answer of a scan.
public enum Verdict: String, Sendable, CaseIterable, Hashable {
    case compliant = "conforme"
    case deviations = "ecarts"
    case undetermined = "indetermine"
}
