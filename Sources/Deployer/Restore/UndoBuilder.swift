internal import Model
internal import Platform
internal import Primitives
internal import Trust

/// Makes the transaction that takes an earlier one back.
///
/// What the earlier one displaced is renamed back from its quarantine; what is there now, changed
/// since or not, goes to the undo's own.
struct UndoBuilder<Storage: Disk> {
    private let disk: Storage
    private let log: WriteAheadLog
    private let workspace: Workspace
    /// The file systems that keep no owner, mode or attributes.
    private let flatVolumes: Set<Int>
    private var steps: [TransactionStep] = []
    private var changes: [PlanChange] = []
    private var changed: [RelativePath] = []
    private var directories: [RelativePath: FileTime] = [:]
    private var leaving: Set<RelativePath> = []

    init(_ disk: Storage, number: Int64) throws(DeployerError) {
        guard let log = try Quarantine.log(disk.root, number: number) else {
            throw DeployerError(
                .nothingToUndo,
                subject: TransactionHeader.folder(number),
                detail: "it is no longer in quarantine"
            )
        }
        try log.header.requireVolumes(
            disk.root,
            refusing: .foreignMount,
            then: "then undo again"
        )
        self.disk = disk
        self.log = log
        workspace = Workspace(volumes: log.header.volumes)
        var flat: Set<Int> = []
        for (volume, mount) in log.header.volumes.enumerated() {
            let system = try onDisk { () throws(PlatformError) in
                try disk.root.openDirectory(mount).fileSystem()
            }
            if !system.keepsMetadata { flat.insert(volume) }
        }
        flatVolumes = flat
    }

    /// Works out every step, from the earlier transaction's last to its first.
    consuming func build(now: Instant) throws(DeployerError) -> Undo {
        let numbered = Array(log.steps.enumerated())
        for (_, step) in numbered where step.kind == .put || step.kind == .makeDirectory {
            leaving.insert(step.path)
        }
        let settle: [DirectoryTime]
        let since: [JSONValue]
        do {
            for (index, step) in numbered.reversed() { try revert(step, index) }
            try addTimes()
            settle = try settledTimes()
            changed = Array(Set(changed)).sorted()
            since = try changed.map { path throws(PlatformError) in try mark(path) }
        } catch {
            throw DeployerError(error)
        }
        let number = try Quarantine.nextNumber(disk.root, volumes: log.header.volumes)
        // What somebody put or changed there since is theirs.
        let theirs = Set(changed)
        for index in steps.indices where theirs.contains(steps[index].path) {
            steps[index].mayBeData = true
        }
        changes.sort { $0.path < $1.path }
        let id = Self.id(log.header, changes, since)
        return Undo(
            id: id,
            transaction: log.header.number,
            restored: log.header.made,
            changes: changes,
            changedSince: changed,
            header: TransactionHeader(
                number: number,
                made: now,
                plan: id,
                approved: id,
                undoes: log.header.number,
                scope: log.header.scope,
                volumes: log.header.volumes,
                identities: log.header.identities,
                layers: log.header.layersBefore,
                layersBefore: log.header.layers,
                keptBytes: changes.reduce(0) { $0 &+ $1.bytes },
                keepsPossibleData: !changed.isEmpty,
                steps: log.header.steps,
                settle: settle
            ),
            steps: steps
        )
    }

    /// What a path that changed since looks like now: an approval is of that and nothing later.
    private func mark(_ path: RelativePath) throws(PlatformError) -> JSONValue {
        let name = JSONValue.string(Hexadecimal.encode(path.bytes))
        guard let status = try now(path) else { return .array([name]) }
        let time = status.modified
        return .array([
            name, .string("\(status.size)"), .string("\(time.seconds).\(time.nanoseconds)"),
        ])
    }

    private static func id(
        _ header: TransactionHeader,
        _ changes: [PlanChange],
        _ since: [JSONValue]
    ) -> Digest {
        let lines: [JSONValue] = changes.map { change in
            .array([
                .string(change.action.rawValue), .string(Hexadecimal.encode(change.path.bytes)),
                .string(change.kind.name),
            ])
        }
        let value = JSONValue.object([
            JSONMember("undoes", .integer(header.number)),
            JSONMember("plan", .string(header.plan.hex)),
            JSONMember("changes", .array(lines)),
            JSONMember("since", .array(since)),
        ])
        // Strings and integers only: encoding can not fail.
        return SHA256Hasher.digest(of: (try? CanonicalJSON.encode(value)) ?? [])
    }

    // MARK: Steps

    private mutating func revert(
        _ step: TransactionStep,
        _ index: Int
    ) throws(PlatformError) {
        let kept = workspace.kept(step.volume, log.header.folder, step: index)
        switch step.kind {
        case .setTime:
            if let before = step.before { directories[step.path] = before.modified }
        case .setMetadata: try revertMetadata(step)
        case .makeDirectory: try removeMadeDirectory(step)
        case .removeDirectory:
            guard let before = step.before,
                try disk.presence(of: step.path) == nil
            else { return }
            steps.append(
                TransactionStep(
                    .makeDirectory,
                    step.path,
                    volume: step.volume,
                    fileKind: .directory,
                    after: before
                )
            )
            directories[step.path] = before.modified
            note(.create, step.path, .directory)
        case .put, .remove:
            noteChange(step, try now(step.path))
            if let old = try disk.presence(of: kept) {
                try putBack(step, kept, old)
            } else if step.kind == .put, let status = try now(step.path) {
                steps.append(
                    TransactionStep(
                        .remove,
                        step.path,
                        volume: step.volume,
                        fileKind: status.kind,
                        before: FileMetadata(status),
                        size: status.size
                    )
                )
                note(.remove, step.path, status.kind, bytes: status.size)
            }
        case .swap: try revertSwap(step, kept)
        }
    }

    private func now(_ path: RelativePath) throws(PlatformError) -> FileStatus? {
        try disk.presence(of: path)
    }

    private mutating func putBack(
        _ step: TransactionStep,
        _ kept: RelativePath,
        _ old: FileStatus
    ) throws(PlatformError) {
        let current = try now(step.path)
        let isSwap = current?.isDirectory == true || old.isDirectory
        if isSwap, let current, current.isDirectory { try clear(step.path, step.volume) }
        steps.append(
            TransactionStep(
                isSwap && current != nil ? .swap : .put,
                step.path,
                volume: step.volume,
                fileKind: old.kind,
                source: kept,
                before: try current.map { status throws(PlatformError) in
                    try whole(step.path, status)
                },
                after: FileMetadata(old),
                size: old.size
            )
        )
        note(current == nil ? .create : .replace, step.path, old.kind, bytes: old.size)
    }

    private mutating func revertMetadata(_ step: TransactionStep) throws(PlatformError) {
        guard let before = step.before, let status = try now(step.path),
            status.kind == step.fileKind
        else { return changed.append(step.path) }
        let current = try whole(step.path, status)
        let isFlat = flatVolumes.contains(step.volume)
        if let after = step.after, step.fileKind != .directory,
            isFlat ? !current.modified.isClose(to: after.modified) : current != after
        {
            changed.append(step.path)
        }
        steps.append(
            TransactionStep(
                .setMetadata,
                step.path,
                volume: step.volume,
                fileKind: step.fileKind,
                before: current,
                after: before
            )
        )
        if step.fileKind == .directory { directories[step.path] = before.modified }
        note(.setMetadata, step.path, step.fileKind)
    }

    /// A directory the restore made goes; what somebody put in it since is kept aside first.
    private mutating func removeMadeDirectory(_ step: TransactionStep) throws(PlatformError) {
        guard let status = try now(step.path), status.isDirectory else { return }
        try clear(step.path, step.volume)
        steps.append(
            TransactionStep(
                .removeDirectory,
                step.path,
                volume: step.volume,
                fileKind: .directory,
                before: try whole(step.path, status)
            )
        )
        note(.remove, step.path, .directory)
    }

    private mutating func revertSwap(
        _ step: TransactionStep,
        _ kept: RelativePath
    ) throws(PlatformError) {
        noteChange(step, try now(step.path))
        let old = try disk.presence(of: kept)
        if let old { return try putBack(step, kept, old) }
        // The old directory was empty and is gone: it is made again from its metadata.
        guard step.fileKind != .directory, let before = step.before else { return }
        if let status = try now(step.path), !status.isDirectory {
            steps.append(
                TransactionStep(
                    .remove,
                    step.path,
                    volume: step.volume,
                    fileKind: status.kind,
                    before: FileMetadata(status),
                    size: status.size
                )
            )
            note(.replace, step.path, .directory)
        }
        steps.append(
            TransactionStep(
                .makeDirectory,
                step.path,
                volume: step.volume,
                fileKind: .directory,
                after: before
            )
        )
        directories[step.path] = before.modified
    }

    /// Keeps aside what lies in a directory and is not the restore's.
    private mutating func clear(_ path: RelativePath, _ volume: Int) throws(PlatformError) {
        var found: [(RelativePath, FileStatus)] = []
        let errors = TreeWalk.walk(from: disk.root, below: path) { inner, status in
            if inner != path, !leaving.contains(inner) { found.append((inner, status)) }
            return .proceed
        }
        if let error = errors.first { throw error }
        for (inner, status) in found.reversed() {
            leaving.insert(inner)
            changed.append(inner)
            steps.append(
                TransactionStep(
                    status.isDirectory ? .removeDirectory : .remove,
                    inner,
                    volume: volume,
                    fileKind: status.kind,
                    before: try whole(inner, status),
                    size: status.size
                )
            )
            note(.remove, inner, status.kind, bytes: status.isRegular ? status.size : 0)
        }
    }

    /// Gives every directory in which a name comes or goes the time it had.
    private mutating func addTimes() throws(PlatformError) {
        let gone = Set(steps.filter { $0.kind == .removeDirectory }.map(\.path))
        for (path, time) in directories.sorted(by: { $0.key < $1.key }) where !gone.contains(path) {
            let current = try now(path).map { FileMetadata(time: $0.modified) }
            steps.append(
                TransactionStep(
                    .setTime,
                    path,
                    volume: workspace.volume(of: path),
                    fileKind: .directory,
                    before: current,
                    after: FileMetadata(time: time)
                )
            )
        }
    }

    /// The times directories must have after the steps ran again: those before the restore.
    private func settledTimes() throws(PlatformError) -> [DirectoryTime] {
        let gone = Set(steps.filter { $0.kind == .removeDirectory }.map(\.path))
        let home = Workspace(volumes: [.root])
        let isSettled = try disk.presence(of: home.stepsDone(log.header.folder)) != nil
        var times: [DirectoryTime] = []
        for item in log.header.settle where !gone.contains(item.path) {
            if let before = directories[item.path] {
                times.append(DirectoryTime(path: item.path, time: before))
            } else if !isSettled {
                // A step just wrote there; the restore itself left it at the target's time.
                times.append(item)
            } else if let status = try now(item.path), status.isDirectory {
                times.append(DirectoryTime(path: item.path, time: status.modified))
            }
        }
        return times
    }

    // MARK: Notes

    /// Names a path that is not what the restore left there.
    private mutating func noteChange(_ step: TransactionStep, _ status: FileStatus?) {
        if step.kind == .remove {
            // The transaction itself may have put something there after the removal.
            if status != nil, !leaving.contains(step.path) { changed.append(step.path) }
            return
        }
        guard let after = step.after else { return }
        // What came into a directory since is named by itself, and moved its time.
        if step.fileKind == .directory, status?.isDirectory == true { return }
        guard let status, step.put(status),
            flatVolumes.contains(step.volume)
                || status.modified == after.modified && status.owner == after.owner
                    && status.group == after.group
                    && (status.kind == .symbolicLink || status.mode == after.mode)
        else { return changed.append(step.path) }
    }

    private mutating func note(
        _ action: PlanChange.Action,
        _ path: RelativePath,
        _ kind: FileKind,
        bytes: UInt64 = 0
    ) {
        changes.append(
            PlanChange(
                path: path,
                action: action,
                kind: kind,
                pathClass: .exact,
                bytes: bytes,
                digest: nil,
                package: nil
            )
        )
    }

    private func whole(
        _ path: RelativePath,
        _ status: FileStatus
    ) throws(PlatformError) -> FileMetadata {
        var metadata = FileMetadata(status)
        metadata.attributes = try disk.root.attributes(of: path)
        return metadata
    }
}
