public import Model
public import Packaging
public import Primitives

/// What a station is to become, and by which rules.
public struct RestoreTarget: Sendable {
    /// The layers composed.
    public var tree: TargetTree
    /// The layers, the base first.
    public var layers: [LayerReference]
    /// The class of each path.
    public var rules: PathRules
    /// Programs run in the restored root when their paths changed.
    public var steps: [PostRestoreStep]
    /// The bytes of the scripts that steps run, by their digest.
    public var scripts: [Digest: [UInt8]]
    /// How many paths one restore may remove before an approval must name the number.
    public var removalCap: Int
    /// The software of the target.
    public var lock: SoftwareLock

    /// Creates a target.
    public init(
        tree: TargetTree,
        layers: [LayerReference],
        rules: PathRules,
        steps: [PostRestoreStep] = [],
        scripts: [Digest: [UInt8]] = [:],
        removalCap: Int = 50_000,
        lock: SoftwareLock = SoftwareLock(packages: [])
    ) {
        self.tree = tree
        self.layers = layers
        self.rules = rules
        self.steps = steps
        self.scripts = scripts
        self.removalCap = removalCap
        self.lock = lock
    }
}

/// What is known of a station beside its files.
public struct StationFacts: Sendable {
    /// Which station it is.
    public var identity: StationIdentity
    /// Who owns its paths.
    public var ownership: Ownership
    /// The packages it has installed.
    public var installed: SoftwareLock

    /// Creates the facts.
    public init(
        identity: StationIdentity,
        ownership: Ownership = .unknown,
        installed: SoftwareLock = SoftwareLock(packages: [])
    ) {
        self.identity = identity
        self.ownership = ownership
        self.installed = installed
    }
}
