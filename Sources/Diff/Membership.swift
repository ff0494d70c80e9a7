import Model
import Primitives

/// Which installed items the socles account for.
struct Membership {
    /// The item at each place belongs to the socles, or is accepted by a waiver.
    private(set) var isExpected: [Bool]
    /// The identity of a component that the item at each place is, as a place in the list's index.
    private(set) var identity: [Int?]
    /// Places of items present that are each component's.
    private(set) var found: [[Int]]
    /// Items a valid waiver covers, with the waiver's place.
    private(set) var waived: [Int: Int] = [:]
    /// The place in the lock of each item the lock holds.
    private(set) var locked: [Int?]
    /// What the lock holds and the station lacks, as places in the lock.
    private(set) var missing: [Int] = []

    init(_ input: DiffInput, graph: DependencyGraph, platform: StationPlatform) {
        let count = input.inventory.items.count
        isExpected = Array(repeating: false, count: count)
        identity = Array(repeating: nil, count: count)
        locked = Array(repeating: nil, count: count)
        found = Array(repeating: [], count: input.list.components.count)
        recognise(input, platform)
        acceptWaived(input)
        accept(seeds(input, platform), graph)
        acceptTransitional(input, graph)
    }

    // MARK: - What is listed

    /// Finds each item in the lists, once: a name of a package is looked up no second time.
    private mutating func recognise(_ input: DiffInput, _ platform: StationPlatform) {
        let (list, items) = (input.list, input.inventory.items)
        let packages = list.lock?.packages ?? []
        // The lock speaks of the package manager of the station's system only.
        var chosen = [Int](repeating: -1, count: packages.count)
        isSeed = Array(repeating: false, count: items.count)
        for place in items.indices where items[place].isPresent {
            if let entry = list.identities.first(for: items[place]) {
                identity[place] = entry
                found[list.identities.entries[entry].owner].append(place)
                isSeed[place] = true
            }
            let isPackage = items[place].source == platform.packages
            guard let listed = list.listed(items[place].name) else {
                if isPackage, list.isBaseByPattern(items[place].name) { isSeed[place] = true }
                continue
            }
            if listed.isBrought { isSeed[place] = true }
            guard isPackage else { continue }
            if !isSeed[place], listed.isBase || list.isBaseByPattern(items[place].name) {
                isSeed[place] = true
            }
            for package in listed.locked
            where isSame(packages[package].architecture, items[place].architecture, platform) {
                isExpected[place] = true
                // rpm keeps several versions of a kernel: the one locked counts, or else the last.
                let other = chosen[package]
                let version = packages[package].version
                if other < 0 || items[place].version == version || items[other].version != version {
                    chosen[package] = place
                }
            }
        }
        for (package, place) in chosen.enumerated() {
            if place < 0 { missing.append(package) } else { locked[place] = package }
        }
    }

    /// Whether the lists themselves name the item at each place.
    private var isSeed: [Bool] = []

    /// `all`, an unknown and the native architecture are one: packages move between them.
    private func isSame(_ left: String, _ right: String?, _ platform: StationPlatform) -> Bool {
        func isNative(_ name: String) -> Bool {
            name.isEmpty || name == "all" || name == platform.architecture
        }
        let right = right ?? ""
        return left == right || isNative(left) && isNative(right)
    }

    private mutating func acceptWaived(_ input: DiffInput) {
        let day = input.inventory.taken.day
        let holds = input.list.waivers.map { $0.holds(on: day, for: input.station) }
        guard holds.contains(true) else { return }
        let (index, items) = (input.list.waivedIdentities, input.inventory.items)
        for place in items.indices
        where items[place].isPresent && !isExpected[place] && identity[place] == nil {
            guard let entry = index.first(for: items[place], holds: { holds[$0] }),
                index.entries[entry].rule.judge(items[place].version) == .compliant
            else { continue }
            waived[place] = index.entries[entry].owner
            isSeed[place] = true
        }
    }

    // MARK: - What that brings

    /// Packages the socles list or, without a lock, hold to be the base.
    private func seeds(_ input: DiffInput, _ platform: StationPlatform) -> [Int] {
        let items = input.inventory.items
        guard input.list.lock == nil else { return items.indices.filter { isSeed[$0] } }
        return items.indices.filter { place in
            if isSeed[place] { return true }
            guard items[place].isPresent, items[place].source == platform.packages,
                let relations = items[place].relations
            else { return false }
            return relations.isEssential || relations.isProtected
                || input.list.basePriorities.contains(relations.priority)
        }
    }

    private mutating func accept(_ seeds: [Int], _ graph: DependencyGraph) {
        let rules = DependencyGraph.Rules(followsSuggests: false)
        var visited = Array(repeating: false, count: isExpected.count)
        for place in graph.mark(from: seeds, rules: rules, visited: &visited) {
            isExpected[place] = true
        }
    }

    /// A package of the section `oldlibs` only leads from a former name to the present one.
    private mutating func acceptTransitional(_ input: DiffInput, _ graph: DependencyGraph) {
        let items = input.inventory.items
        for place in items.indices
        where !isExpected[place] && items[place].source == .dpkg && items[place].isPresent {
            let section = items[place].relations?.section ?? ""
            guard section == "oldlibs" || section.hasSuffix("/oldlibs") else { continue }
            let targets = graph.directDependencies(of: place)
            if !targets.isEmpty, targets.allSatisfy({ isExpected[$0] }) { isExpected[place] = true }
        }
    }
}
