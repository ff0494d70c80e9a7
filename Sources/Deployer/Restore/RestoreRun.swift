internal import Model
internal import Packaging
internal import Platform
internal import Primitives

/// One restore under way, from the staging on.
struct RestoreRun<Storage: Disk> {
    let root: Directory
    let target: RestoreTarget
    let facts: StationFacts
    let workers: Workers
    let observer: any RestoreObserver
    let options: Restorer.Options
    let disk: Storage
    let runner: StepRunner
    let draft: Draft

    func carryOut(
        _ content: some ContentSource,
        _ report: inout RestoreReport,
        _ now: Instant
    ) throws(DeployerError) -> RestoreOutcome {
        let workspace = Workspace(volumes: usedVolumes)
        try Preflight(root: root, workspace: workspace).requireRoom(draft, target.tree)
        let number = try Quarantine.nextNumber(root, volumes: workspace.volumes)
        report.transaction = number
        let (transaction, header) = try prepare(
            content,
            workspace,
            number,
            report.approved,
            now
        )
        switch transaction.commit(progress: commitProgress) {
        case .rolledBack(let reason, let surprises):
            report.surprises = surprises
            return .rolledBack(report, reason: reason.description)
        case .recoveryNeeded(let first, let second):
            VerifiedState.drop(root)
            return .recoveryNeeded(reason: "\(first); then: \(second)")
        case .committed(let surprises): report.surprises = surprises
        }
        report.rebootReasons = RebootAdvice.reasons(draft.plan.changes)
        let aftermath = Aftermath(disk, header, runner)
        let steps = aftermath.runSteps { [observer] index in
            observer.restore(
                .steps,
                RestoreProgress(files: index, totalFiles: header.steps.count)
            )
        }
        report.steps = steps.results
        if let failure = steps.criticalFailure {
            return takeBack(number, report, failure, now)
        }
        // The station is changed from here on: no error may look as if it were not.
        do {
            try aftermath.complete()
        } catch {
            VerifiedState.drop(root)
            return .recoveryNeeded(reason: error.description)
        }
        do {
            let left = try prove(now)
            guard left.isEmpty else { return .notProven(report, left) }
            report.purgeFailure = enforceLimits(before: number, now)
            return .done(report)
        } catch {
            report.proofFailure = error.description
            return .notProven(report, [])
        }
    }

    /// Stages everything and publishes the journal.
    private func prepare(
        _ content: some ContentSource,
        _ workspace: Workspace,
        _ number: Int64,
        _ approved: Digest,
        _ now: Instant
    ) throws(DeployerError) -> (Transaction<Storage>, TransactionHeader) {
        try onDisk { () throws(PlatformError) in try workspace.prepare(disk) }
        let steps: [TransactionStep]
        let identities: [FileSystemIdentity?]
        do {
            try requireSameVolumes(workspace)
            identities = try workspace.identities(root)
            steps = try stage(content, workspace)
        } catch {
            drop(workspace)
            throw error
        }
        let after =
            draft.plan.scope == .reinstallation
            ? AppliedLayers(layers: target.layers, applied: now).value
            : try AppliedLayers.load(root).value
        let following = StepChoice.choose(target.steps, draft.plan.changes)
        do {
            try ScriptShelf.keep(following, target.scripts, on: disk)
        } catch {
            drop(workspace)
            throw error
        }
        // A réparation leaves the times of directories alone.
        let settles = draft.plan.scope == .reinstallation && !following.isEmpty
        let header = TransactionHeader(
            number: number,
            made: now,
            plan: draft.plan.id,
            approved: approved,
            undoes: nil,
            scope: draft.plan.scope.rawValue,
            volumes: workspace.volumes,
            identities: identities,
            layers: after,
            layersBefore: try AppliedLayers.load(root).value,
            keptBytes: draft.plan.losses.bytes,
            keepsPossibleData: !draft.plan.losses.possibleData.isEmpty,
            steps: following,
            settle: settles ? DirectoryTime.settling(target) : []
        )
        let transaction = Transaction(disk, header: header, steps: steps)
        try transaction.publishOrWithdraw()
        return (transaction, header)
    }

    /// Brings everything onto its file system and works out the steps that put it in place.
    private func stage(
        _ content: some ContentSource,
        _ workspace: Workspace
    ) throws(DeployerError) -> [TransactionStep] {
        let stager = Stager(
            disk: disk,
            workspace: workspace,
            draft: draft,
            entries: TargetEntries(tree: target.tree),
            workers: workers,
            observer: observer,
            isCancelled: options.isCancelled
        )
        let staged = try stager.stage(content)
        let steps = try StepBuilder(
            root: root,
            draft: draft,
            tree: target.tree,
            workspace: workspace,
            staged: staged
        ).steps()
        guard !options.isCancelled() else {
            throw DeployerError(
                .interrupted,
                subject: "",
                detail: "stopped before the first change"
            )
        }
        return steps
    }

    /// Only file systems with something to change take part.
    private var usedVolumes: [RelativePath] {
        let all = Workspace(volumes: draft.comparison.volumes.mountPoints)
        // Socle's own state is written after the commit, wherever it lies.
        var used: Set<Int> = [0, all.volume(of: StationState.folder)]
        for index in draft.work.indices where draft.work[index] != .none {
            used.insert(all.volume(of: target.tree.entries[index].entry.path))
        }
        for position in draft.removals {
            used.insert(all.volume(of: draft.comparison.found[Int(position)].path))
        }
        return used.sorted().map { all.volumes[$0] }
    }

    /// Refuses to go on where a file system was mounted or unmounted since the station was compared.
    private func requireSameVolumes(_ workspace: Workspace) throws(DeployerError) {
        let known = draft.comparison.volumes
        for mount in workspace.volumes {
            let device = try onDisk { () throws(PlatformError) in
                try disk.status(of: mount).device
            }
            let index = known.mountPoints.firstIndex(of: mount)
            guard index.map({ known.devices[$0] }) == device else {
                throw DeployerError(
                    .foreignMount,
                    subject: "/\(mount)",
                    detail: "another file system is there than when the station was compared; "
                        + "mount the station's own, then plan again"
                )
            }
        }
    }

    private var commitProgress: (Int) -> Void {
        let total = draft.plan.changes.count
        return { [observer] done in
            observer.restore(
                .committing,
                RestoreProgress(files: min(done, total), totalFiles: total)
            )
        }
    }

    /// Drops what was staged for a transaction that will not be published.
    private func drop(_ workspace: Workspace) {
        for volume in workspace.volumes.indices {
            // What is left is dropped by the next run; the error that led here is the one to report.
            try? disk.removeTree(workspace.stage(volume))
        }
        try? disk.removeTree(workspace.draft)
    }

    // MARK: After the commit

    /// Purges what older restores left beyond the limits; why that failed, where it did.
    private func enforceLimits(before number: Int64, _ now: Instant) -> String? {
        do {
            try Purge.enforce(options.limits, disk, before: number, now: now)
            return nil
        } catch {
            return error.description
        }
    }

    private func takeBack(
        _ number: Int64,
        _ report: RestoreReport,
        _ reason: String,
        _ now: Instant
    ) -> RestoreOutcome {
        let outcome: CommitOutcome
        let steps: [StepResult]
        do {
            let undo = try UndoBuilder(disk, number: number).build(now: now)
            (outcome, steps) = try undo.carryOut(disk, runner)
        } catch {
            VerifiedState.drop(root)
            return .recoveryNeeded(reason: "\(reason); then: \(error)")
        }
        switch outcome {
        case .committed:
            // The same failure as before is said once.
            let more = steps.filter { $0.failure != nil && !report.steps.contains($0) }
            let texts = more.map { "then the step “\($0.id)” failed: \($0.failure ?? "")" }
            return .rolledBack(report, reason: ([reason] + texts).joined(separator: "; "))
        case .rolledBack(let second, _), .recoveryNeeded(let second, _):
            return .recoveryNeeded(reason: "\(reason); then: \(second)")
        }
    }

    /// Reads every written file again, and compares all the rest with what it was when planned.
    ///
    /// Gives what is left to do.
    private func prove(_ now: Instant) throws(DeployerError) -> [FileDifference] {
        observer.restore(.proving, RestoreProgress(totalFiles: target.tree.entries.count))
        let key = try VerifiedState.key(layers: target.layers, root: root)
        let before =
            draft.comparison.keepsVerifiedState
            ? VerifiedState(draft.comparison, key: key, made: now) : nil
        // What is read now was changed more than a tick ago, and can be vouched for.
        MonotonicClock.sleep(seconds: 2 * Double(VerifiedState.tick) / 1e9)
        let result = try TreeComparison.compare(
            root: root,
            target: target.tree,
            rules: target.rules,
            state: before,
            ownership: facts.ownership,
            workers: workers,
            progress: { [observer] in observer.restore(.proving, $0) }
        )
        if result.keepsVerifiedState {
            // A cache: without it the next quick comparison reads everything.
            try? VerifiedState(result, key: key, made: now).save(root)
        }
        return differencesLeft(result)
    }

    /// What should be as the target says and is not.
    private func differencesLeft(_ result: ComparisonResult) -> [FileDifference] {
        let differences = result.comparison.differences.filter { $0.pathClass == .exact }
        guard draft.plan.scope == .repair else { return differences }
        let written = Set(draft.plan.changes.map(\.path))
        return differences.filter { written.contains($0.path) }
    }
}
