public import Model
import Primitives

/// The socles, their lock and the waivers, made ready once to judge any number of stations.
///
/// Nothing in it changes after its creation: one list serves all workers.
public final class PreparedList: Sendable {
    /// The socle système.
    public let system: SystemBaseline
    /// The socle applicatif; nil judges the base alone.
    public let application: ApplicationBaseline?
    /// The exact software of the reference, where there is one.
    public let lock: SoftwareLock?
    /// Waivers whose signatures were verified.
    public let waivers: [Waiver]

    let components: [Component]
    let pathRules: PathRules
    /// The identities of ``components``, and of ``waivers``.
    let identities: IdentityIndex
    let waivedIdentities: IdentityIndex
    let basePriorities: Set<String>
    private let names: [String: ListedName]
    private let baseGlobs: [NameGlob]
    private let acceptedDrivers: [[UInt8]]

    /// Prepares what stations are held to.
    public init(
        system: SystemBaseline,
        application: ApplicationBaseline? = nil,
        lock: SoftwareLock? = nil,
        waivers: [Waiver] = []
    ) {
        self.system = system
        self.application = application
        self.lock = lock
        self.waivers = waivers
        components = application?.components ?? []
        pathRules = PathRules(system.pathRules)
        identities = IdentityIndex(components.map(\.identities))
        waivedIdentities = IdentityIndex(waivers.map(\.identities))
        basePriorities = Set(system.basePriorities)
        acceptedDrivers = system.acceptedDrivers.map { [UInt8]($0.utf8) }
        var names: [String: ListedName] = [:]
        for (place, package) in (lock?.packages ?? []).enumerated() {
            names[package.name, default: ListedName()].locked.append(place)
        }
        for name in system.basePackages { names[name, default: ListedName()].isBase = true }
        for name in components.flatMap(\.brings) {
            names[name, default: ListedName()].isBrought = true
        }
        self.names = names
        baseGlobs = system.basePackages.filter { $0.contains("*") }.map(NameGlob.init)
    }

    /// What the lock and the socles say of the exact name; nil where they do not name it.
    func listed(_ name: String) -> ListedName? { names[name] }

    /// Whether a pattern of the base's packages names `name`.
    func isBaseByPattern(_ name: String) -> Bool {
        baseGlobs.contains { $0.matches(name) }
    }

    /// Whether the socle système accepts the driver by one of its names.
    func acceptsDriver(named names: [[UInt8]]) -> Bool {
        acceptedDrivers.contains { pattern in
            names.contains { PathPattern.matches(pattern, $0[...]) }
        }
    }
}

/// What the lock and the socles say of one name.
struct ListedName: Sendable {
    /// Places in the lock.
    var locked: [Int] = []
    /// Whether the socle système names it as a package of the base.
    var isBase = false
    /// Whether a component brings it along.
    var isBrought = false
}

/// A pattern of names; what does not begin as it does is told without a look at the rest.
private struct NameGlob: Sendable {
    private let beginning: [UInt8]
    private let whole: [UInt8]

    init(_ text: String) {
        whole = [UInt8](text.utf8)
        beginning = Array(whole.prefix { $0 != UInt8(ascii: "*") })
    }

    func matches(_ name: String) -> Bool {
        name.utf8.starts(with: beginning) && PathPattern.matches(whole, [UInt8](name.utf8)[...])
    }
}
