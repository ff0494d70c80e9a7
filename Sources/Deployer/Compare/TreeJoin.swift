internal import Model
internal import Packaging
internal import Platform
internal import Primitives

/// Brings the target's entries and the station's names together, both in tree order.
struct TreeJoin: ~Copyable {
    let root: Directory
    let target: TargetTree
    let found: FoundTree
    let volumes: Volumes
    private let state: VerifiedState?
    private var classes: ClassCursor

    /// One record for each entry of the target.
    private(set) var records: [EntryRecord] = []
    /// Names of class exact the target does not list: indices into what was found.
    private(set) var foreign: [Int32] = []
    /// Directories among them that stay, as they hold something that stays: no difference.
    private(set) var spared: Set<RelativePath> = []
    /// Names made anew that the target does not list, in tree order; of a directory among ``foreign``
    /// that does not stay, they go with it.
    private(set) var leftovers: [Int32] = []
    /// Entries whose bytes or attributes have to be read.
    private(set) var doubtful: [Int32] = []
    /// Number of paths compared.
    private(set) var compared = 0
    /// What could not be read, with the reason.
    private(set) var unreadable: [String] = []

    init(
        root: Directory,
        target: TargetTree,
        found: FoundTree,
        rules: PathRules,
        volumes: Volumes,
        state: VerifiedState?
    ) {
        self.root = root
        self.target = target
        self.found = found
        self.volumes = volumes
        self.state = state
        classes = ClassCursor(rules)
    }

    /// Walks both lists at once.
    mutating func run() throws(DeployerError) {
        let entries = target.entries
        records.reserveCapacity(entries.count)
        var next = 0
        for index in entries.indices {
            let path = entries[index].entry.path
            while next < found.entries.count, found.entries[next].path < path {
                noteForeign(next)
                next += 1
            }
            if next < found.entries.count, found.entries[next].path == path {
                try match(index, next)
                next += 1
            } else {
                try miss(index)
            }
        }
        while next < found.entries.count {
            noteForeign(next)
            next += 1
        }
        spareDirectories()
    }

    private mutating func noteForeign(_ position: Int) {
        let path = found.entries[position].path
        guard !path.isRoot else { return }
        let pathClass = classes.look(path).pathClass
        if pathClass == .generated { leftovers.append(Int32(position)) }
        guard pathClass == .exact else { return }
        // Socle's own state must have directories to lie in, whatever the target holds.
        let holdsState = StationState.folder.isWithin(path)
        guard !(holdsState && found.entries[position].status.isDirectory) else { return }
        guard !volumes.foreign.contains(where: { path.isWithin($0) }) else { return }
        compared += 1
        foreign.append(Int32(position))
    }

    /// Spares the directories something lies in that is neither foreign nor made anew, and keeps of
    /// the leftovers those of directories that go.
    private mutating func spareDirectories() {
        let entries = found.entries
        guard foreign.contains(where: { entries[Int($0)].status.isDirectory }) else {
            return leftovers = []
        }
        var directories: Set<RelativePath> = []
        for position in foreign + leftovers where entries[Int(position)].status.isDirectory {
            directories.insert(entries[Int(position)].path)
        }
        let mayGo = Set(foreign).union(leftovers)
        for (position, entry) in entries.enumerated() where !mayGo.contains(Int32(position)) {
            spare(directories, above: entry.path)
        }
        for mount in volumes.foreign { spare(directories, above: mount) }
        var going: Set<RelativePath> = []
        for position in foreign {
            let (path, status) = entries[Int(position)]
            if status.isDirectory, !spared.contains(path) { going.insert(path) }
        }
        leftovers = leftovers.filter { position in
            let (path, status) = entries[Int(position)]
            guard let parent = path.parent, going.contains(parent) else { return false }
            if status.isDirectory { going.insert(path) }
            return true
        }
    }

    private mutating func spare(_ directories: Set<RelativePath>, above path: RelativePath) {
        var next = path.parent
        while let parent = next, directories.contains(parent) {
            spared.insert(parent)
            next = parent.parent
        }
    }

    /// What the target does not list and nothing keeps, in tree order.
    var removable: [Int32] {
        let foreign = foreign.filter { !spared.contains(found.entries[Int($0)].path) }
        return leftovers.isEmpty ? foreign : (foreign + leftovers).sorted()
    }

    private mutating func match(_ index: Int, _ position: Int) throws(DeployerError) {
        let entry = target.entries[index].entry
        let status = found.entries[position].status
        let pathClass = classes.look(entry.path).pathClass
        var record = EntryRecord(
            standing: .present,
            pathClass: pathClass,
            found: Int32(position)
        )
        if pathClass == .exact || pathClass == .merge {
            compared += 1
            if volumes.foreign.contains(entry.path) {
                record.standing = .blocked
            } else if let state, state.vouches(for: status, at: index), pathClass == .exact {
                record.standing = .same
            } else if let settled = EntryInspector.settle(entry, status) {
                record.standing = settled
            } else {
                doubtful.append(Int32(index))
            }
        }
        records.append(record)
    }

    /// An entry nothing was found for: missing, or in a directory the walk passed over.
    private mutating func miss(_ index: Int) throws(DeployerError) {
        let entry = target.entries[index].entry
        let pathClass = classes.look(entry.path).pathClass
        var record = EntryRecord(standing: .missing, pathClass: pathClass, found: -1)
        switch pathClass {
        case .preserve, .volatile:
            // Only the skeleton of directories is put where it is absent.
            record.standing = .present
            if entry.kind == .directory, try isAbsent(entry.path) { record.standing = .missing }
        case .exact, .once, .generated, .merge:
            compared += 1
            if volumes.foreign.contains(where: { entry.path.isWithin($0) }) {
                record.standing = .blocked
            }
        }
        records.append(record)
    }

    private func isAbsent(_ path: RelativePath) throws(DeployerError) -> Bool {
        do {
            return try root.statusIfPresent(of: path) == nil
        } catch {
            // Something else has the name of a directory above it: that is the station's own.
            switch error.code {
            case .notADirectory, .symbolicLinkInPath, .crossesDevice: return false
            default: throw DeployerError(error)
            }
        }
    }

    /// Reads what the status did not settle: the largest files first, so that no worker is left
    /// alone with one at the end.
    mutating func inspect(
        _ workers: Workers,
        _ progress: @escaping @Sendable (RestoreProgress) -> Void
    ) {
        let entries = target.entries
        let statuses = found.entries
        let records = self.records
        let root = self.root
        let volumes = self.volumes
        func size(_ index: Int32) -> UInt64 {
            guard case .file(let size, _, _, _) = entries[Int(index)].entry.content else {
                return 0
            }
            return size < 1 << 20 ? 0 : size
        }
        let large = doubtful.filter { size($0) > 0 }.sorted { size($0) > size($1) }
        let order = large + doubtful.filter { size($0) == 0 }
        var total = RestoreProgress(totalFiles: order.count)
        for index in order {
            guard case .file(let bytes, _, _, _) = entries[Int(index)].entry.content else {
                continue
            }
            total.totalBytes &+= bytes
        }
        let counter = ReadCounter(total: total, progress)
        let batches = stride(from: 0, to: order.count, by: 1).map { $0 }
        let results: [Result<EntryRecord.Standing, PlatformError>] = workers.map(
            batches.count,
            state: { () throws(PlatformError) in EntryInspector(root, counter) }
        ) { inspector, place throws(PlatformError) in
            let index = Int(order[place])
            let status = statuses[Int(records[index].found)].status
            defer { counter.addFile() }
            let entry = entries[index].entry
            return try inspector.inspect(entry, status, isFlat: volumes.isFlat(entry.path))
        }
        for (place, result) in results.enumerated() {
            let index = Int(order[place])
            switch result {
            case .success(let standing): self.records[index].standing = standing
            case .failure(let error):
                self.records[index].standing = error.code == .notFound ? .missing : .unreadable
                if error.code != .notFound { unreadable.append(error.description) }
            }
        }
    }

    /// Finds names that share a file they should not share, or do not share one they should.
    mutating func settleHardLinks() {
        var primaries: [RelativePath: Int] = [:]
        var links: [(index: Int, primary: RelativePath)] = []
        for (index, item) in target.entries.enumerated() {
            if case .hardLink(let primary) = item.entry.content {
                links.append((index, primary))
                primaries[primary] = -1
            }
        }
        for (index, item) in target.entries.enumerated() where item.entry.kind == .regular {
            if primaries[item.entry.path] != nil { primaries[item.entry.path] = index }
        }
        // Names found with more than one link must each be a name of the same target file.
        var owners: [FileStatus.Object: Int] = [:]
        var groups: [Int: Int] = [:]
        for (index, primary) in links { groups[index] = primaries[primary] ?? -1 }
        for index in records.indices where records[index].found >= 0 {
            guard records[index].pathClass == .exact, records[index].standing != .type,
                target.entries[index].entry.kind == .regular
            else { continue }
            let status = found.entries[Int(records[index].found)].status
            let group = groups[index] ?? index
            if let primary = groups[index] {
                guard primary >= 0, records[primary].found >= 0 else {
                    records[index].standing = .content
                    continue
                }
                let file = found.entries[Int(records[primary].found)].status
                guard file.inode == status.inode, file.device == status.device else {
                    records[index].standing = .content
                    continue
                }
                // One file has one content and one set of metadata.
                records[index].standing = records[primary].standing
            }
            guard status.linkCount > 1 else { continue }
            if let owner = owners[status.object], owner != group {
                records[index].standing = .content
            } else {
                owners[status.object] = group
            }
        }
    }
}
