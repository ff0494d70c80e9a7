public import Model
public import Packaging
public import Platform
public import Primitives

/// Plans and carries out the restore of one station.
///
/// The order is the promise: compare, plan, check, stage, publish the journal, commit, run the steps,
/// prove. Until the journal is published nothing of the station has changed; from then on it will be
/// as it must be, or, on an error, is taken back to what it was.
public struct Restorer: Sendable {
    private let root: Directory
    private let target: RestoreTarget
    private let facts: StationFacts
    private let content: any ContentSource
    private let workers: Workers

    /// Restores `root` to `target`, whose layers' content `archives` hold, bottom first.
    public init(
        root: Directory,
        target: RestoreTarget,
        facts: StationFacts,
        archives: [LayerArchive],
        workers: Workers = Workers()
    ) {
        self.init(
            root: root,
            target: target,
            facts: facts,
            content: LayerContent(archives),
            workers: workers
        )
    }

    package init(
        root: Directory,
        target: RestoreTarget,
        facts: StationFacts,
        content: any ContentSource,
        workers: Workers = Workers()
    ) {
        self.root = root
        self.target = LiveRoot.target(target, for: root)
        self.facts = facts
        self.content = content
        self.workers = workers
    }

    /// What a restore would do now.
    ///
    /// It reads every byte, or takes the word of `comparison`, which was just made.
    ///
    /// - Parameters:
    ///   - scope: how far the restore goes.
    ///   - comparison: how the station stands; nil to find out.
    ///   - bringsContent: whether what the restore will read of layers far away is fetched now.
    ///   - observer: is told how it goes on.
    ///   - now: the moment the plan is made.
    /// - Returns: the plan, which an approval names by its id.
    /// - Throws: ``DeployerError`` with `.removesItself` when the root is the running one and the
    ///   target holds no `socle`.
    public func plan(
        scope: RestoreScope,
        comparison: ComparisonResult? = nil,
        bringsContent: Bool = false,
        observer: any RestoreObserver = SilentObserver(),
        now: Instant
    ) throws(DeployerError) -> Plan {
        try Preflight.requireNoWindows(root)
        let result: ComparisonResult =
            if let comparison { comparison } else { try compare(method: .deep, observer: observer) }
        let draft = try draft(scope, result, now)
        try LiveRoot.requireTool(root, draft.plan)
        if bringsContent { try bring(draft) }
        return draft.plan
    }

    private func bring(_ draft: Draft) throws(DeployerError) {
        let runs = ContentRuns(
            target.tree,
            work: draft.work,
            merged: draft.merged,
            reused: draft.reused,
            comparison: draft.comparison
        ).fetched.keys
        for layer in Set(runs.map(\.layer)) {
            try content.bring(runs.filter { $0.layer == layer }.map(\.key), layer: layer)
        }
    }

    /// Compares the station with the target and changes nothing.
    public func compare(
        method: FileComparison.Method,
        observer: any RestoreObserver = SilentObserver()
    ) throws(DeployerError) -> ComparisonResult {
        observer.restore(.comparing, RestoreProgress())
        return try TreeComparison.compare(
            root: root,
            target: target.tree,
            rules: target.rules,
            method: method,
            layers: target.layers,
            ownership: facts.ownership,
            workers: workers,
            progress: { observer.restore(.comparing, $0) }
        )
    }

    /// Keeps what a comparison found verified, so that the next quick one need not read it again.
    ///
    /// Does nothing where the file system's times can not carry it.
    public func keep(_ result: ComparisonResult, now: Instant) throws(DeployerError) {
        guard result.keepsVerifiedState else { return }
        let key = try VerifiedState.key(layers: target.layers, root: root)
        try VerifiedState(result, key: key, made: now).save(root)
    }

    /// How a restore is carried out.
    public struct Options: Sendable {
        /// The number of removals the approval names, beyond the cap.
        public var removals: Int?
        /// Whether a root without `/etc/os-release` is accepted: a new, empty one.
        public var acceptsEmptyRoot = false
        /// How much of what earlier restores displaced is kept.
        public var limits: QuarantineLimits = .standard
        /// Asked now and then before the commit; yes drops what was staged.
        public var isCancelled: @Sendable () -> Bool = { false }

        /// Creates options.
        public init(
            removals: Int? = nil,
            acceptsEmptyRoot: Bool = false,
            limits: QuarantineLimits = .standard,
            isCancelled: @escaping @Sendable () -> Bool = { false }
        ) {
            self.removals = removals
            self.acceptsEmptyRoot = acceptsEmptyRoot
            self.limits = limits
            self.isCancelled = isCancelled
        }
    }

    /// Restores the station as `approved` says, once `id` approves it.
    public func restore(
        _ approved: Plan,
        approve id: Digest,
        options: Options = Options(),
        observer: any RestoreObserver = SilentObserver(),
        now: Instant
    ) throws(DeployerError) -> RestoreOutcome {
        try restore(
            approved,
            approve: id,
            options: options,
            observer: observer,
            now: now,
            disk: SystemDisk(root: root)
        )
    }

    package func restore(
        _ approved: Plan,
        approve id: Digest,
        options: Options,
        observer: any RestoreObserver,
        now: Instant,
        disk: some Disk,
        runner: StepRunner = .inRoot
    ) throws(DeployerError) -> RestoreOutcome {
        if options.acceptsEmptyRoot {
            try Preflight.requireNoWindows(root)
        } else {
            try Preflight.requireRoot(root)
        }
        let home = Workspace(volumes: [.root])
        try onDisk { () throws(PlatformError) in try home.makeHome(disk) }
        let lock = try StationLock.acquire(root, home)
        let packages = try PackageLocks.acquire(root)
        defer {
            _ = lock
            _ = packages
        }
        guard try !Recovery.isPending(root) else {
            throw DeployerError(
                .recoveryPending,
                subject: "/\(home.journal)",
                detail: "an earlier restore was stopped; run socle recover first"
            )
        }
        let comparison = try compareAgain(approved, observer)
        let draft = try draft(approved.scope, comparison, now)
        try Approval.check(draft.plan, approved: approved, id: id, removals: options.removals)
        var report = RestoreReport(
            plan: draft.plan,
            approved: id,
            method: draft.comparison.comparison.method
        )
        guard !draft.isEmpty else { return .done(report) }
        try LiveRoot.requireTool(root, draft.plan)
        let run = RestoreRun(
            root: root,
            target: target,
            facts: facts,
            workers: workers,
            observer: observer,
            options: options,
            disk: disk,
            runner: runner,
            draft: draft
        )
        return try run.carryOut(content, &report, now)
    }

    private func draft(
        _ scope: RestoreScope,
        _ comparison: ComparisonResult,
        _ now: Instant
    ) throws(DeployerError) -> Draft {
        try Planner(root, target, facts, scope, comparison).plan(
            content: content,
            workers: workers,
            now: now
        )
    }

    /// Compares before the commit: all that is not as it was when `approved` was made is read.
    ///
    /// What its deep comparison read in this very start of the machine, and nothing touched since, is
    /// taken as read; without that, every byte is read again.
    private func compareAgain(
        _ approved: Plan,
        _ observer: any RestoreObserver
    ) throws(DeployerError) -> ComparisonResult {
        observer.restore(.comparing, RestoreProgress())
        let key = try VerifiedState.key(layers: target.layers, root: root)
        let system = try onDisk { () throws(PlatformError) in try root.fileSystem() }
        var state: VerifiedState?
        if VerifiedState.canRest(on: system), let kept = VerifiedState.load(root, key: key),
            let boot = kept.deepBoot, boot == VerifiedState.boot, kept.made == approved.made
        {
            state = kept
        }
        return try TreeComparison.compare(
            root: root,
            target: target.tree,
            rules: target.rules,
            state: state,
            ownership: facts.ownership,
            workers: workers,
            progress: { observer.restore(.comparing, $0) }
        )
    }
}

/// The station's own lock: one restore, undo or recovery at a time.
enum StationLock {
    static func acquire(
        _ root: Directory,
        _ home: Workspace
    ) throws(DeployerError) -> FileLock {
        do {
            // A program just started may hold the lock with its parent until it is loaded.
            return try FileLock.acquire(in: root, home.lock, kind: .flock, wait: 1)
        } catch {
            guard error.code == .locked else { throw DeployerError(error) }
            throw DeployerError(
                .locked,
                subject: "/\(home.lock)",
                detail: "another socle is at work on this station; wait for it to end"
            )
        }
    }
}
