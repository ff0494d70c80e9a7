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
            // An earlier attempt may have left it, empty.
            try disk.removeDirectoryIfEmpty(kept)
            try disk.makeDirectory(kept, permissions: 0o700)
        }
        try disk.removeTree(workspace.draft)
        let file = try disk.createFile(workspace.draft)
        var offset: UInt64 = 0
        try log.write { (part) throws(PlatformError) in
            try disk.write(part, to: file, at: offset)
            offset += UInt64(part.count)
        }
        try reserveSign()
        for top in workspace.volumes { try disk.syncFileSystem(top) }
        try disk.move(workspace.draft, to: workspace.journal)
        try disk.syncDirectory(workspace.home)
    }

    /// Withdraws a journal whose publishing failed half way, then drops what was staged.
    ///
    /// An error here leaves both: recovery then finds the journal whole, or none.
    package func withdraw() throws(PlatformError) {
        if try disk.statusIfPresent(of: workspace.journal) != nil {
            try disk.removeFile(workspace.journal)
            try disk.syncDirectory(workspace.home)
        }
        try disk.removeTree(workspace.draft)
        try disk.removeTree(workspace.signDraft)
        for volume in workspace.volumes.indices {
            try disk.removeTree(workspace.stage(volume))
            try disk.removeDirectoryIfEmpty(workspace.quarantine(volume, folder))
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
                return .rolledBack(error, surprises: try takeBack(reason: error.description))
            } catch let second {
                return .recoveryNeeded(error, second)
            }
        }
    }

    /// Makes all durable, keeps the journal with what it displaced, and drops the staging.
    private func markDone() throws(PlatformError) {
        for top in workspace.volumes { try disk.syncFileSystem(top) }
        try disk.move(workspace.journal, to: workspace.manifest(folder))
        try disk.syncDirectory(workspace.home)
        // From here on the transaction is done; a staging folder left over harms nobody.
        for volume in workspace.volumes.indices { try? disk.removeTree(workspace.stage(volume)) }
        try? disk.removeTree(workspace.signDraft)
    }

    /// Takes back whatever was done, then withdraws the journal.
    ///
    /// A sign says which way the transaction goes and why, so that a stop now does not turn it round
    /// again. Without a reason it was asked for.
    @discardableResult
    package func takeBack(reason: String? = nil) throws(PlatformError) -> [RelativePath] {
        try giveSign(reason)
        if try disk.statusIfPresent(of: workspace.journal) == nil,
            try disk.statusIfPresent(of: workspace.manifest(folder)) != nil
        {
            try disk.move(workspace.manifest(folder), to: workspace.journal)
        }
        var way = TakeBack(disk, workspace, folder: folder)
        try way.run(log.steps)
        for top in workspace.volumes { try disk.syncFileSystem(top) }
        if try disk.statusIfPresent(of: workspace.journal) != nil {
            try disk.removeFile(workspace.journal)
        }
        try disk.syncDirectory(workspace.home)
        try disk.removeFile(workspace.takeBackSign)
        for volume in workspace.volumes.indices {
            try disk.removeTree(workspace.stage(volume))
            // Not empty where something took a removed name in between: then it stays, named.
            try? disk.removeDirectoryIfEmpty(workspace.quarantine(volume, folder))
        }
        return way.surprises
    }
}

// MARK: The sign that a transaction is taken back

extension Transaction {
    /// Bytes the sign takes.
    private static var signLength: Int { 1024 }

    /// Takes the room of the sign beforehand: a full disk is a reason to take back.
    private func reserveSign() throws(PlatformError) {
        try disk.removeTree(workspace.signDraft)
        let file = try disk.createFile(workspace.signDraft)
        try disk.write([UInt8](repeating: 0, count: Self.signLength), to: file, at: 0)
    }

    /// Gives the sign, durably; one that was given before stays as it is.
    private func giveSign(_ reason: String?) throws(PlatformError) {
        guard try disk.statusIfPresent(of: workspace.takeBackSign) == nil else { return }
        let text = [folder] + (reason.map { [$0] } ?? [])
        let bytes = Array(text.joined(separator: "\n").utf8.prefix(Self.signLength))
        guard try disk.statusIfPresent(of: workspace.signDraft) != nil else {
            return try disk.replace(workspace.takeBackSign, with: bytes, permissions: 0o600)
        }
        let file = try disk.root.openFileForWriting(workspace.signDraft)
        try disk.write(bytes, to: file, at: 0)
        try disk.rename(workspace.signDraft, to: workspace.takeBackSign, mode: .replace)
        try disk.syncFileSystem(workspace.home)
    }

    /// Why the transaction of `home` is being taken back; nil when it is not, or was asked to be.
    static func reasonGiven(
        _ root: Directory,
        _ home: Workspace
    ) throws(PlatformError) -> String? {
        let text = try root.readIfPresent(home.takeBackSign, limit: 1 << 16) ?? []
        let lines = text.prefix { $0 != 0 }.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
        return lines.count > 1 ? String(decoding: lines[1], as: UTF8.self) : nil
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
