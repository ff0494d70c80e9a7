import Model
import Primitives

/// Finds the installed packages that meet a relation.
struct RelationResolver {
    private let items: [InventoryItem]
    private let native: String
    private var named: [String: [Int]] = [:]
    private var provided: [String: [Provider]] = [:]
    private var versions: [String: DebianVersion?] = [:]

    private struct Provider {
        let index: Int
        let version: String?
    }

    init(_ items: [InventoryItem], native: String) {
        self.items = items
        self.native = native
        for (index, item) in items.enumerated() where item.source == .dpkg && item.isPresent {
            named[item.name, default: []].append(index)
            for offer in item.relations?.provides ?? [] {
                provided[offer.name, default: []].append(
                    Provider(index: index, version: offer.version))
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
        _ alternative: PackageRelations.Alternative, from index: Int
    ) -> [Int] {
        var found: [Int] = []
        for target in named[alternative.name] ?? []
        where fits(alternative.architecture, from: index, to: target)
            && isMet(alternative, by: items[target].version)
        {
            found.append(target)
        }
        for provider in provided[alternative.name] ?? []
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
            if order(other, version).map({ $0 < 0 }) == true { newest[name] = version }
        }
        return found.filter { index in
            let (name, version) = source(of: index)
            guard let best = newest[name] else { return true }
            return best == version || order(best, version) == 0
        }
    }

    private func source(of index: Int) -> (name: String, version: String) {
        let item = items[index]
        let name = item.relations?.sourceName ?? ""
        let version = item.relations?.sourceVersion ?? ""
        return (name.isEmpty ? item.name : name, version.isEmpty ? item.version : version)
    }

    // MARK: - Conditions

    /// Multi-Arch: a foreign package serves every architecture, an allowed one serves `:any`.
    private func fits(_ qualifier: String?, from index: Int, to target: Int) -> Bool {
        let multiArch = items[target].relations?.multiArch ?? ""
        if multiArch == "foreign" { return true }
        let provided = architecture(of: target)
        switch qualifier {
        case nil: return provided == architecture(of: index)
        case "any": return multiArch == "allowed"
        case "native": return provided == native
        case .some(let name): return provided == name
        }
    }

    private func architecture(of index: Int) -> String {
        guard let architecture = items[index].architecture, architecture != "all" else {
            return native
        }
        return architecture
    }

    private mutating func isMet(
        _ alternative: PackageRelations.Alternative, by version: String
    ) -> Bool {
        guard let comparison = alternative.comparison, let wanted = alternative.version else {
            return true
        }
        guard let order = order(version, wanted) else { return false }
        return switch comparison {
        case .earlier: order < 0
        case .earlierOrEqual: order <= 0
        case .equal: order == 0
        case .laterOrEqual: order >= 0
        case .later: order > 0
        }
    }

    /// Negative, zero or positive as the first is earlier, equal or later; nil if unreadable.
    private mutating func order(_ left: String, _ right: String) -> Int? {
        if left == right { return 0 }
        guard let first = parsed(left), let second = parsed(right) else { return nil }
        return first < second ? -1 : (first == second ? 0 : 1)
    }

    private mutating func parsed(_ text: String) -> DebianVersion? {
        if let known = versions[text] { return known }
        let version = try? DebianVersion(text)  // an unreadable version meets no condition
        versions[text] = .some(version)
        return version
    }
}
