public import Platform
public import Primitives

/// Ends a restore that was stopped: the station is then as it was, or as it must be.
///
/// A restore is ended once its post-restore steps are; those a stop kept from running run now.
public enum Recovery {
    /// What a recovery did.
    public enum Outcome: Sendable, Equatable {
        /// Nothing had been committed; what was staged is dropped.
        case nothingToDo
        /// The commit and the steps were finished: the station is as it must be.
        case finished(plan: Digest)
        /// The commit was taken back, for a failure, a critical step or because it was asked:
        /// the station is as it was.
        case takenBack(plan: Digest)
    }

    /// Whether a transaction waits to be finished or taken back, or its steps to be run.
    public static func isPending(_ root: Directory) throws(DeployerError) -> Bool {
        let workspace = Workspace(volumes: [.root])
        let hasJournal = try onDisk { () throws(PlatformError) in
            try root.statusIfPresent(of: workspace.journal) != nil
        }
        guard !hasJournal else { return true }
        return try Quarantine.awaitingSteps(root) != nil
    }

    /// Finishes the stopped transaction of `root`, or takes it back.
    ///
    /// May be stopped itself, and run any number of times. While a package manager works it throws
    /// `.locked` and changes nothing.
    public static func recover(
        _ root: Directory,
        takeBack: Bool = false
    ) throws(DeployerError) -> Outcome {
        try recover(SystemDisk(root: root), takeBack: takeBack)
    }

    package static func recover(
        _ disk: some Disk,
        takeBack: Bool = false,
        runner: StepRunner = .inRoot
    ) throws(DeployerError) -> Outcome {
        let home = Workspace(volumes: [.root])
        guard
            try onDisk({ () throws(PlatformError) in
                try disk.root.statusIfPresent(of: home.home)
            }) != nil
        else { return .nothingToDo }
        let lock = try StationLock.acquire(disk.root, home)
        let packages = try PackageLocks.acquire(disk.root)
        defer {
            _ = lock
            _ = packages
        }
        return try recoverLocked(disk, home, takeBack: takeBack, runner: runner)
    }

    /// The same while the caller holds the lock.
    static func recoverLocked(
        _ disk: some Disk,
        _ home: Workspace,
        takeBack: Bool,
        runner: StepRunner
    ) throws(DeployerError) -> Outcome {
        let bytes = try onDisk { () throws(PlatformError) in
            try disk.root.readIfPresent(home.journal, limit: WriteAheadLog.sizeLimit)
        }
        guard let bytes else {
            try onDisk { () throws(PlatformError) in try clear(disk, home) }
            guard let header = try Quarantine.awaitingSteps(disk.root) else { return .nothingToDo }
            try requireVolumes(disk, header)
            VerifiedState.drop(disk.root)
            return try finish(disk, header, takeBack: takeBack, runner: runner)
        }
        let log = try WriteAheadLog(bytes, name: home.journal.description)
        try requireVolumes(disk, log.header)
        let transaction = Transaction(disk, log)
        let goesBack = try onDisk { () throws(PlatformError) in
            try disk.root.statusIfPresent(of: home.takeBackSign) != nil
        }
        VerifiedState.drop(disk.root)
        if goesBack || takeBack {
            _ = try onDisk { () throws(PlatformError) in try transaction.takeBack() }
            return .takenBack(plan: log.header.plan)
        }
        switch transaction.commit(isRepeat: true) {
        case .committed: return try finish(disk, log.header, takeBack: false, runner: runner)
        case .rolledBack: return .takenBack(plan: log.header.plan)
        case .recoveryNeeded(let first, let second):
            throw stuck(first.subject, [first.description, second.description])
        }
    }

    /// Ends a transaction whose commit is made.
    ///
    /// An undo is never taken back here: a step that fails leaves it as it is.
    private static func finish(
        _ disk: some Disk,
        _ header: TransactionHeader,
        takeBack: Bool,
        runner: StepRunner
    ) throws(DeployerError) -> Outcome {
        let aftermath = Aftermath(disk, header, runner)
        var reason = "it was asked for"
        if header.undoes != nil || !takeBack {
            let failure = aftermath.runSteps().criticalFailure
            guard header.undoes == nil, let failure else {
                try aftermath.complete()
                return .finished(plan: header.plan)
            }
            reason = failure
        }
        let undo = try UndoBuilder(disk, number: header.number).build(now: SystemClock.now())
        switch try undo.carryOut(disk, runner).0 {
        case .committed: return .takenBack(plan: header.plan)
        case .rolledBack(let error, _): throw stuck(error.subject, [reason, error.description])
        case .recoveryNeeded(let first, let second):
            throw stuck(first.subject, [reason, first.description, second.description])
        }
    }

    private static func stuck(_ subject: String, _ items: [String]) -> DeployerError {
        DeployerError(
            .recoveryPending,
            subject: subject,
            detail: "the stopped restore can be neither finished nor taken back here; "
                + "run socle recover from the rescue system",
            items: items
        )
    }

    /// Refuses to go on while a file system of the transaction is not mounted.
    private static func requireVolumes(
        _ disk: some Disk,
        _ header: TransactionHeader
    ) throws(DeployerError) {
        let workspace = Workspace(volumes: header.volumes)
        for (volume, mount) in workspace.volumes.enumerated() {
            let kept = workspace.quarantine(volume, header.folder)
            let found = try onDisk { () throws(PlatformError) in
                try disk.root.statusIfPresent(of: kept)
            }
            guard found == nil else { continue }
            throw DeployerError(
                .recoveryPending,
                subject: "/\(mount)",
                detail: "the file system of the stopped restore is not mounted; mount it, "
                    + "then run socle recover"
            )
        }
    }

    /// Drops what a run left that never published its journal.
    private static func clear(_ disk: some Disk, _ home: Workspace) throws(PlatformError) {
        // A journal that was withdrawn must stay so before what it needed goes.
        try disk.syncDirectory(home.home)
        for leftover in [home.draft, home.takeBackSign, home.stage(0)]
        where try disk.root.statusIfPresent(of: leftover) != nil {
            try disk.removeTree(leftover)
        }
        guard try disk.root.statusIfPresent(of: home.quarantine(0)) != nil else { return }
        for entry in try disk.root.entries(of: home.quarantine(0)) {
            let folder = String(decoding: entry.name, as: UTF8.self)
            guard try disk.root.statusIfPresent(of: home.manifest(folder)) == nil else { continue }
            // Empty unless something was kept there for its owner; then it stays.
            try? disk.removeDirectory(home.quarantine(0, folder))
        }
    }
}
