import Model
import Primitives

/// Which installed items the socles account for.
struct Membership {
    /// The item at each place belongs to the socles, or is accepted by a waiver.
    private(set) var isExpected: [Bool]
    /// The component the item at a place is, as a place in the list of components.
    private(set) var component: [Int: IdentityIndex.Entry] = [:]
    /// Places of items present that are each component's.
    private(set) var found: [Int: [Int]] = [:]
    /// Items a valid waiver covers, with the waiver.
    private(set) var waived: [Int: Waiver] = [:]
    /// The place in the lock of each item the lock holds.
    private(set) var locked: [Int: SoftwareLock.Package] = [:]
    /// What the lock holds and the station lacks.
    private(set) var missing: [SoftwareLock.Package] = []

    private let input: DiffInput
    private let platform: StationPlatform
    private let graph: DependencyGraph

    init(_ input: DiffInput, graph: DependencyGraph, platform: StationPlatform) {
        self.input = input
        self.platform = platform
        self.graph = graph
        isExpected = Array(repeating: false, count: input.inventory.items.count)
        recogniseComponents()
        compareWithLock()
        acceptWaived()
        accept(seeds(), following: DependencyGraph.Rules(followsSuggests: false))
        acceptTransitional()
    }

    // MARK: - What is listed

    private mutating func recogniseComponents() {
        let components = input.application?.components ?? []
        let index = IdentityIndex(components.map(\.identities))
        for (place, item) in input.inventory.items.enumerated() where item.isPresent {
            guard let entry = index.entries(for: item).first else { continue }
            component[place] = entry
            found[entry.owner, default: []].append(place)
        }
    }

    /// The lock speaks of the package manager of the station's system only.
    private mutating func compareWithLock() {
        guard let lock = input.lock else { return }
        let items = input.inventory.items
        var present: [PackageKey: [Int]] = [:]
        for (place, item) in items.enumerated()
        where item.source == platform.packages && item.isPresent {
            present[key(item.name, item.architecture), default: []].append(place)
        }
        for package in lock.packages {
            guard let places = present[key(package.name, package.architecture)] else {
                missing.append(package)
                continue
            }
            // rpm keeps several versions of a kernel: the one locked counts, or else the last.
            for place in places { isExpected[place] = true }
            let same = places.last { items[$0].version == package.version } ?? places.last
            if let same { locked[same] = package }
        }
    }

    private mutating func acceptWaived() {
        let day = input.inventory.taken.day
        let valid = input.waivers.filter {
            $0.holds(on: day, for: input.station)
        }
        guard !valid.isEmpty else { return }
        let index = IdentityIndex(valid.map(\.identities))
        for (place, item) in input.inventory.items.enumerated()
        where item.isPresent && !isExpected[place] && component[place] == nil {
            guard let entry = index.entries(for: item).first,
                VersionOrder.judge(
                    item.version,
                    rule: entry.identity.version,
                    source: item.source
                ) == .compliant
            else { continue }
            waived[place] = valid[entry.owner]
        }
    }

    // MARK: - What that brings

    /// Packages the socles list or, without a lock, hold to be the base.
    private func seeds() -> [Int] {
        let names = input.system.basePackages.map { [UInt8]($0.utf8) }
        let literal = Set(names)
        let globs = names.filter { $0.contains(UInt8(ascii: "*")) }
        let priorities = Set(input.system.basePriorities)
        let brought = Set((input.application?.components ?? []).flatMap(\.brings))
        return input.inventory.items.indices.filter { place in
            let item = input.inventory.items[place]
            guard item.isPresent else { return false }
            if component[place] != nil || waived[place] != nil { return true }
            if brought.contains(item.name) { return true }
            guard item.source == platform.packages else { return false }
            let name = [UInt8](item.name.utf8)
            if literal.contains(name)
                || globs.contains(where: { PathPattern.matches($0, name[...]) })
            {
                return true
            }
            guard input.lock == nil, let relations = item.relations else { return false }
            return relations.isEssential || relations.isProtected
                || priorities.contains(relations.priority)
        }
    }

    private mutating func accept(_ seeds: [Int], following rules: DependencyGraph.Rules) {
        var visited = Array(repeating: false, count: isExpected.count)
        for place in graph.mark(from: seeds, rules: rules, visited: &visited) {
            isExpected[place] = true
        }
    }

    /// A package of the section `oldlibs` only leads from a former name to the present one.
    private mutating func acceptTransitional() {
        for (place, item) in input.inventory.items.enumerated()
        where item.source == .dpkg && item.isPresent && !isExpected[place] {
            let section = item.relations?.section ?? ""
            guard section == "oldlibs" || section.hasSuffix("/oldlibs") else { continue }
            let targets = graph.directDependencies(of: place)
            if !targets.isEmpty, targets.allSatisfy({ isExpected[$0] }) { isExpected[place] = true }
        }
    }

    // MARK: - Keys

    private struct PackageKey: Hashable {
        let name: String
        let architecture: String
    }

    /// `all`, an unknown and the native architecture are one: packages move between them.
    private func key(_ name: String, _ architecture: String?) -> PackageKey {
        let given = architecture ?? ""
        let isNative = given.isEmpty || given == "all" || given == platform.architecture
        return PackageKey(name: name, architecture: isNative ? "" : given)
    }
}
