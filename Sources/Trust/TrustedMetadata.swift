public import Primitives

/// What a client trusts of one repository: a state machine without input or output.
///
/// Rules, by clause of the TUF specification 1.0.34. Each verb either moves the whole state forward
/// or throws and leaves it as it was.
///
/// 1. A root is signed by a threshold of its own keys; each next root also by a threshold of the
///    keys before it, and its version is exactly one more (5.3.4, 5.3.5).
/// 2. The last root must not be expired; those before it may be (5.3.10).
/// 3. A timestamp is signed by the root's keys. An older version is refused; the same version
///    keeps the one we have; the snapshot it lists must not go back (5.4.2, 5.4.3).
/// 4. A snapshot has the length, digests and version the timestamp lists. Every document listed
///    before is still listed, and none goes back (5.5).
/// 5. A targets document has the length, digests and version the snapshot lists, and is signed by
///    the keys of the role that delegates to it, checked again for each delegator (5.6).
/// 6. No timestamp, snapshot or targets document may be expired, not even one that was accepted
///    before and has not changed (5.4.4, 5.5.6, 5.6.5).
/// 7. Local copies count as what was seen before, expired or not, when the *current* root's keys
///    signed them. After a key is replaced they do not, which undoes a fast-forward (5.3.11).
/// 8. Thresholds count distinct key material. A threshold below 1, a key id listed or signing
///    twice, a `_type` or `spec_version` other than expected, or a document over its role's size
///    is refused.
/// 9. With a policy, every root and every targets document must also obey it before it is trusted.
public struct TrustedMetadata: Sendable {
    /// The trusted root.
    public private(set) var root: RootMetadata
    /// The trusted timestamp: verified, and at least as new as any seen before.
    public private(set) var timestamp: TimestampMetadata?
    /// The trusted snapshot: the one the timestamp lists.
    public private(set) var snapshot: SnapshotMetadata?

    /// The one moment every date is checked against in this run.
    public let clock: TrustClock
    let limits: MetadataLimits
    let policy: DepotPolicy?
    /// Whether an operator chose to use a depot whose freshness has run out: lifts the expiry of
    /// timestamp and snapshot, and of nothing else.
    let acceptsStale: Bool

    private var previousSnapshot: SnapshotMetadata?
    private var roles: [ExactString: (metadata: TargetsMetadata, delegator: ExactString)] = [:]
    private var rootIsFinal = false

    /// Trusts `root`, which came by a path that needs no signature, if it is sound in itself.
    ///
    /// - Throws: ``TrustError`` when the root does not follow its own rules or the policy.
    public init(
        root bytes: [UInt8],
        named subject: String = "root.json",
        clock: TrustClock,
        limits: MetadataLimits = MetadataLimits(),
        policy: DepotPolicy? = nil,
        acceptsStale: Bool = false
    ) throws(TrustError) {
        let envelope = try Envelope(bytes, subject: subject, limit: limits.root)
        let root = try RootMetadata.decode(envelope)
        try envelope.verify(by: root.root, among: root.keys, delegator: "this root itself")
        try policy?.check(root, subject: subject)
        self.root = root
        self.clock = clock
        self.limits = limits
        self.policy = policy
        self.acceptsStale = acceptsStale
    }

    // MARK: Root

    /// Moves to the next root.
    public mutating func advanceRoot(
        _ bytes: [UInt8],
        named subject: String
    ) throws(TrustError) {
        guard !rootIsFinal else { throw outOfOrder(subject, "the root is final in this update") }
        let envelope = try Envelope(bytes, subject: subject, limit: limits.root)
        let next = try RootMetadata.decode(envelope)
        try envelope.verify(by: root.root, among: root.keys, delegator: "the root before it")
        try envelope.verify(by: next.root, among: next.keys, delegator: "this root itself")
        let expected = root.header.version.addingReportingOverflow(1)
        guard !expected.overflow, next.header.version == expected.partialValue else {
            throw TrustError(
                .versionMismatch,
                subject: subject,
                detail: "its version is \(next.header.version), after \(root.header.version)"
            )
        }
        try policy?.check(next, subject: subject)
        root = next
    }

    /// Ends the chain of roots: from here on the last one decides.
    public mutating func finishRoot() throws(TrustError) {
        try clock.check(root.header, subject: "root.json version \(root.header.version)")
        rootIsFinal = true
    }

    // MARK: Timestamp

    /// Takes a timestamp as what was seen before this run, expired or not; of several the newest.
    public mutating func recallTimestamp(
        _ bytes: [UInt8],
        named subject: String
    ) throws(TrustError) {
        guard rootIsFinal, snapshot == nil else { throw outOfOrder(subject, "too late or early") }
        let seen = try verifiedTimestamp(bytes, subject)
        guard seen.header.version > timestamp?.header.version ?? 0 else { return }
        timestamp = seen
    }

    /// Takes the repository's timestamp; false when it is the one already trusted.
    public mutating func updateTimestamp(
        _ bytes: [UInt8],
        named subject: String
    ) throws(TrustError) -> Bool {
        guard rootIsFinal, snapshot == nil else { throw outOfOrder(subject, "too late or early") }
        let next = try verifiedTimestamp(bytes, subject)
        if let known = timestamp {
            try refuseRollback(
                subject,
                from: known.header.version,
                to: next.header.version,
                what: "its version"
            )
            if next.header.version == known.header.version {
                try checkFreshness(known.header, subject)
                return false
            }
            try refuseRollback(
                subject,
                from: known.snapshot.version,
                to: next.snapshot.version,
                what: "the version of snapshot.json it lists"
            )
        }
        try checkFreshness(next.header, subject)
        timestamp = next
        return true
    }

    private func verifiedTimestamp(
        _ bytes: [UInt8],
        _ subject: String
    ) throws(TrustError) -> TimestampMetadata {
        let envelope = try Envelope(bytes, subject: subject, limit: limits.timestamp)
        let next = try TimestampMetadata.decode(envelope)
        try envelope.verify(by: root.timestamp, among: root.keys, delegator: "the root")
        return next
    }

    // MARK: Snapshot

    /// Takes a snapshot as what was seen before this run, of several the newest; true when it is
    /// still the one the timestamp lists, and nothing needs to be fetched.
    public mutating func recallSnapshot(
        _ bytes: [UInt8],
        named subject: String
    ) throws(TrustError) -> Bool {
        guard let timestamp, snapshot == nil else { throw outOfOrder(subject, "no timestamp yet") }
        let known = try verifiedSnapshot(bytes, subject)
        guard known.header.version >= previousSnapshot?.header.version ?? 0 else { return false }
        previousSnapshot = known
        guard known.header.version == timestamp.snapshot.version else { return false }
        do {
            try timestamp.snapshot.check(bytes, subject: subject)
            try checkFreshness(known.header, subject)
        } catch {
            // It still counts as seen; the repository's own copy is asked for, and judged.
            return false
        }
        snapshot = known
        return true
    }

    /// Takes the snapshot that the timestamp lists.
    public mutating func updateSnapshot(
        _ bytes: [UInt8],
        named subject: String
    ) throws(TrustError) {
        guard let timestamp, snapshot == nil else { throw outOfOrder(subject, "no timestamp yet") }
        try timestamp.snapshot.check(bytes, subject: subject)
        let next = try verifiedSnapshot(bytes, subject)
        try refuseOtherVersion(
            subject,
            next.header.version,
            listed: timestamp.snapshot.version,
            by: "the timestamp"
        )
        if let known = previousSnapshot {
            try refuseRollback(
                subject,
                from: known.header.version,
                to: next.header.version,
                what: "its version"
            )
            for (name, file) in known.files.sorted(by: { $0.key < $1.key }) {
                guard let listed = next.files[name] else {
                    throw TrustError(
                        .rollback,
                        subject: subject,
                        detail: "it no longer lists \(name), which was trusted before"
                    )
                }
                try refuseRollback(
                    subject,
                    from: file.version,
                    to: listed.version,
                    what: "the version of \(name) it lists"
                )
            }
        }
        try checkFreshness(next.header, subject)
        snapshot = next
    }

    private func verifiedSnapshot(
        _ bytes: [UInt8],
        _ subject: String
    ) throws(TrustError) -> SnapshotMetadata {
        let envelope = try Envelope(bytes, subject: subject, limit: limits.snapshot)
        let next = try SnapshotMetadata.decode(envelope)
        try envelope.verify(by: root.snapshot, among: root.keys, delegator: "the root")
        return next
    }

    // MARK: Targets

    /// What the snapshot says of a role's document.
    public func file(of role: ExactString) throws(TrustError) -> MetadataFile {
        guard let snapshot else { throw outOfOrder("\(role).json", "no snapshot yet") }
        guard let file = snapshot.files[ExactString("\(role).json")] else {
            throw TrustError(
                .unknownRole,
                subject: "snapshot.json",
                detail: "it does not list \(role).json"
            )
        }
        return file
    }

    /// The role's document, if it was verified as `delegator`'s.
    public func role(_ name: ExactString, delegatedBy delegator: ExactString) -> TargetsMetadata? {
        guard let known = roles[name], known.delegator == delegator else { return nil }
        return known.metadata
    }

    /// Takes the document of `role`, verified as `delegator` asks: `root` for the top-level
    /// targets, a role already trusted for all others.
    public mutating func updateRole(
        _ role: ExactString,
        delegatedBy delegator: ExactString,
        _ bytes: [UInt8],
        named subject: String
    ) throws(TrustError) {
        let listed = try file(of: role)
        let (signers, keys) = try delegation(of: role, by: delegator)
        try listed.check(bytes, subject: subject)
        let envelope = try Envelope(bytes, subject: subject, limit: limits.targets)
        let next = try TargetsMetadata.decode(envelope)
        try envelope.verify(by: signers, among: keys, delegator: "\(delegator)")
        try refuseOtherVersion(
            subject,
            next.header.version,
            listed: listed.version,
            by: "the snapshot"
        )
        try clock.check(next.header, subject: subject)
        try policy?.check(next, role: role, under: root, subject: subject)
        roles[role] = (next, delegator)
    }

    private func delegation(
        of role: ExactString,
        by delegator: ExactString
    ) throws(TrustError) -> (RoleKeys, [ExactString: ListedKey]) {
        if role == "targets", delegator == "root" { return (root.targets, root.keys) }
        guard let parent = roles[delegator]?.metadata,
            let delegation = parent.delegation(to: role)
        else {
            throw TrustError(
                .unknownRole,
                subject: "\(role).json",
                detail: "\(delegator) does not delegate it"
            )
        }
        return (delegation.role, parent.keys)
    }

    // MARK: Clock

    /// The timestamp and snapshot whose dates have run out: in use only because that was accepted.
    public var stale: [MetadataHeader] {
        [timestamp?.header, snapshot?.header].compactMap(\.self).filter { $0.expires <= clock.now }
    }

    /// The floor that the trusted documents justify, never below the one this run started with.
    public var clockFloor: Instant {
        guard let issued = timestamp?.header.issued else { return clock.floor }
        let signed =
            roles.values.compactMap(\.metadata.header.issued)
            + [root.header.issued]
            .compactMap(\.self)
        guard let latest = signed.max() else { return clock.floor }
        return TrustClock.raised(clock.floor, by: issued, signed: latest)
    }
}
