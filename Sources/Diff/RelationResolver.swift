import Model
import Primitives

/// Finds the installed packages that meet a relation.
struct RelationResolver {
    /// What is asked of a package again and again.
    private struct Facts {
        let name: String
        let version: String
        let architecture: String
        let multiArch: String
        let sourceName: String
        let sourceVersion: String
    }

    private struct Provider {
        let index: Int
        let version: String?
    }

    /// The packages of a name, and those that provide it.
    private struct Offers {
        var real: [Int] = []
        var providers: [Provider] = []
    }

    private let native: String
    private let facts: [Facts]
    private var offers: [String: Offers] = [:]
    private var versions: [String: DebianVersion?] = [:]

    init(_ items: [InventoryItem], native: String) {
        self.native = native
        facts = items.map { item in
            let architecture = item.architecture ?? "all"
            return Facts(
                name: item.name,
                version: item.version,
                architecture: architecture == "all" ? native : architecture,
                multiArch: item.relations?.multiArch ?? "",
                sourceName: item.relations?.sourceName ?? "",
                sourceVersion: item.relations?.sourceVersion ?? ""
            )
        }
        for (index, item) in items.enumerated() where item.source == .dpkg && item.isPresent {
            offers[item.name, default: Offers()].real.append(index)
            for offer in item.relations?.provides ?? [] {
                offers[offer.name, default: Offers()].providers.append(
                    Provider(index: index, version: offer.version)
                )
            }
        }
    }

    /// All installed packages that meet some alternative, each once, in the order first met.
    mutating func targets(of lists: [PackageRelations.Groups], from index: Int) -> [Int] {
        var result: [Int] = []
        for alternative in lists.joined().joined() {
            for target in candidates(alternative, from: index) where !result.contains(target) {
                result.append(target)
            }
        }
        return result
    }

    private mutating func candidates(
        _ alternative: PackageRelations.Alternative,
        from index: Int
    ) -> [Int] {
        guard let offered = offers[alternative.name] else { return [] }
        var found: [Int] = []
        for target in offered.real
        where fits(alternative.architecture, from: index, to: target)
            && isMet(alternative, by: facts[target].version)
        {
            found.append(target)
        }
        for provider in offered.providers
        where !found.contains(provider.index)
            && fits(alternative.architecture, from: index, to: provider.index)
        {
            if alternative.comparison != nil {
                guard let version = provider.version, isMet(alternative, by: version) else {
                    continue
                }
            }
            found.append(provider.index)
        }
        return found.count > 1 ? newestOfEachSource(found) : found
    }

    /// Keeps, of packages built from one source, those of its newest version.
    private mutating func newestOfEachSource(_ found: [Int]) -> [Int] {
        var newest: [String: String] = [:]
        for index in found {
            let (name, version) = source(of: index)
            guard let other = newest[name] else {
                newest[name] = version
                continue
            }
            if isEarlier(other, version) { newest[name] = version }
        }
        return found.filter { index in
            let (name, version) = source(of: index)
            guard let best = newest[name] else { return true }
            return best == version || !isEarlier(version, best)
        }
    }

    private func source(of index: Int) -> (name: String, version: String) {
        let package = facts[index]
        return (
            package.sourceName.isEmpty ? package.name : package.sourceName,
            package.sourceVersion.isEmpty ? package.version : package.sourceVersion
        )
    }

    // MARK: - Conditions

    /// Multi-Arch: a foreign package serves every architecture, an allowed one serves `:any`.
    private func fits(_ qualifier: String?, from index: Int, to target: Int) -> Bool {
        let package = facts[target]
        if package.multiArch == "foreign" { return true }
        switch qualifier {
        case nil: return package.architecture == facts[index].architecture
        case "any": return package.multiArch == "allowed"
        case "native": return package.architecture == native
        case .some(let name): return package.architecture == name
        }
    }

    private mutating func isMet(
        _ alternative: PackageRelations.Alternative,
        by version: String
    ) -> Bool {
        guard let comparison = alternative.comparison, let wanted = alternative.version else {
            return true
        }
        if version == wanted { return comparison != .earlier && comparison != .later }
        guard let found = parsed(version), let limit = parsed(wanted) else { return false }
        return switch comparison {
        case .earlier: found < limit
        case .earlierOrEqual: !(limit < found)
        case .equal: found == limit
        case .laterOrEqual: !(found < limit)
        case .later: limit < found
        }
    }

    /// Whether the first version is earlier; false where one can not be read.
    private mutating func isEarlier(_ left: String, _ right: String) -> Bool {
        guard let first = parsed(left), let second = parsed(right) else { return false }
        return first < second
    }

    private mutating func parsed(_ text: String) -> DebianVersion? {
        if let known = versions[text] { return known }
        let version = try? DebianVersion(text)  // an unreadable version meets no condition
        versions[text] = .some(version)
        return version
    }
}
