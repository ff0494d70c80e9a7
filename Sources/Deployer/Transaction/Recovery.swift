public import Platform
public import Primitives

/// Ends a restore that was stopped: the station is then as it was, or as it must be.
public enum Recovery {
    /// What a recovery did.
    public enum Outcome: Sendable, Equatable {
        /// Nothing had been committed; what was staged is dropped.
        case nothingToDo
        /// The commit was finished: the station is as it must be.
        case finished(plan: Digest)
        /// The commit was taken back: the station is as it was.
        case takenBack(plan: Digest)
    }

    /// Whether a transaction waits to be finished or taken back.
    public static func isPending(_ root: Directory) throws(DeployerError) -> Bool {
        let workspace = Workspace(volumes: [.root])
        return try onDisk { () throws(PlatformError) in
            try root.statusIfPresent(of: workspace.journal) != nil
        }
    }

    /// Finishes the stopped transaction of `root`, or takes it back.
    ///
    /// May be stopped itself, and run any number of times.
    public static func recover(
        _ root: Directory,
        takeBack: Bool = false
    ) throws(DeployerError) -> Outcome {
        try recover(SystemDisk(root: root), takeBack: takeBack)
    }

    package static func recover(
        _ disk: some Disk,
        takeBack: Bool = false
    ) throws(DeployerError) -> Outcome {
        let home = Workspace(volumes: [.root])
        guard
            try onDisk({ () throws(PlatformError) in
                try disk.root.statusIfPresent(of: home.home)
            }) != nil
        else { return .nothingToDo }
        let lock = try onDisk { () throws(PlatformError) in
            try FileLock.acquire(in: disk.root, home.lock, kind: .flock)
        }
        defer { _ = lock }
        return try recoverLocked(disk, home, takeBack: takeBack)
    }

    /// The same while the caller holds the lock.
    static func recoverLocked(
        _ disk: some Disk,
        _ home: Workspace,
        takeBack: Bool
    ) throws(DeployerError) -> Outcome {
        let bytes = try onDisk { () throws(PlatformError) in
            try disk.root.readIfPresent(home.journal, limit: WriteAheadLog.sizeLimit)
        }
        guard let bytes else {
            try onDisk { () throws(PlatformError) in try clear(disk, home) }
            return .nothingToDo
        }
        let log = try WriteAheadLog(bytes, name: home.journal.description)
        try requireVolumes(disk, log)
        let transaction = Transaction(disk, log)
        let goesBack = try onDisk { () throws(PlatformError) in
            try disk.root.statusIfPresent(of: home.takeBackSign) != nil
        }
        VerifiedState.drop(disk.root)
        if goesBack || takeBack {
            try onDisk { () throws(PlatformError) in try transaction.takeBack() }
            return .takenBack(plan: log.header.plan)
        }
        switch transaction.commit(isRepeat: true) {
        case .committed: return .finished(plan: log.header.plan)
        case .rolledBack: return .takenBack(plan: log.header.plan)
        case .recoveryNeeded(let first, let second):
            throw DeployerError(
                .recoveryPending,
                subject: first.subject,
                detail: "the stopped restore can be neither finished nor taken back here; "
                    + "run socle recover from the rescue system",
                items: [first.description, second.description]
            )
        }
    }

    /// Refuses to go on while a file system of the transaction is not mounted.
    private static func requireVolumes(
        _ disk: some Disk,
        _ log: WriteAheadLog
    ) throws(DeployerError) {
        let workspace = Workspace(volumes: log.header.volumes)
        for (volume, mount) in workspace.volumes.enumerated() {
            let kept = workspace.quarantine(volume, log.header.folder)
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
