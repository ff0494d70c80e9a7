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
        /// Whether some of it may be somebody's data; then it is never purged unasked.
        public let holdsPossibleData: Bool
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
            let found = try contents(root, header)
            kept.append(
                Kept(
                    number: header.number,
                    made: header.made,
                    plan: header.plan,
                    undoes: header.undoes,
                    isUndone: undone.contains(header.number),
                    count: found.count,
                    bytes: found.bytes,
                    holdsPossibleData: header.keepsPossibleData
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

    private static func contents(
        _ root: Directory,
        _ header: TransactionHeader
    ) throws(DeployerError) -> (count: Int, bytes: UInt64) {
        let workspace = Workspace(volumes: header.volumes)
        var count = 0
        var bytes: UInt64 = 0
        for volume in workspace.volumes.indices {
            let folder = workspace.quarantine(volume, header.folder)
            guard let present = try? root.statusIfPresent(of: folder), present.isDirectory else {
                // The file system is not mounted now; what it keeps is not counted.
                continue
            }
            _ = TreeWalk.walk(from: root, below: folder) { path, status in
                if path != folder, path != workspace.manifest(header.folder),
                    path != workspace.stepsDone(header.folder)
                {
                    count += 1
                    bytes &+= status.blocks &* 512
                }
                return .proceed
            }
        }
        return (count, bytes)
    }
}
