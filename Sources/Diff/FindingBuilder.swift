import Model
import Primitives

/// Collects the findings of one station; each aspect is an extension in a file of its own.
struct FindingBuilder {
    let input: DiffInput
    let platform: StationPlatform
    let items: [InventoryItem]
    let graph: DependencyGraph
    let membership: Membership
    let attribution: Attribution
    /// Places of the packages present, by name.
    lazy var placesByName = Dictionary(
        grouping: items.indices.filter {
            items[$0].isPresent && items[$0].source == platform.packages
        },
        by: { items[$0].name }
    )
    /// Paths of items that no package manager knows.
    lazy var itemPaths = Set(items.flatMap(\.paths))
    /// Whether what everything else rests on could be read.
    var canJudge = true
    /// The place in ``findings`` of the finding each package is reported or folded under, by name.
    var reported: [String: Int] = [:]
    /// The place of the finding that says a package of the lock is not installed, by name.
    var absent: [String: Int] = [:]
    /// The place of the finding that tells of a diverted path, by both its names.
    var diverted: [RelativePath: Int] = [:]
    /// Components already reported, by id.
    var reportedComponents: Set<String> = []
    private(set) var findings: [Finding] = []

    init(_ input: DiffInput, platform: StationPlatform) {
        self.input = input
        self.platform = platform
        items = input.inventory.items
        graph = DependencyGraph(input.inventory.items, native: platform.architecture)
        membership = Membership(input, graph: graph, platform: platform)
        attribution = Self.attribution(input, graph, membership, platform)
    }

    private static func attribution(
        _ input: DiffInput,
        _ graph: DependencyGraph,
        _ membership: Membership,
        _ platform: StationPlatform
    ) -> Attribution {
        let items = input.inventory.items
        let outside = items.indices.map { place in
            !membership.isExpected[place] && items[place].source == platform.packages
                && items[place].isPresent && items[place].kind != .update
        }
        let packages = input.list.lock?.packages ?? []
        let upgraded = items.indices.filter { place in
            guard let locked = membership.locked[place] else { return false }
            let version = packages[locked].version
            return !version.isEmpty && version != items[place].version
        }
        return Attribution(graph, outside: outside, upgraded: upgraded)
    }

    var list: PreparedList { input.list }

    var components: [Component] { list.components }

    /// What the lock says of the item at `place`; nil where it does not hold it.
    func locked(_ place: Int) -> SoftwareLock.Package? {
        membership.locked[place].flatMap { list.lock?.packages[$0] }
    }

    /// The rule of the component the item at `place` is.
    func rule(of place: Int) -> ReadyRule? {
        membership.identity[place].map { list.identities.entries[$0].rule }
    }

    /// Adds a finding and tells its place.
    @discardableResult
    mutating func add(_ finding: Finding) -> Int {
        findings.append(finding)
        return findings.count - 1
    }

    /// Changes the finding at `place`.
    mutating func change(_ place: Int, _ body: (inout Finding) -> Void) {
        guard findings.indices.contains(place) else { return }
        body(&findings[place])
    }

    /// The id of the component the item at `place` is.
    func componentID(of place: Int) -> String? {
        membership.identity[place].map { components[list.identities.entries[$0].owner].id }
    }

    /// The item's name, with its architecture where it is not the native one.
    func subject(_ item: InventoryItem) -> String {
        guard item.source == .dpkg || item.source == .rpm, let architecture = item.architecture,
            !["all", "noarch", "(none)", platform.architecture].contains(architecture)
        else { return item.name }
        return "\(item.name):\(architecture)"
    }

    /// The finding about one item, with all that the item itself tells.
    func finding(
        _ code: FindingCode,
        _ item: InventoryItem,
        weight: FindingWeight = .deviation,
        component: String? = nil,
        evidence: [Evidence]? = nil
    ) -> Finding {
        // What a version rests on is how it came, not how the package once did.
        let upgrade = code == .newer || code == .outdated ? item.upgraded : nil
        return Finding(
            code,
            subject: subject(item),
            weight: weight,
            found: item.version.isEmpty ? nil : item.version,
            component: component,
            source: item.source,
            publisher: item.publisher,
            since: upgrade?.day ?? item.installed,
            command: upgrade == nil ? item.command : upgrade?.command,
            evidence: evidence ?? [item.evidence]
        )
    }

    /// Where the lock says what a package should be.
    func evidence(_ package: SoftwareLock.Package) -> Evidence {
        Evidence(
            file: list.system.layer?.target ?? "verrou",
            field: [package.name, package.architecture, package.version]
                .filter { !$0.isEmpty }.joined(separator: " ")
        )
    }

    /// Where the list names a component.
    func evidence(_ component: Component) -> Evidence {
        let year = list.application.map { "-\($0.schoolYear)" } ?? ""
        return Evidence(file: "socle-applicatif\(year).json", field: "components/\(component.id)")
    }

    // MARK: - Order

    /// All findings in their order, each with an id of its own.
    func ordered() -> [Finding] {
        let ranks = findings.map(rank)
        let places = findings.indices.sorted { left, right in
            if ranks[left] != ranks[right] { return ranks[left] < ranks[right] }
            let subjects = (findings[left].subject, findings[right].subject)
            if subjects.0 != subjects.1 { return subjects.0 < subjects.1 }
            let sources = (findings[left].source, findings[right].source)
            return (sources.0?.rawValue ?? "") < (sources.1?.rawValue ?? "")
        }
        var result = places.map { findings[$0] }
        var seen: [String: Int] = [:]
        for index in result.indices {
            let id = result[index].id
            let count = seen[id, default: 0]
            seen[id] = count + 1
            guard count > 0 else { continue }
            let source = result[index].source.map { " (\($0.rawValue))" } ?? ""
            let subject = result[index].subject + source
            result[index].subject =
                seen["\(result[index].code.rawValue)/\(subject)"] == nil
                ? subject : "\(subject) #\(count + 1)"
            seen[result[index].id] = 1
        }
        return result
    }

    private func rank(_ finding: Finding) -> Int {
        let weight =
            switch finding.weight {
            case .deviation: 0
            case .undetermined: 1
            case .information: 2
            }
        return weight * Self.codes.count + (Self.codes[finding.code] ?? 0)
    }

    private static let codes = Dictionary(
        uniqueKeysWithValues: zip(FindingCode.allCases, 0...)
    )
}
