internal import Model
public import Platform
public import Primitives

/// Ends a restore that was stopped: the station is then as it was, or as it must be.
///
/// A restore is ended once its post-restore steps are; those a stop kept from running run now.
public enum Recovery {
    /// What a recovery did; paths found otherwise than planned are named: what was there is kept in
    /// the quarantine folder.
    public enum Outcome: Sendable, Equatable {
        /// Nothing had been committed; what was staged is dropped.
        case nothingToDo
        /// The commit and the steps were finished: the station is as it must be.
        case finished(plan: Digest, kept: [RelativePath])
        /// The commit was taken back: the station is as it was.
        ///
        /// `reason` is the failure or the critical step that made it so, nil where it was asked for.
        case takenBack(plan: Digest, reason: String?, kept: [RelativePath])
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
            try clear(disk, home)
            guard let header = try Quarantine.awaitingSteps(disk.root) else { return .nothingToDo }
            try prepare(disk, header)
            return try finish(disk, header, kept: [], takeBack: takeBack, runner: runner)
        }
        let log = try WriteAheadLog(bytes, name: home.journal.description)
        try prepare(disk, log.header)
        let transaction = Transaction(disk, log)
        let (goesBack, given) = try onDisk { () throws(PlatformError) in
            (
                try disk.statusIfPresent(of: home.takeBackSign) != nil,
                try Transaction<SystemDisk>.reasonGiven(disk.root, home)
            )
        }
        let plan = log.header.plan
        if goesBack || takeBack {
            let kept = try onDisk { () throws(PlatformError) in try transaction.takeBack() }
            return .takenBack(plan: plan, reason: given, kept: kept)
        }
        switch transaction.commit(isRepeat: true) {
        case .committed(let kept):
            return try finish(disk, log.header, kept: kept, takeBack: false, runner: runner)
        case .rolledBack(let error, let kept):
            return .takenBack(plan: plan, reason: error.description, kept: kept)
        case .recoveryNeeded(let first, let second):
            throw stuck(first.subject, [first.description, second.description])
        }
    }

    /// Makes sure of the file systems of a transaction and opens each on its own.
    private static func prepare(
        _ disk: some Disk,
        _ header: TransactionHeader
    ) throws(DeployerError) {
        try header.requireVolumes(
            disk.root,
            refusing: .recoveryPending,
            then: "then run socle recover"
        )
        try onDisk { () throws(PlatformError) in try disk.open(volumes: header.volumes) }
        VerifiedState.drop(disk.root)
    }

    /// Ends a transaction whose commit is made.
    ///
    /// An undo is never taken back here: a step that fails leaves it as it is.
    private static func finish(
        _ disk: some Disk,
        _ header: TransactionHeader,
        kept: [RelativePath],
        takeBack: Bool,
        runner: StepRunner
    ) throws(DeployerError) -> Outcome {
        let aftermath = Aftermath(disk, header, runner)
        var reason: String?
        if header.undoes != nil || !takeBack {
            reason = aftermath.runSteps().criticalFailure
            guard header.undoes == nil, reason != nil else {
                try aftermath.complete()
                return .finished(plan: header.plan, kept: kept)
            }
        }
        let undo = try UndoBuilder(disk, number: header.number).build(now: SystemClock.now())
        let cause = [reason ?? "it was asked for"]
        switch try undo.carryOut(disk, runner).0 {
        case .committed(let more):
            return .takenBack(
                plan: header.plan,
                reason: reason,
                kept: kept + undo.changedSince + more
            )
        case .rolledBack(let error, _): throw stuck(error.subject, cause + [error.description])
        case .recoveryNeeded(let first, let second):
            throw stuck(first.subject, cause + [first.description, second.description])
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

    /// Drops what a run left that never published its journal, on every file system mounted now.
    private static func clear(_ disk: some Disk, _ home: Workspace) throws(DeployerError) {
        let mounted = try Volumes.discover(disk.root, rules: PathRules([])).mountPoints
        let workspace = Workspace(volumes: mounted)
        try onDisk { () throws(PlatformError) in
            // A journal that was withdrawn must stay so before what it needed goes.
            try disk.syncDirectory(home.home)
            let stages = workspace.volumes.indices.map(workspace.stage)
            for leftover in [home.draft, home.takeBackSign, home.signDraft] + stages
            where try disk.presence(of: leftover) != nil {
                try disk.removeTree(leftover)
            }
            for volume in workspace.volumes.indices { try dropEmpty(disk, workspace, volume) }
        }
    }

    /// Drops the empty quarantine folders of transactions that never came to be.
    private static func dropEmpty(
        _ disk: some Disk,
        _ workspace: Workspace,
        _ volume: Int
    ) throws(PlatformError) {
        guard try disk.presence(of: workspace.quarantine(volume)) != nil else { return }
        for entry in try disk.root.entries(of: workspace.quarantine(volume)) {
            let folder = String(decoding: entry.name, as: UTF8.self)
            guard try disk.statusIfPresent(of: workspace.manifest(folder)) == nil else { continue }
            // Empty unless something was kept there for its owner; then it stays.
            try? disk.removeDirectoryIfEmpty(workspace.quarantine(volume, folder))
        }
    }
}

extension TransactionHeader {
    /// Refuses to go on while one of the file systems is not mounted, or another is in its place.
    func requireVolumes(
        _ root: Directory,
        refusing code: DeployerError.Code,
        then remedy: String
    ) throws(DeployerError) {
        let workspace = Workspace(volumes: volumes)
        for (volume, mount) in volumes.enumerated() {
            let (found, present) = try onDisk { () throws(PlatformError) in
                (
                    try root.presence(of: workspace.quarantine(volume, folder)),
                    try root.openDirectory(mount).fileSystemIdentity()
                )
            }
            if let known = identities[volume], let present, present.differs(from: known) {
                throw DeployerError(
                    code,
                    subject: "/\(mount)",
                    detail: "the file system mounted there is \(present.text), and the restore "
                        + "wrote to \(known.text); mount that one, \(remedy)"
                )
            }
            guard found == nil else { continue }
            throw DeployerError(
                code,
                subject: "/\(mount)",
                detail: "the file system the restore wrote to is not mounted; mount it, \(remedy)"
            )
        }
    }
}
