internal import Model
internal import Packaging
internal import Platform
internal import Primitives

/// Turns a staged draft into the steps of a transaction, in the order they are made.
///
/// First what lies in directories that become something else, then everything that is put in place
/// from the top down, then all other removals from the bottom up, then metadata, and the times of
/// directories last.
struct StepBuilder {
    let root: Directory
    let draft: Draft
    let tree: TargetTree
    let workspace: Workspace
    let staged: [Int: RelativePath]

    private var comparison: ComparisonResult { draft.comparison }

    func steps() throws(DeployerError) -> [TransactionStep] {
        var early: [TransactionStep] = []
        var late: [TransactionStep] = []
        let giveWay = directoriesThatGiveWay
        let data = Set(draft.plan.losses.possibleData)
        for position in draft.removals.reversed() {
            let (path, status) = comparison.found[Int(position)]
            var step = try removal(path, status)
            step.mayBeData = data.contains(path)
            if giveWay.contains(where: { path.isWithin($0) }) {
                early.append(step)
            } else {
                late.append(step)
            }
        }
        var puts: [TransactionStep] = []
        var metadata: [TransactionStep] = []
        for index in draft.work.indices {
            switch draft.work[index] {
            case .none, .setTime: break
            case .write: puts.append(try write(index))
            case .setMetadata: metadata.append(try setMetadata(index))
            }
        }
        return early + puts + late + metadata + (try times(early + puts + late + metadata))
    }

    /// Directories on the station where the target has something else.
    private var directoriesThatGiveWay: [RelativePath] {
        draft.work.indices.compactMap { index in
            guard draft.work[index] == .write, comparison.records[index].standing == .type,
                comparison.status(index)?.isDirectory == true
            else { return nil }
            return tree.entries[index].entry.path
        }
    }

    private func removal(
        _ path: RelativePath,
        _ status: FileStatus
    ) throws(DeployerError) -> TransactionStep {
        guard status.isDirectory else {
            return TransactionStep(
                .remove,
                path,
                volume: workspace.volume(of: path),
                fileKind: status.kind,
                before: FileMetadata(status),
                size: status.size
            )
        }
        return TransactionStep(
            .removeDirectory,
            path,
            volume: workspace.volume(of: path),
            fileKind: .directory,
            before: try whole(path, status)
        )
    }

    private func write(_ index: Int) throws(DeployerError) -> TransactionStep {
        let entry = tree.entries[index].entry
        let record = comparison.records[index]
        let volume = workspace.volume(of: entry.path)
        let status = comparison.status(index)
        var after = entry.metadata
        guard let source = staged[index] else {
            return TransactionStep(
                .makeDirectory,
                entry.path,
                volume: volume,
                fileKind: .directory,
                after: after
            )
        }
        after.attributes = []
        let isSwap =
            record.standing == .type
            && (entry.kind == .directory || status?.isDirectory == true)
        var before: FileMetadata?
        if let status {
            before =
                isSwap && status.isDirectory ? try whole(entry.path, status) : FileMetadata(status)
        }
        let size = UInt64(draft.merged[index]?.count ?? 0)
        return TransactionStep(
            isSwap ? .swap : .put,
            entry.path,
            volume: volume,
            fileKind: entry.kind,
            source: source,
            before: before,
            after: after,
            size: draft.merged[index] == nil ? tree.file(at: index)?.size ?? 0 : size
        )
    }

    private func setMetadata(_ index: Int) throws(DeployerError) -> TransactionStep {
        let entry = tree.entries[index].entry
        guard let status = comparison.status(index) else {
            throw DeployerError(.unreadable, subject: "/\(entry.path)", detail: "it went away")
        }
        return TransactionStep(
            .setMetadata,
            entry.path,
            volume: workspace.volume(of: entry.path),
            fileKind: entry.kind,
            before: try whole(entry.path, status),
            after: entry.metadata
        )
    }

    /// The times of directories: those the target gives, else those they had.
    private func times(_ steps: [TransactionStep]) throws(DeployerError) -> [TransactionStep] {
        var wanted: [RelativePath: (before: FileTime?, after: FileTime)] = [:]
        var gone: Set<RelativePath> = []
        for step in steps {
            if step.kind == .removeDirectory { gone.insert(step.path) }
            if step.kind == .swap, step.fileKind != .directory { gone.insert(step.path) }
        }
        func add(_ path: RelativePath) throws(DeployerError) {
            guard wanted[path] == nil, !gone.contains(path) else { return }
            let index = tree.place(of: path)
            let target = index.map { tree.entries[$0].entry }
            let record = index.map { comparison.records[$0] }
            let isSet =
                record.map { record in
                    record.pathClass == .exact || record.standing == .missing
                } ?? false
            var before = index.flatMap { comparison.status($0) }.map(\.modified)
            if before == nil {
                before = try onDisk { () throws(PlatformError) in
                    try root.presence(of: path)?.modified
                }
            }
            let after = isSet && target?.kind == .directory ? target?.metadata.modified : before
            guard let after else { return }
            wanted[path] = (before, after)
        }
        for step in steps {
            switch step.kind {
            case .setMetadata: if step.fileKind == .directory { try add(step.path) }
            case .makeDirectory:
                try add(step.path)
                if let parent = step.path.parent { try add(parent) }
            case .swap:
                if step.fileKind == .directory { try add(step.path) }
                if let parent = step.path.parent { try add(parent) }
            case .put, .remove, .removeDirectory:
                if let parent = step.path.parent { try add(parent) }
            case .setTime: break
            }
        }
        for index in draft.work.indices where draft.work[index] == .setTime {
            try add(tree.entries[index].entry.path)
        }
        return wanted.sorted { $0.key < $1.key }.map { path, times in
            TransactionStep(
                .setTime,
                path,
                volume: workspace.volume(of: path),
                fileKind: .directory,
                before: times.before.map { FileMetadata(time: $0) },
                after: FileMetadata(time: times.after)
            )
        }
    }

    /// All metadata of a name on the station, attributes included.
    private func whole(
        _ path: RelativePath,
        _ status: FileStatus
    ) throws(DeployerError) -> FileMetadata {
        var metadata = FileMetadata(status)
        metadata.attributes = try onDisk { () throws(PlatformError) in
            try root.attributes(of: path)
        }
        return metadata
    }
}

extension FileMetadata {
    /// What a status says; extended attributes are not in it.
    init(_ status: FileStatus) {
        self.init(
            mode: status.mode,
            owner: status.owner,
            group: status.group,
            modified: status.modified
        )
    }

    /// A modification time alone.
    init(time: FileTime) {
        self.init(mode: 0, owner: 0, group: 0, modified: time)
    }
}
