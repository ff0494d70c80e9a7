internal import Model
public import Platform
public import Primitives
internal import Trust

/// The removal of what restores displaced, oldest first: what is purged can be undone no more.
///
/// A purge by hand takes all that is shown, what may be somebody's data included, and needs an
/// approval. One for a limit takes no such thing, and leaves its transaction's journal, which says
/// where each file came from.
public struct Purge: Sendable {
    /// What an approval has to name.
    public let id: Digest
    /// The transactions whose files go, oldest first.
    public let numbers: [Int64]
    /// Objects that go.
    public let count: Int
    /// Bytes that become free.
    public let bytes: UInt64
    /// Paths whose files go although they may be somebody's data.
    public let possibleData: [RelativePath]

    /// Plans to purge every transaction up to number `last`, or all without one.
    ///
    /// - Throws: ``DeployerError`` with `.nothingToPurge` when there is none.
    public static func plan(
        _ root: Directory,
        through last: Int64? = nil
    ) throws(DeployerError) -> Purge {
        guard try !Recovery.isPending(root) else {
            throw DeployerError(.recoveryPending, subject: "", detail: "run socle recover first")
        }
        var numbers: [Int64] = []
        var objects: [KeptObjects.Object] = []
        for header in try Quarantine.headers(root) where header.number <= last ?? .max {
            guard let log = try Quarantine.log(root, number: header.number) else { continue }
            numbers.append(header.number)
            objects += try KeptObjects(root, log).objects
        }
        guard !numbers.isEmpty else {
            throw DeployerError(
                .nothingToPurge,
                subject: root.location,
                detail: "the quarantine holds nothing to purge"
            )
        }
        return Purge(
            id: id(numbers, objects),
            numbers: numbers,
            count: objects.reduce(0) { $0 + $1.count },
            bytes: objects.reduce(0) { $0 &+ $1.bytes },
            possibleData: objects.filter(\.mayBeData).map(\.origin).sorted()
        )
    }

    /// Purges what ``plan(_:through:)`` shows now, once `id` approves it.
    public static func run(
        _ root: Directory,
        through last: Int64? = nil,
        approve id: Digest
    ) throws(DeployerError) -> Purge {
        let lock = try StationLock.acquire(root, Workspace(volumes: [.root]))
        defer { _ = lock }
        let purge = try plan(root, through: last)
        guard purge.id == id else {
            throw DeployerError(
                .approvalMismatch,
                subject: id.hex,
                detail: "the approval names another purge than \(purge.id.hex)"
            )
        }
        let disk = SystemDisk(root: root)
        for number in purge.numbers { try purgeOne(disk, number, keepsData: false) }
        return purge
    }

    private static func id(_ numbers: [Int64], _ objects: [KeptObjects.Object]) -> Digest {
        let value = JSONValue.object([
            JSONMember("purges", .array(numbers.map { .integer($0) })),
            JSONMember(
                "objects",
                .array(
                    objects.map { object in
                        .array([
                            .string(Hexadecimal.encode(object.place.bytes)),
                            .integer(Int64(object.count)),
                            .integer(Int64(clamping: object.bytes)),
                        ])
                    }
                )
            ),
        ])
        // Strings and integers only: encoding can not fail.
        return SHA256Hasher.digest(of: (try? CanonicalJSON.encode(value)) ?? [])
    }

    // MARK: For the limits

    /// Purges what is beyond `limits`, but for the transactions from `current` on and for what may be
    /// somebody's data; the caller holds the lock.
    package static func enforce(
        _ limits: QuarantineLimits,
        _ disk: some Disk,
        before current: Int64,
        now: Instant
    ) throws(DeployerError) {
        var sizes: [(number: Int64, made: Instant, bytes: UInt64)] = []
        var total: UInt64 = 0
        for header in try Quarantine.headers(disk.root) {
            guard let log = try Quarantine.log(disk.root, number: header.number) else { continue }
            let bytes = try KeptObjects(disk.root, log).bytes
            total &+= bytes
            sizes.append((header.number, header.made, bytes))
        }
        let oldest = now.adding(seconds: -Int64(limits.days) * 86_400)
        for (number, made, bytes) in sizes where number < current {
            guard made < oldest || total > limits.bytes else { return }
            try purgeOne(disk, number, keepsData: true)
            total -= min(total, bytes)
        }
    }

    /// Removes what one transaction keeps; stopped, it is ended by the next.
    ///
    /// The sign comes first, so that nothing is undone from a part. The last folder of all stays, so
    /// that numbers go on.
    private static func purgeOne(
        _ disk: some Disk,
        _ number: Int64,
        keepsData: Bool
    ) throws(DeployerError) {
        guard let log = try Quarantine.log(disk.root, number: number) else { return }
        let folder = log.header.folder
        let workspace = Workspace(volumes: log.header.volumes)
        let isLast = try Quarantine.numbers(disk.root).max() == number
        let kept = try KeptObjects(disk.root, log).objects
        let going = kept.filter { !keepsData || !$0.mayBeData }
        try onDisk { () throws(PlatformError) in
            try disk.replace(workspace.purged(folder), with: [], permissions: 0o600)
            for object in going { try disk.removeTree(object.place) }
            guard going.count == kept.count else { return }
            for volume in workspace.volumes.indices.dropFirst() {
                try disk.removeDirectoryIfEmpty(workspace.quarantine(volume, folder))
            }
            // Its journal goes last but for the signs that say it was ended.
            try disk.removeTree(workspace.manifest(folder))
            guard !isLast else { return }
            try disk.removeTree(workspace.quarantine(0, folder))
        }
    }
}
