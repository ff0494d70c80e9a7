public import Model
public import Primitives

/// Ranks what is outside the socles by its links to a reported fault.
///
/// The strongest link decides, then how many links of that strength there are; what has no link at
/// all is left out. The same input gives the same order.
public enum FaultRanking {
    /// Days before a fault in which an installation is worth a mention.
    public static let window = 14

    /// What is ranked: unlisted software and drivers, and what they altered of the socles.
    ///
    /// - Parameters:
    ///   - findings: the findings of the scan.
    ///   - traces: what went wrong on the station.
    ///   - inventory: what is installed, with its diversions.
    ///   - words: the fault, in the words of who reported it.
    ///   - day: the day it was reported.
    /// - Returns: the suspects, the most likely first.
    public static func rank(
        _ findings: [Finding],
        traces: [FaultTrace],
        inventory: Inventory,
        words: String,
        day: Day
    ) -> [Suspect] {
        let broken = brokenPackages(inventory)
        let candidates = findings.filter(isCandidate)
        let suspects = candidates.map { finding in
            Suspect(
                finding: finding.id,
                links: Candidate(finding, inventory).links(
                    to: traces + broken,
                    words: words,
                    day: day
                )
            )
        }
        return suspects.filter { !$0.links.isEmpty }.sorted { left, right in
            let (a, b) = (rank(left), rank(right))
            return a == b ? left.finding < right.finding : b.lexicographicallyPrecedes(a)
        }
    }

    /// Settings, absences and what no socle could account for are no installed software.
    private static func isCandidate(_ finding: Finding) -> Bool {
        guard finding.weight == .deviation || finding.waiver != nil else { return false }
        switch finding.code {
        case .unlisted, .unlistedDriver, .altered, .foreignFile: return true
        case .missing, .outdated, .newer, .broken, .settings, .notApplicable, .undetermined:
            return false
        }
    }

    /// Strong, medium and weak links; more of one strength never outweigh one of the next.
    private static func rank(_ suspect: Suspect) -> [Int] {
        FaultLink.Strength.allCases.reversed().map { strength in
            suspect.links.count { $0.strength == strength }
        }
    }

    private static func brokenPackages(_ inventory: Inventory) -> [FaultTrace] {
        inventory.items.compactMap { item in
            guard case .broken(let word) = item.state, item.source == .dpkg else { return nil }
            return FaultTrace(
                .brokenPackage,
                name: item.name,
                owners: [item.name],
                evidence: Evidence(
                    file: item.evidence.file,
                    field: "\(item.name) Status: \(word)"
                )
            )
        }
    }
}

/// One finding, with all that belongs to it.
private struct Candidate {
    private let finding: Finding
    /// The names of the packages it stands for.
    private let packages: Set<String>
    /// The names it put its own file at, in the place of another's, and where that one went.
    private let diverted: Set<RelativePath>

    init(_ finding: Finding, _ inventory: Inventory) {
        self.finding = finding
        let own = String(finding.subject.prefix { $0 != ":" && $0 != " " })
        // What was altered of the socles is nobody's own: only the altered paths lead to a fault.
        let isAdded = finding.code == .unlisted || finding.code == .unlistedDriver
        let packages = isAdded && finding.source == .dpkg ? Set([own] + finding.brought) : []
        self.packages = packages
        diverted = Set(
            inventory.diversions.flatMap { diversion -> [RelativePath] in
                let isOwn =
                    diversion.package.map { packages.contains($0) }
                    ?? finding.paths.contains(diversion.path)
                return isOwn ? [diversion.path, diversion.target] : []
            }
        )
    }

    func links(to traces: [FaultTrace], words: String, day: Day) -> [FaultLink] {
        var links = traces.compactMap(link)
        let isNamed = isNamed(in: words)
        if isNamed { links.append(FaultLink(.medium, .named)) }
        // A fault that has a day is dated by it, else by the day it was reported.
        let faultDay = links.compactMap { $0.trace?.day }.min() ?? traces.compactMap(\.day).max()
        let days = finding.since.map {
            (faultDay ?? day).daysSince1970 - $0.daysSince1970
        }
        if let days, (0...FaultRanking.window).contains(days) {
            links.append(FaultLink(.weak, .installedBefore(days: days)))
        }
        return links.sorted { ($1.strength, $0.text) < ($0.strength, $1.text) }
    }

    private func link(to trace: FaultTrace) -> FaultLink? {
        if !diverted.isDisjoint(with: trace.paths) {
            return FaultLink(.strong, .diverted, trace: trace)
        }
        let isOwner = trace.owners.first.map(packages.contains) ?? false
        let holds = trace.paths.first.map(isOwn) ?? false
        if isOwner || holds {
            // A foreign module that works is no fault by itself.
            let strength: FaultLink.Strength = trace.sort == .taintingModule ? .medium : .strong
            return FaultLink(strength, finding.code == .altered ? .alters : .owns, trace: trace)
        }
        guard
            trace.owners.contains(where: packages.contains) || trace.paths.contains(where: isOwn)
        else { return nil }
        return FaultLink(.strong, .alters, trace: trace)
    }

    private func isOwn(_ path: RelativePath) -> Bool {
        finding.paths.contains { path.isWithin($0) }
    }

    private func isNamed(in words: String) -> Bool {
        let text = words.lowercased().split {
            !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "."
        }.map { String($0.reversed().drop { $0 == "." }.reversed()) }
        let name = finding.subject.lowercased()
        return name.count >= 3 && text.contains { $0 == name }
    }
}

extension FaultLink {
    /// What tells links of one strength apart, in a fixed order.
    fileprivate var text: String { trace.map { $0.sort.rawValue + $0.name } ?? "" }
}
