package import Platform
package import Primitives

/// How a commit ended.
package enum CommitOutcome: Sendable {
    /// Every step was made. Paths found otherwise than planned are named.
    case committed(surprises: [RelativePath])
    /// A step failed; what was done before it was taken back.
    ///
    /// What stood where a step had been made, and was not of it, is in quarantine and named.
    case rolledBack(PlatformError, surprises: [RelativePath])
    /// A step failed, and so did the taking back: recovery is needed.
    case recoveryNeeded(PlatformError, PlatformError)
}

/// One set of changes that is made whole or not at all.
package struct Transaction<Storage: Disk>: Sendable {
    private let disk: Storage
    private let workspace: Workspace
    private let log: WriteAheadLog

    package init(_ disk: Storage, header: TransactionHeader, steps: [TransactionStep]) {
        self.disk = disk
        workspace = Workspace(volumes: header.volumes)
        log = WriteAheadLog(header: header, steps: steps)
    }

    package init(_ disk: Storage, _ log: WriteAheadLog) {
        self.init(disk, header: log.header, steps: log.steps)
    }

    private var folder: String { log.header.folder }

    /// Publishes the journal: the point from which the station will be as it must be.
    ///
    /// Everything staged is made durable first. An error here leaves the station as it was.
    package func publish() throws(PlatformError) {
        for volume in workspace.volumes.indices {
            let kept = workspace.quarantine(volume, folder)
            try disk.removeTree(kept)
            try disk.makeDirectory(kept, permissions: 0o700)
        }
        try disk.removeTree(workspace.draft)
        let file = try disk.createFile(workspace.draft)
        var offset: UInt64 = 0
        try log.write { (part) throws(PlatformError) in
            try disk.write(part, to: file, at: offset)
            offset += UInt64(part.count)
        }
        for top in workspace.volumes { try disk.syncFileSystem(top) }
        try disk.rename(workspace.draft, to: workspace.journal, mode: .noReplace)
        try disk.syncDirectory(workspace.home)
    }

    /// Withdraws a journal whose publishing failed half way, then drops what was staged.
    ///
    /// An error here leaves both: recovery then finds the journal whole, or none.
    package func withdraw() throws(PlatformError) {
        if try disk.root.statusIfPresent(of: workspace.journal) != nil {
            try disk.removeFile(workspace.journal)
            try disk.syncDirectory(workspace.home)
        }
        try disk.removeTree(workspace.draft)
        for volume in workspace.volumes.indices {
            try disk.removeTree(workspace.stage(volume))
            try disk.removeTree(workspace.quarantine(volume, folder))
        }
    }

    /// Makes every step of the published journal, then marks it done.
    ///
    /// `isRepeat` says that an earlier run may have made some of them.
    package func commit(
        isRepeat: Bool = false,
        progress: (Int) -> Void = { _ in }
    ) -> CommitOutcome {
        var committer = Committer(disk, workspace, folder: folder, isRepeat: isRepeat)
        do throws(PlatformError) {
            for (index, step) in log.steps.enumerated() {
                try committer.perform(step, index)
                if index & 63 == 63 { progress(index + 1) }
            }
            progress(log.steps.count)
            try markDone()
            return .committed(surprises: committer.surprises)
        } catch {
            do throws(PlatformError) {
                return .rolledBack(error, surprises: try takeBack())
            } catch let second {
                return .recoveryNeeded(error, second)
            }
        }
    }

    /// Makes all durable, keeps the journal with what it displaced, and drops the staging.
    private func markDone() throws(PlatformError) {
        for top in workspace.volumes { try disk.syncFileSystem(top) }
        try disk.rename(workspace.journal, to: workspace.manifest(folder), mode: .noReplace)
        try disk.syncDirectory(workspace.home)
        // From here on the transaction is done; a staging folder left over harms nobody.
        for volume in workspace.volumes.indices { try? disk.removeTree(workspace.stage(volume)) }
    }

    /// Takes back whatever was done, then withdraws the journal.
    ///
    /// A sign says which way the transaction goes, so that a stop now does not turn it round again.
    @discardableResult
    package func takeBack() throws(PlatformError) -> [RelativePath] {
        try disk.replace(workspace.takeBackSign, with: Array(folder.utf8))
        if try disk.root.statusIfPresent(of: workspace.journal) == nil,
            try disk.root.statusIfPresent(of: workspace.manifest(folder)) != nil
        {
            try disk.rename(workspace.manifest(folder), to: workspace.journal, mode: .noReplace)
        }
        var way = TakeBack(disk, workspace, folder: folder)
        try way.run(log.steps)
        for top in workspace.volumes { try disk.syncFileSystem(top) }
        if try disk.root.statusIfPresent(of: workspace.journal) != nil {
            try disk.removeFile(workspace.journal)
        }
        try disk.syncDirectory(workspace.home)
        try disk.removeFile(workspace.takeBackSign)
        for volume in workspace.volumes.indices {
            try disk.removeTree(workspace.stage(volume))
            // Not empty where something took a removed name in between: then it stays, named.
            try? disk.removeDirectory(workspace.quarantine(volume, folder))
        }
        return way.surprises
    }
}

extension Transaction {
    /// Publishes the journal, or leaves nothing of it.
    func publishOrWithdraw() throws(DeployerError) {
        do {
            try publish()
        } catch {
            do throws(PlatformError) {
                try withdraw()
            } catch let second {
                throw DeployerError(
                    .recoveryPending,
                    subject: error.subject,
                    detail: "the restore failed, and what it prepared could not be dropped; "
                        + "run socle recover",
                    items: [error.description, second.description]
                )
            }
            throw DeployerError(error)
        }
    }
}
