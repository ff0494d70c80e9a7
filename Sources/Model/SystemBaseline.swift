public import Primitives

/// The socle système: the base image and its rules, owned by the Département.
public struct SystemBaseline: Sendable {
    /// The edition, such as `2026.1`.
    public var edition: String
    /// The institution that owns the document.
    public var owner: String
    /// The days it is valid.
    public var validity: Validity
    /// `ID` of os-release.
    public var systemID: String
    /// The accepted `VERSION_ID`s.
    public var systemVersions: [String]
    /// The layer, where an image exists: name and digest of its index.
    public var layer: LayerTarget?
    /// The classes of paths.
    public var pathRules: [PathRule]
    /// Programs run after a restore, in order.
    public var steps: [PostRestoreStep]
    /// How a disk is laid out for a station; nil where the socle does not say.
    public var disk: DiskLayout?
    /// Paths of the base that the application layer may replace or remove.
    public var overridable: [PathPattern]
    /// Packages that belong to the base where no lock says so: names, and whole priorities.
    public var basePackages: [String]
    /// Whole priorities that belong to the base where no lock says so.
    public var basePriorities: [String]
    /// Names of driver modules and driver packages accepted beside those of the base.
    public var acceptedDrivers: [String]
    /// How many paths one restore may remove before an approval must name the number.
    public var removalCap: Int

    /// Creates a socle système.
    public init(
        edition: String,
        owner: String,
        validity: Validity,
        systemID: String,
        systemVersions: [String],
        layer: LayerTarget? = nil,
        pathRules: [PathRule] = [],
        steps: [PostRestoreStep] = [],
        disk: DiskLayout? = nil,
        overridable: [PathPattern] = [],
        basePackages: [String] = [],
        basePriorities: [String] = [],
        acceptedDrivers: [String] = [],
        removalCap: Int = 50_000
    ) {
        self.edition = edition
        self.owner = owner
        self.validity = validity
        self.systemID = systemID
        self.systemVersions = systemVersions
        self.layer = layer
        self.pathRules = pathRules
        self.steps = steps
        self.disk = disk
        self.overridable = overridable
        self.basePackages = basePackages
        self.basePriorities = basePriorities
        self.acceptedDrivers = acceptedDrivers
        self.removalCap = removalCap
    }
}

/// The days a document is valid, both included.
public struct Validity: Sendable, Hashable {
    /// The first day.
    public let from: Day
    /// The last day.
    public let until: Day

    /// Creates a span of days.
    public init(from: Day, until: Day) {
        self.from = from
        self.until = until
    }

    /// Whether `day` lies in the span.
    public func contains(_ day: Day) -> Bool { from <= day && day <= until }
}

/// The layer a document goes with: the target's path without extension, and its index.
public struct LayerTarget: Sendable, Hashable {
    /// Such as `systeme/base-2026.1`.
    public let target: String
    /// SHA-256 of the index.
    public let index: Digest

    /// Creates a reference.
    public init(target: String, index: Digest) {
        self.target = target
        self.index = index
    }
}

/// A program run inside the restored root after its paths changed.
public struct PostRestoreStep: Sendable, Hashable {
    /// The identifier.
    public let id: String
    /// The script the program is, where it comes from the depot and not from the restored root.
    public let script: StepScript?
    /// The program and its arguments, as the restored root sees them; for a script, the arguments
    /// alone.
    public let arguments: [String]
    /// The step runs when a path one of these covers was written or removed.
    public let watched: [PathPattern]
    /// Whether a failure takes the whole restore back.
    public let isCritical: Bool
    /// Seconds after which it is stopped.
    public let timeout: Int

    /// Creates a step.
    public init(
        id: String,
        script: StepScript? = nil,
        arguments: [String],
        watched: [PathPattern],
        isCritical: Bool,
        timeout: Int
    ) {
        self.id = id
        self.script = script
        self.arguments = arguments
        self.watched = watched
        self.isCritical = isCritical
        self.timeout = timeout
    }
}

/// A script of a depot that a step runs unmodified: a target, and its very bytes.
///
/// One institution signs the target, the other names its digest in the socle système: neither can
/// change alone what runs on a station.
public struct StepScript: Sendable, Hashable {
    /// The largest script accepted, in bytes.
    public static let sizeLimit = 1 << 20

    /// Such as `applicatif/antivirus/installer.sh`.
    public let target: String
    /// SHA-256 of its bytes.
    public let digest: Digest

    /// Creates a reference.
    public init(target: String, digest: Digest) {
        self.target = target
        self.digest = digest
    }
}
