public import Primitives

/// Carries a client through the workflow of the TUF specification (clauses 5.2 to 5.6).
///
/// ``TrustedMetadata`` judges; this type fetches, in exactly the order and number the specification
/// asks for, and keeps each document the moment it is trusted. A failure leaves what was kept
/// before it in place, so that a later run goes on from there.
public struct MetadataUpdater: Sendable {
    /// What is trusted now.
    public private(set) var trusted: TrustedMetadata

    private let source: any MetadataSource
    private let storage: any MetadataStorage
    private let known: [String: [UInt8]]
    private let limits: MetadataLimits
    private let keepsPrevious: Bool
    private var isRefreshed = false

    /// What a run starts from.
    public struct Start: Sendable {
        /// The root handed over at enrolment: used when nothing is kept yet.
        public var pinnedRoot: [UInt8]
        /// The moment of this run by the system's clock.
        public var system: Instant
        /// The earliest moment it can be: the date this program was built.
        public var built: Instant
        /// The policy, or nil for repositories that are not depots.
        public var policy: DepotPolicy?
        /// Documents this machine was set up with, by the names a storage keeps them under: root,
        /// timestamp and snapshot of a depot seen then.
        ///
        /// They count as seen before, so that a station that was wiped still refuses a depot older
        /// than the one it was shown when it was enrolled, were it unexpired.
        public var known: [String: [UInt8]] = [:]
        /// Whether documents are set aside before newer ones replace them, for a client that goes on
        /// with what it had where the line is cut half-way.
        public var keepsPrevious = false
        /// Whether the expiry of timestamp and snapshot is lifted.
        public var acceptsStale = false
        /// Size limits.
        public var limits = MetadataLimits()

        /// A start at `system`.
        public init(
            pinnedRoot: [UInt8],
            system: Instant,
            built: Instant,
            policy: DepotPolicy?
        ) {
            self.pinnedRoot = pinnedRoot
            self.system = system
            self.built = built
            self.policy = policy
        }
    }

    /// Loads the trusted root, without asking the repository for anything.
    ///
    /// - Throws: ``TrustError`` when the root kept or handed over is unsound or breaks the policy.
    public init(
        _ start: Start,
        source: any MetadataSource,
        storage: any MetadataStorage
    ) throws(TrustError) {
        let floor = max(start.built, try storage.clockFloor() ?? start.built)
        let clock = TrustClock(system: start.system, floor: floor)
        var trusted = try TrustedMetadata(
            root: start.pinnedRoot,
            named: "pinned root.json",
            clock: clock,
            limits: start.limits,
            policy: start.policy,
            acceptsStale: start.acceptsStale
        )
        try start.policy?.checkPins(trusted.root, subject: "pinned root.json")
        for bytes in [try storage.document("root.json"), start.known["root.json"]] {
            guard let bytes else { continue }
            let seen = try TrustedMetadata(
                root: bytes,
                clock: clock,
                limits: start.limits,
                policy: start.policy,
                acceptsStale: start.acceptsStale
            )
            if seen.root.header.version >= trusted.root.header.version { trusted = seen }
        }
        self.trusted = trusted
        self.source = source
        self.storage = storage
        known = start.known
        limits = start.limits
        keepsPrevious = start.keepsPrevious
    }

    // MARK: Refresh

    /// Brings root, timestamp, snapshot and top-level targets up to date, once.
    public mutating func refresh() throws(TrustError) {
        guard !isRefreshed else { return }
        try updateRoot()
        try updateTimestamp()
        try updateSnapshot()
        try update("targets", delegatedBy: "root")
        try noteClockFloor()
        isRefreshed = true
    }

    private func noteClockFloor() throws(TrustError) {
        let floor = trusted.clockFloor
        if floor > trusted.clock.floor { try storage.raiseClockFloor(to: floor) }
    }

    /// What was seen under `name` before this run, by this machine or by who set it up.
    private func seen(_ name: String) throws(TrustError) -> [[UInt8]] {
        [try storage.document(name), known[name]].compactMap(\.self)
    }

    private mutating func updateRoot() throws(TrustError) {
        for _ in 0..<limits.rootRotations {
            let (next, overflow) = trusted.root.header.version.addingReportingOverflow(1)
            guard !overflow else { break }
            let name = DocumentName.of("root", version: next)
            guard let bytes = try source.metadata(name, limit: limits.root) else { break }
            try trusted.advanceRoot(bytes, named: name)
            try storage.keep(bytes, as: "root.json")
        }
        try trusted.finishRoot()
    }

    private mutating func updateTimestamp() throws(TrustError) {
        let name = "timestamp.json"
        for bytes in try seen(name) {
            do {
                try trusted.recallTimestamp(bytes, named: name)
            } catch {
                // Not signed by the current root's keys: as if it had never been seen (5.3.11).
            }
        }
        let bytes = try fetch(name, limit: limits.timestamp)
        guard try trusted.updateTimestamp(bytes, named: name) else { return }
        if keepsPrevious { try PreviousState.setAside(storage) }
        try storage.keep(bytes, as: name)
    }

    private mutating func updateSnapshot() throws(TrustError) {
        guard let listed = trusted.timestamp?.snapshot else { return }
        for bytes in try seen("snapshot.json") {
            do {
                guard try !trusted.recallSnapshot(bytes, named: "snapshot.json") else { return }
            } catch {
                // Not signed by the current root's keys: as if it had never been seen (5.3.11).
            }
        }
        let name = serverName("snapshot", listed.version)
        let bytes = try fetch(name, limit: limit(listed.length, limits.snapshot))
        try trusted.updateSnapshot(bytes, named: name)
        try storage.keep(bytes, as: "snapshot.json")
    }

    // MARK: Roles and targets

    /// Makes the document of `role` trusted as `delegator`'s, from what is kept or by fetching it.
    private mutating func update(
        _ role: ExactString,
        delegatedBy delegator: ExactString
    ) throws(TrustError) {
        guard trusted.role(role, delegatedBy: delegator) == nil else { return }
        let listed = try trusted.file(of: role)
        let kept = DocumentName.of(role)
        if let bytes = try storage.document(kept) {
            do {
                return try trusted.updateRole(role, delegatedBy: delegator, bytes, named: kept)
            } catch {
                // Another version, or no longer valid: the repository's own copy is judged.
            }
        }
        let name = serverName(role, listed.version)
        let bytes = try fetch(name, limit: limit(listed.length, limits.targets))
        try trusted.updateRole(role, delegatedBy: delegator, bytes, named: name)
        try storage.keep(bytes, as: kept)
    }

    /// The document of a role the top-level targets delegate to.
    public mutating func role(_ name: ExactString) throws(TrustError) -> TargetsMetadata {
        try refresh()
        try update(name, delegatedBy: "targets")
        try noteClockFloor()
        guard let role = trusted.role(name, delegatedBy: "targets") else {
            throw TrustError(.unknownRole, subject: "\(name)", detail: "the role is not trusted")
        }
        return role
    }

    /// What the first role that lists `path` says of it; nil when none does.
    ///
    /// Roles are searched in depth, in the order they are delegated; a role whose terminating
    /// delegation covers the path ends the search (clause 5.6.7).
    public mutating func target(_ path: ExactString) throws(TrustError) -> TargetInfo? {
        try refresh()
        var waiting: [(role: ExactString, delegator: ExactString)] = [("targets", "root")]
        var visited: Set<ExactString> = []
        while let (role, delegator) = waiting.popLast(), visited.count < limits.delegations {
            guard visited.insert(role).inserted else { continue }
            try update(role, delegatedBy: delegator)
            guard let metadata = trusted.role(role, delegatedBy: delegator) else { continue }
            if let target = metadata.targets[path] { return target }
            var found: [(role: ExactString, delegator: ExactString)] = []
            for delegation in metadata.delegations where delegation.covers(path) {
                found.append((delegation.name, role))
                guard delegation.isTerminating else { continue }
                waiting = []
                break
            }
            waiting += found.reversed()
        }
        return nil
    }

    // MARK: Fetching

    private func fetch(_ name: String, limit: Int) throws(TrustError) -> [UInt8] {
        guard let bytes = try source.metadata(name, limit: limit) else {
            throw TrustError(
                .missing,
                subject: name,
                detail: "the depot does not have it: it is incomplete or being written"
            )
        }
        return bytes
    }

    private func serverName(_ role: ExactString, _ version: Int64) -> String {
        DocumentName.of(role, version: trusted.root.consistentSnapshot ? version : nil)
    }

    private func limit(_ listed: Int64?, _ cap: Int) -> Int {
        listed.map { Int(min($0, Int64(cap))) } ?? cap
    }
}
