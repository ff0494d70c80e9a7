internal import Model
internal import Packaging
internal import Platform
internal import Primitives
internal import Trust

/// Accounts for what was decided: changes, losses, bytes, time.
struct PlanAccount {
    let target: RestoreTarget
    let facts: StationFacts
    let scope: RestoreScope
    let comparison: ComparisonResult
    let work: [Draft.Work]
    let removals: [Int32]
    let merged: [Int: [UInt8]]

    func plan(
        content: some ContentSource,
        reused: [Int: RelativePath],
        now: Instant,
        root: Directory
    ) -> Plan {
        var changes = work.indices.compactMap(change)
        changes += removals.map(removal)
        if !removals.isEmpty { changes.sort { $0.path < $1.path } }
        let fetch = bytesToFetch(content, reused)
        let written = changes.reduce(UInt64(0)) { $1.action == .remove ? $0 : $0 &+ $1.bytes }
        let seconds = 5 + changes.count / 4000 + Int(clamping: written / 60_000_000)
        return Plan(
            id: PlanIdentity.id(
                station: facts.identity,
                layers: target.layers,
                scope: scope,
                changes: changes
            ),
            station: facts.identity,
            made: now,
            scope: scope,
            layers: target.layers,
            changes: changes,
            losses: losses(changes),
            bytesToFetch: fetch.fetched,
            bytesReused: fetch.reused,
            steps: StepChoice.choose(target.steps, changes).map(\.id),
            estimatedSeconds: seconds,
            removalCap: target.removalCap
        )
    }

    // MARK: Changes

    private func change(_ index: Int) -> PlanChange? {
        let entry = target.tree.entries[index].entry
        let record = comparison.records[index]
        let action: PlanChange.Action
        switch work[index] {
        case .none, .setTime: return nil
        case .setMetadata: action = .setMetadata
        case .write where merged[index] != nil: action = .merge
        case .write: action = record.found >= 0 ? .replace : .create
        }
        var bytes: UInt64 = 0
        var digest: Digest?
        if work[index] == .write {
            if let own = merged[index] {
                bytes = UInt64(own.count)
                digest = SHA256Hasher.digest(of: own)
            } else if let file = target.tree.file(at: index) {
                bytes = file.size
                digest = file.digest
            }
        }
        return PlanChange(
            path: entry.path,
            action: action,
            kind: entry.kind,
            pathClass: record.pathClass,
            bytes: bytes,
            digest: digest,
            package: entry.package ?? facts.ownership.owner(entry.path)
        )
    }

    private func removal(_ position: Int32) -> PlanChange {
        let (path, status) = comparison.found[Int(position)]
        return PlanChange(
            path: path,
            action: .remove,
            kind: status.kind,
            pathClass: target.rules.pathClass(of: path),
            bytes: status.isRegular ? status.size : 0,
            digest: nil,
            package: facts.ownership.owner(path)
        )
    }

    /// Each run is fetched once; where all that is wanted of it is here already, not at all.
    private func bytesToFetch(
        _ content: some ContentSource,
        _ reused: [Int: RelativePath]
    ) -> (fetched: UInt64, reused: UInt64) {
        let runs = ContentRuns(
            target.tree,
            work: work,
            merged: merged,
            reused: reused,
            comparison: comparison
        )
        let fetched = runs.fetched.keys.reduce(UInt64(0)) { sum, run in
            sum &+ content.compressedLength(of: run.key, layer: run.layer)
        }
        let local = runs.copied.reduce(UInt64(0)) { sum, item in
            sum &+ (target.tree.file(at: item.index)?.size ?? 0)
        }
        return (fetched, local)
    }

    // MARK: Losses

    private func losses(_ changes: [PlanChange]) -> PlanLosses {
        var losses = PlanLosses()
        var programs: Set<String> = []
        let tops = Set(target.tree.entries.map { $0.entry.path.top })
        for position in removals {
            let (path, status) = comparison.found[Int(position)]
            losses.bytes &+= status.isRegular ? status.size : 0
            guard facts.ownership.owner(path) == nil else { continue }
            if let program = PossibleData.program(path, status) { programs.insert(program) }
            if PossibleData.isLikely(path, status, knownTops: tops) {
                losses.possibleData.append(path)
            }
        }
        for change in changes where change.pathClass == .exact && change.kind != .directory {
            // What a removed package brought is named by that package.
            let isOwn = change.action == .remove && facts.ownership.owner(change.path) == nil
            guard change.action == .replace || isOwn, facts.ownership.isSetting(change.path)
            else { continue }
            losses.settings.append(change.path)
        }
        for index in work.indices where work[index] == .write {
            guard let status = comparison.status(index), status.isRegular else { continue }
            losses.bytes &+= status.size
        }
        losses.programs = programs.sorted()
        if scope == .reinstallation { compareSoftware(&losses) }
        return losses
    }

    /// Names packages that go, and those whose version goes down.
    private func compareSoftware(_ losses: inout PlanLosses) {
        var wanted: [String: String] = [:]
        for package in target.lock.packages {
            wanted["\(package.name) \(package.architecture)"] = package.version
        }
        for package in facts.installed.packages {
            guard let version = wanted["\(package.name) \(package.architecture)"] else {
                losses.packages.append("\(package.name) \(package.version)")
                continue
            }
            // A version dpkg itself could not read orders nothing.
            guard let before = try? DebianVersion(package.version),
                let after = try? DebianVersion(version), after < before
            else { continue }
            losses.downgrades.append("\(package.name) \(package.version) → \(version)")
        }
        func rank(_ line: String) -> Int { Self.isUpdate(line.split(separator: " ")[1]) ? 0 : 1 }
        losses.downgrades.sort { (rank($0), $0) < (rank($1), $1) }
    }

    /// Whether Debian made a version for a release that is out, which is how security updates come:
    /// `+deb12u3` or `~deb12u1` ends it.
    private static func isUpdate(_ version: Substring) -> Bool {
        version.firstMatch(of: /[+~]deb\d+u\d+/) != nil
    }
}

/// What a removed path may have been to somebody.
enum PossibleData {
    /// The folder or file of a program copied by hand, or nil.
    static func program(_ path: RelativePath, _ status: FileStatus) -> String? {
        let parts = path.components.map { String(decoding: $0, as: UTF8.self) }
        guard let first = parts.first else { return nil }
        if first == "opt", parts.count >= 2 { return "/opt/\(parts[1])" }
        if first == "usr", parts.count >= 3, parts[1] == "local" {
            let shared = [
                "bin", "sbin", "lib", "share", "libexec", "games", "src", "include", "etc",
            ]
            if !shared.contains(parts[2]) { return "/usr/local/\(parts[2])" }
            return parts.count >= 4 ? "/usr/local/\(parts[2])/\(parts[3])" : nil
        }
        let isProgram = status.isRegular && status.mode & 0o111 != 0
        return isProgram && first != "var" && first != "etc" ? "/\(path)" : nil
    }

    /// Whether a foreign path may be somebody's data.
    static func isLikely(
        _ path: RelativePath,
        _ status: FileStatus,
        knownTops: Set<ArraySlice<UInt8>>
    ) -> Bool {
        guard !status.isDirectory else { return false }
        if AccountMerge.people.contains(status.owner) { return true }
        let name = String(decoding: path.name, as: UTF8.self).lowercased()
        let endings = [".db", ".sqlite", ".sqlite3", ".mdb", ".odb", ".accdb", ".sql"]
        if endings.contains(where: name.hasSuffix) { return true }
        let text = path.description
        let databases = [
            "var/lib/mysql/", "var/lib/postgresql/", "var/lib/mongodb/", "var/lib/ldap/",
        ]
        if databases.contains(where: text.hasPrefix) { return true }
        return !knownTops.contains(path.top)
    }
}
