internal import Model
internal import Platform
internal import Primitives

/// What follows a commit: the steps, the times of the directories they wrote in, and the sign that
/// all of it is done.
///
/// A stop anywhere in it leaves the transaction without that sign, and a recovery begins it again.
struct Aftermath<Storage: Disk> {
    let disk: Storage
    let header: TransactionHeader
    let runner: StepRunner

    /// How the steps ended.
    struct Steps {
        /// Those that ran, in their order.
        var results: [StepResult] = []
        /// Why the first critical one that failed did.
        var criticalFailure: String?
    }

    init(_ disk: Storage, _ header: TransactionHeader, _ runner: StepRunner) {
        self.disk = disk
        self.header = header
        self.runner = runner
    }

    /// Runs the steps.
    ///
    /// A critical failure ends those of a restore; an undo has nowhere to go back to.
    func runSteps(progress: (Int) -> Void = { _ in }) -> Steps {
        var steps = Steps()
        for (index, step) in header.steps.enumerated() {
            progress(index)
            let result = runner.run(step, disk.root)
            steps.results.append(result)
            guard step.isCritical, let failure = result.failure else { continue }
            if steps.criticalFailure == nil {
                steps.criticalFailure = "the step “\(step.id)” failed: \(failure)"
            }
            if header.undoes == nil { break }
        }
        return steps
    }

    /// Records the layers, puts times back, and marks the transaction ended once that is durable.
    func complete() throws(DeployerError) {
        do {
            // A step may write on a file system the transaction itself did not change.
            let mounted = try Volumes.discover(disk.root, rules: PathRules([])).mountPoints
            try onDisk { () throws(PlatformError) in
                try disk.open(volumes: mounted)
                if header.layers != header.layersBefore {
                    try AppliedLayers.save(header.layers, disk)
                }
                if !header.steps.isEmpty {
                    try settle()
                    for top in Set(mounted + header.volumes).sorted() {
                        try disk.syncFileSystem(top)
                    }
                }
                let home = Workspace(volumes: [.root])
                try disk.replace(home.stepsDone(header.folder), with: [], permissions: 0o600)
            }
        } catch {
            throw DeployerError(
                .recoveryPending,
                subject: error.subject,
                detail: "the change is made, but what follows it could not be ended; "
                    + "run socle recover",
                items: [error.description]
            )
        }
    }

    private func settle() throws(PlatformError) {
        for item in header.settle {
            guard let status = try disk.presence(of: item.path), status.isDirectory,
                status.modified != item.time
            else { continue }
            try disk.setModified(item.time, of: item.path)
        }
    }
}
