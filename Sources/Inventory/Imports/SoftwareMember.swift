internal import Model
internal import Primitives

/// A member of one program in documents of GLPI, FusionInventory and OCS.
enum SoftwareMember {
    case name, version, architecture, publisher, manager, category, releaseType, date, width, key
    case folder, removal, permanence
    /// One that is dropped as it is met.
    case dropped(LeftOut)

    private static let kept: [(String, SoftwareMember)] = [
        ("name", .name), ("version", .version), ("arch", .architecture),
        ("architecture", .architecture), ("publisher", .publisher), ("from", .manager),
        ("system_category", .category), ("release_type", .releaseType),
        ("releasetype", .releaseType), ("install_date", .date), ("installdate", .date),
        ("bitswidth", .width), ("guid", .key), ("folder", .folder),
        ("uninstall_string", .removal), ("no_remove", .permanence),
    ]

    private static let known: [(String, SoftwareMember)] =
        kept
        + AgentSections.leftOutMembers.filter { member in !kept.contains { $0.0 == member.key } }
        .map { ($0.key, .dropped($0.value)) }

    /// Every member that is known, by its place in ``names``.
    static let all = known.map(\.1)
    /// The names of the members, in lower case.
    static let names = JSONNames(known.map(\.0))
    private static let byName = Dictionary(uniqueKeysWithValues: known)

    /// The member of that name, in lower case; nil for what says nothing of anyone.
    static func named(_ name: String) -> SoftwareMember? { byName[name] }
}

extension SoftwareRecord {
    /// Whether nothing is kept of a member: nobody asks who packaged what Debian brings.
    func leaves(_ member: SoftwareMember) -> Bool {
        guard case .publisher = member else { return false }
        return manager == "deb"
    }

    /// Takes a member; what is dropped is told.
    mutating func take(_ member: SoftwareMember, _ value: String) -> LeftOut? {
        switch member {
        case .name: name = value
        case .version: version = value
        case .architecture: architecture = value
        case .publisher: publisher = value
        case .manager: manager = value
        case .category: category = value
        case .releaseType: releaseType = value
        case .date: date = value
        case .width: if architecture.isEmpty { architecture = value }
        case .key: key = value
        case .folder:
            folder = value
            return .profilePaths
        case .removal:
            if !value.isEmpty { isRemovable = true }
            return .profilePaths
        case .permanence: if value == "1" || value == "true" { isRemovable = true }
        case .dropped(let sort): return value.isEmpty ? nil : sort
        }
        return nil
    }
}
