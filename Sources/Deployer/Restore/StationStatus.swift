public import Platform
public import Primitives

/// Where a station stands, by its own records.
public struct StationStatus: Sendable {
    /// One transaction whose displaced files are still there.
    public struct Kept: Sendable, Hashable {
        /// The transaction's number.
        public let number: Int64
        /// When it was made.
        public let made: Instant
        /// The plan that was carried out.
        public let plan: Digest
        /// The restore it took back; nil for a restore.
        public let undoes: Int64?
        /// Whether a later undo took it back.
        public let isUndone: Bool
        /// How many objects it keeps.
        public let count: Int
        /// Bytes it keeps.
        public let bytes: UInt64
        /// Whether it was purged, and only what may be somebody's data is left.
        public let isPurged: Bool
        /// How many of the objects may be somebody's data, which is never purged unasked.
        public let possibleData: Int
    }

    /// The layers the station was last restored to.
    public let applied: AppliedLayers
    /// Whether a stopped restore waits for `socle recover`.
    public let needsRecovery: Bool
    /// What is in quarantine, oldest first.
    public let quarantine: [Kept]
    /// When the station's files were last verified whole; nil where that is not known.
    public let verified: Instant?

    /// Reads the records of `root`; nothing is changed.
    public static func read(_ root: Directory) throws(DeployerError) -> StationStatus {
        let headers = try Quarantine.headers(root)
        let undone = Set(headers.compactMap(\.undoes))
        var kept: [Kept] = []
        for header in headers {
            guard let log = try Quarantine.log(root, number: header.number) else { continue }
            let found = try KeptObjects(root, log)
            kept.append(
                Kept(
                    number: header.number,
                    made: header.made,
                    plan: header.plan,
                    undoes: header.undoes,
                    isUndone: undone.contains(header.number),
                    count: found.count,
                    bytes: found.bytes,
                    isPurged: try Quarantine.isPurged(root, header.folder),
                    possibleData: found.objects.count { $0.mayBeData }
                )
            )
        }
        return StationStatus(
            applied: try AppliedLayers.load(root),
            needsRecovery: try Recovery.isPending(root),
            quarantine: kept,
            verified: VerifiedState.lastMade(root)
        )
    }
}
