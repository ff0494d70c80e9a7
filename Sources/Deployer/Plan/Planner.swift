internal import Model
internal import Packaging
internal import Platform
internal import Primitives
internal import Trust

/// Decides what a restore does with each name, by class and scope.
struct Planner: ~Copyable {
    private let root: Directory
    private let target: RestoreTarget
    private let facts: StationFacts
    private let scope: RestoreScope
    private let comparison: ComparisonResult

    private var work: [Draft.Work]
    private var merged: [Int: [UInt8]] = [:]
    private var removals: [Int32] = []
    /// What could not be compared because something foreign is mounted over it.
    private var blocked: [RelativePath] = []

    init(
        _ root: Directory,
        _ target: RestoreTarget,
        _ facts: StationFacts,
        _ scope: RestoreScope,
        _ comparison: ComparisonResult
    ) {
        self.root = root
        self.target = target
        self.facts = facts
        self.scope = scope
        self.comparison = comparison
        work = Array(repeating: .none, count: target.tree.entries.count)
    }

    /// Decides everything and accounts for it.
    consuming func plan(
        content: some ContentSource,
        workers: Workers,
        now: Instant
    ) throws(DeployerError) -> Draft {
        try requireReadable()
        switch scope {
        case .reinstallation:
            for index in work.indices { decide(index) }
            try mergeAccounts(content)
            removals = comparison.foreign
        case .repair: repair()
        }
        guard blocked.isEmpty else {
            throw DeployerError(
                .foreignMount,
                subject: "/\(blocked[0])",
                detail:
                    "another file system is mounted there; unmount it, or name it in /etc/fstab",
                items: comparison.volumes.foreign.map { "/\($0)" }
            )
        }
        replaceSharedFiles()
        touchParents()
        try requireForeignToSocle()
        try requireMutable()
        let reuse = LocalContent.find(
            root,
            target.tree,
            comparison,
            work: work,
            workers: workers
        )
        let account = PlanAccount(
            target: target,
            facts: facts,
            scope: scope,
            comparison: comparison,
            work: work,
            removals: removals,
            merged: merged
        )
        let plan = account.plan(
            content: content,
            reused: reuse,
            now: now,
            root: root
        )
        return Draft(
            plan: plan,
            comparison: comparison,
            work: work,
            removals: removals,
            merged: merged,
            reused: reuse
        )
    }

    private func requireReadable() throws(DeployerError) {
        let unreadable = comparison.comparison.unreadable
        guard unreadable.isEmpty else {
            throw DeployerError(
                .unreadable,
                subject: "",
                detail: "part of the station can not be read, so no plan "
                    + "can say what a restore would do",
                items: Array(unreadable.prefix(20))
            )
        }
    }

    /// Refuses a target that reaches into Socle's own folders, whoever signed it.
    private func requireForeignToSocle() throws(DeployerError) {
        let workspace = Workspace(volumes: comparison.volumes.mountPoints)
        for index in work.indices where work[index] != .none {
            let path = target.tree.entries[index].entry.path
            guard workspace.owns(path) else { continue }
            throw DeployerError(
                .content,
                subject: "/\(path)",
                detail: "the socle lists a path of Socle's own folder; "
                    + "nothing was changed: tell its publisher"
            )
        }
    }

    /// Refuses what the file system would refuse half-way: names marked immutable or append-only,
    /// and names that come or go in a directory marked so.
    private func requireMutable() throws(DeployerError) {
        var locked: Set<RelativePath> = []
        for position in removals {
            let (path, status) = comparison.found[Int(position)]
            if status.isImmutable { locked.insert(path) }
        }
        // The directory of each name that comes or goes is itself set to its time.
        for index in work.indices where work[index] != .none {
            guard comparison.status(index)?.isImmutable == true else { continue }
            locked.insert(target.tree.entries[index].entry.path)
        }
        guard locked.isEmpty else { throw .immutable(locked.sorted(), then: "plan again") }
    }

    // MARK: Réinstallation

    private mutating func decide(_ index: Int) {
        let record = comparison.records[index]
        switch (record.standing, record.pathClass) {
        case (.blocked, _): blocked.append(target.tree.entries[index].entry.path)
        case (.missing, _): work[index] = .write
        case (.content, .exact), (.type, .exact): work[index] = .write
        case (.metadata, .exact): work[index] = .setMetadata
        case (.time, .exact): work[index] = .setTime
        case (.type, .merge): work[index] = .write
        default: break
        }
    }

    /// Works out what each account file becomes.
    private mutating func mergeAccounts(_ content: some ContentSource) throws(DeployerError) {
        var places: [AccountMerge.File: Int] = [:]
        var station: [AccountMerge.File: [UInt8]] = [:]
        for (index, record) in comparison.records.enumerated() where record.pathClass == .merge {
            let path = target.tree.entries[index].entry.path
            guard let file = AccountMerge.File(path), record.standing != .type else { continue }
            places[file] = index
            guard record.found >= 0 else { continue }
            station[file] = try onDisk { () throws(PlatformError) in
                try root.read(path, limit: 16 << 20)
            }
        }
        guard !station.isEmpty else { return }
        let socle = try SmallFiles.read(
            places.mapValues { $0 },
            target.tree,
            content: content
        )
        let merge = AccountMerge(station: station, socle: socle)
        guard merge.clashes.isEmpty else {
            throw DeployerError(
                .accountClash,
                subject: "/etc/passwd",
                detail: "accounts of the station clash with the socle's; rename them first",
                items: merge.clashes
            )
        }
        for (file, index) in places {
            guard let ours = station[file] else { continue }
            guard let bytes = merge.merged(file) else { continue }
            if bytes != ours {
                merged[index] = bytes
                work[index] = .write
            } else if needsMetadata(index) {
                work[index] = .setMetadata
            }
        }
    }

    /// Whether mode or owner of a merged file, whose time is the station's, differ.
    private func needsMetadata(_ index: Int) -> Bool {
        guard let status = comparison.status(index) else { return false }
        let wanted = target.tree.entries[index].entry.metadata
        return wanted.mode != status.mode || wanted.owner != status.owner
            || wanted.group != status.group
    }

    // MARK: Réparation

    /// Chooses missing and altered files of packages that are exactly those of the lock.
    private mutating func repair() {
        let intact = intactPackages
        for index in work.indices {
            let entry = target.tree.entries[index].entry
            let record = comparison.records[index]
            guard record.pathClass == .exact, let package = entry.package,
                intact.contains(package), !facts.ownership.isConffile(entry.path)
            else { continue }
            switch record.standing {
            case .missing: if writeParents(of: entry.path) { work[index] = .write }
            case .content: work[index] = .write
            case .metadata: work[index] = .setMetadata
            case .type:
                // A directory may hold what is somebody's: only a full restore decides that.
                let isDirectory = comparison.status(index)?.isDirectory == true
                if !isDirectory, entry.kind != .directory { work[index] = .write }
            case .same, .time, .present, .blocked, .unreadable: break
            }
        }
    }

    /// The packages that are installed just as the lock says, on every architecture it names.
    private var intactPackages: Set<String> {
        func key(_ package: SoftwareLock.Package) -> String {
            "\(package.name) \(package.architecture) \(package.version)"
        }
        let installed = Set(facts.installed.packages.map(key))
        let others = target.lock.packages.filter { !installed.contains(key($0)) }
        return Set(target.lock.packages.map(\.name)).subtracting(others.map(\.name))
    }

    /// Has missing directories above `path` created; false where something else is in the way.
    private mutating func writeParents(of path: RelativePath) -> Bool {
        var missing: [Int] = []
        var next = path.parent
        while let parent = next, !parent.isRoot {
            guard let index = target.tree.place(of: parent) else { return false }
            switch comparison.records[index].standing {
            case .missing: missing.append(index)
            case .type, .blocked, .unreadable: return false
            default: next = nil
            }
            if next != nil { next = parent.parent }
        }
        for index in missing { work[index] = .write }
        return true
    }

    // MARK: What follows from the choices

    /// Writes a file anew instead of changing the metadata it shares with names that are not its own.
    private mutating func replaceSharedFiles() {
        var names: [FileStatus.Object: UInt64] = [:]
        for index in work.indices {
            guard let status = comparison.status(index), status.isRegular, status.linkCount > 1,
                comparison.records[index].pathClass == .exact
            else { continue }
            names[status.object, default: 0] += 1
        }
        for index in work.indices where work[index] == .setMetadata {
            guard let status = comparison.status(index), status.isRegular, status.linkCount > 1,
                names[status.object, default: 0] < status.linkCount
            else { continue }
            work[index] = .write
        }
    }

    /// Sets the time of every directory in which a name comes or goes.
    private mutating func touchParents() {
        let entries = target.tree.entries
        var touched: Set<RelativePath> = []
        for index in work.indices where work[index] == .write {
            if let parent = entries[index].entry.path.parent { touched.insert(parent) }
        }
        for position in removals {
            if let parent = comparison.found[Int(position)].path.parent { touched.insert(parent) }
        }
        for path in touched {
            guard let index = target.tree.place(of: path), work[index] == .none else { continue }
            work[index] = .setTime
        }
    }
}
