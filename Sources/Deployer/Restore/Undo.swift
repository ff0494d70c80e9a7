public import Model
public import Platform
public import Primitives

/// A plan to take the last restore back, from what is in quarantine.
public struct Undo: Sendable {
    /// What an approval has to name.
    public let id: Digest
    /// The number of the restore it takes back.
    public let transaction: Int64
    /// When that restore was made.
    public let restored: Instant
    /// What would be done, in path order.
    public let changes: [PlanChange]
    /// Paths that changed since the restore; what they are now is kept aside.
    public let changedSince: [RelativePath]

    let header: TransactionHeader
    let steps: [TransactionStep]

    /// Plans to take back the last restore that still stands.
    ///
    /// - Throws: ``DeployerError`` with `.nothingToUndo` when none is in quarantine.
    public static func plan(_ root: Directory, now: Instant) throws(DeployerError) -> Undo {
        try plan(SystemDisk(root: root), now: now)
    }

    package static func plan(_ disk: some Disk, now: Instant) throws(DeployerError) -> Undo {
        guard try !Recovery.isPending(disk.root) else {
            throw DeployerError(
                .recoveryPending,
                subject: "",
                detail: "run socle recover first"
            )
        }
        let headers = try Quarantine.headers(disk.root)
        let undone = Set(headers.compactMap(\.undoes))
        guard let last = headers.last(where: { $0.undoes == nil && !undone.contains($0.number) })
        else {
            throw DeployerError(
                .nothingToUndo,
                subject: disk.root.location,
                detail: "no restore is in quarantine"
            )
        }
        guard try !Quarantine.isPurged(disk.root, last.folder) else {
            throw DeployerError(
                .nothingToUndo,
                subject: disk.root.location,
                detail: "what the restore of \(last.made) displaced was purged from quarantine"
            )
        }
        return try UndoBuilder(disk, number: last.number).build(now: now)
    }

    /// Takes the last restore back, once `id` approves the plan made now.
    public static func run(
        _ root: Directory,
        approve id: Digest,
        now: Instant
    ) throws(DeployerError) -> UndoOutcome {
        try run(SystemDisk(root: root), approve: id, now: now)
    }

    package static func run(
        _ disk: some Disk,
        approve id: Digest,
        now: Instant,
        runner: StepRunner = .inRoot
    ) throws(DeployerError) -> UndoOutcome {
        let lock = try StationLock.acquire(disk.root, Workspace(volumes: [.root]))
        let packages = try PackageLocks.acquire(disk.root)
        defer {
            _ = lock
            _ = packages
        }
        let undo = try plan(disk, now: now)
        guard undo.id == id else {
            throw DeployerError(
                .planChanged,
                subject: id.hex,
                detail: "the station changed since the undo was planned; plan it again"
            )
        }
        try undo.requireMutable(disk.root)
        let (outcome, steps) = try undo.carryOut(disk, runner)
        switch outcome {
        case .committed(let surprises):
            return .done(undo, surprises: surprises, steps: steps)
        case .rolledBack(let error, let surprises):
            let kept = surprises.map { "what took /\($0) is kept in quarantine" }
            let reason = ([error.description] + kept).joined(separator: "; ")
            return .rolledBack(reason: reason)
        case .recoveryNeeded(let first, let second):
            return .recoveryNeeded(reason: "\(first); then: \(second)")
        }
    }

    /// Refuses what the file system would refuse half-way.
    private func requireMutable(_ root: Directory) throws(DeployerError) {
        var locked: Set<RelativePath> = []
        for step in steps {
            let status = try onDisk { () throws(PlatformError) in
                try root.presence(of: step.path)
            }
            if status?.isImmutable == true { locked.insert(step.path) }
        }
        guard locked.isEmpty else { throw .immutable(locked.sorted(), then: "undo again") }
    }

    /// Publishes, commits and runs the steps; the caller holds the lock.
    ///
    /// A step that fails is in what is given back: what it watches is already as it was.
    func carryOut(
        _ disk: some Disk,
        _ runner: StepRunner
    ) throws(DeployerError) -> (CommitOutcome, [StepResult]) {
        let transaction = Transaction(disk, header: header, steps: steps)
        try onDisk { () throws(PlatformError) in
            try Workspace(volumes: header.volumes).prepare(disk)
        }
        try transaction.publishOrWithdraw()
        let outcome = transaction.commit()
        VerifiedState.drop(disk.root)
        guard case .committed = outcome else { return (outcome, []) }
        let aftermath = Aftermath(disk, header, runner)
        let steps = aftermath.runSteps()
        try aftermath.complete()
        return (outcome, steps.results)
    }
}

/// How an undo ended.
public enum UndoOutcome: Sendable {
    /// The station is as it was before the restore; a step that failed then is named.
    case done(Undo, surprises: [RelativePath], steps: [StepResult])
    /// It failed, and the station is as it was before the undo.
    case rolledBack(reason: String)
    /// It failed, and so did taking it back: recovery is needed.
    case recoveryNeeded(reason: String)
}
