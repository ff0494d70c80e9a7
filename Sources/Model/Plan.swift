public import Primitives

/// How far a restore goes (design of the product, §10).
public enum RestoreScope: String, Sendable, CaseIterable, Hashable {
    /// The tree becomes exactly the socles (convention, Article 4).
    case reinstallation
    /// Missing and altered files of installed packages come back; nothing foreign is touched.
    case repair = "reparation"
}

/// One change a restore would make.
public struct PlanChange: Sendable, Hashable {
    /// What would be done to the path.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        case create, replace, merge, setMetadata = "set-metadata", remove
    }

    /// The path.
    public let path: RelativePath
    /// What is done.
    public let action: Action
    /// What the path becomes; what it was, for a removal.
    public let kind: FileKind
    /// The path's class.
    public let pathClass: PathClass
    /// Bytes written; bytes set aside, for a removal.
    public let bytes: UInt64
    /// The digest of what is written; nil where no content is.
    public let digest: Digest?
    /// The package that owns the path in the target, else on the station.
    public let package: String?

    /// Creates a change.
    public init(
        path: RelativePath,
        action: Action,
        kind: FileKind,
        pathClass: PathClass,
        bytes: UInt64,
        digest: Digest?,
        package: String?
    ) {
        self.path = path
        self.action = action
        self.kind = kind
        self.pathClass = pathClass
        self.bytes = bytes
        self.digest = digest
        self.package = package
    }
}

/// What a person loses by a restore, named before it.
public struct PlanLosses: Sendable, Hashable {
    /// Packages outside the socles that go, with their version.
    public var packages: [String]
    /// Programs copied by hand, by their folder or file.
    public var programs: [String]
    /// Settings that return to the socle's.
    public var settings: [RelativePath]
    /// Files that may be somebody's data: foreign, owned by ids from 1000, databases, unknown
    /// folders at the top.
    public var possibleData: [RelativePath]
    /// Packages whose version goes down: name, version now, version after; security ones first.
    public var downgrades: [String]
    /// Bytes set aside.
    public var bytes: UInt64

    /// Creates an account of losses.
    public init(
        packages: [String] = [],
        programs: [String] = [],
        settings: [RelativePath] = [],
        possibleData: [RelativePath] = [],
        downgrades: [String] = [],
        bytes: UInt64 = 0
    ) {
        self.packages = packages
        self.programs = programs
        self.settings = settings
        self.possibleData = possibleData
        self.downgrades = downgrades
        self.bytes = bytes
    }
}

/// The exact changes a restore would make to one station.
public struct Plan: Sendable {
    /// The version of the plan's JSON form.
    public static let formatVersion: Int64 = 1

    /// SHA-256 over station, layers, scope and every change outside volatile and generated paths.
    public var id: Digest
    /// The station.
    public var station: StationIdentity
    /// When the plan was made.
    public var made: Instant
    /// How far it goes.
    public var scope: RestoreScope
    /// The layers, bottom first.
    public var layers: [LayerReference]
    /// The changes, in path order.
    public var changes: [PlanChange]
    /// What is lost, by name.
    public var losses: PlanLosses
    /// Compressed bytes to fetch.
    public var bytesToFetch: UInt64
    /// Bytes reused from the station's own content.
    public var bytesReused: UInt64
    /// Post-restore steps that will run, by id.
    public var steps: [String]
    /// Seconds it is expected to take.
    public var estimatedSeconds: Int
    /// How many paths a restore may remove before an approval must name the number.
    public var removalCap: Int
    /// The decision it was made under.
    public var decision: Decision?
    /// Validated or declared extra software to reinstall afterwards.
    public var toReinstall: [String]

    /// Creates a plan.
    public init(
        id: Digest,
        station: StationIdentity,
        made: Instant,
        scope: RestoreScope,
        layers: [LayerReference],
        changes: [PlanChange],
        losses: PlanLosses,
        bytesToFetch: UInt64,
        bytesReused: UInt64,
        steps: [String],
        estimatedSeconds: Int,
        removalCap: Int,
        decision: Decision? = nil,
        toReinstall: [String] = []
    ) {
        self.id = id
        self.station = station
        self.made = made
        self.scope = scope
        self.layers = layers
        self.changes = changes
        self.losses = losses
        self.bytesToFetch = bytesToFetch
        self.bytesReused = bytesReused
        self.steps = steps
        self.estimatedSeconds = estimatedSeconds
        self.removalCap = removalCap
        self.decision = decision
        self.toReinstall = toReinstall
    }
}
