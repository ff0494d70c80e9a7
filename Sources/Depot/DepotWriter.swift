public import Platform
public import Primitives
public import Trust

/// Writes a depot: drafts a role's next document, gathers its signatures, publishes it.
///
/// A draft waits in `staging/` until as many keys signed it as the role asks for; each party may
/// sign on its own machine. Publishing puts targets first, then the role's document. Clients see
/// nothing of it until ``refresh(operatorKey:now:)`` signs a new snapshot and, last, a new
/// timestamp. One writer at a time holds the depot's lock.
public struct DepotWriter: ~Copyable, Sendable {
    let tree: DepotTree
    let policy = DepotPolicy()
    private let lock: FileLock

    /// The roles whose documents are drafted and signed, in the order a new depot publishes them.
    public static let roles = ["root", "targets", "systeme", "applicatif", "complements"]

    /// What became of a draft.
    public enum Publication: Sendable, Hashable {
        /// It has all its signatures and is in the depot under this version.
        case published(version: Int64)
        /// A root that has all its signatures; the next refresh announces it, since stations would
        /// refuse what is announced now under its keys.
        case prepared(version: Int64)
        /// It waits for more signatures.
        case waiting(signatures: Int, threshold: Int)
        /// Its signatures count once the draft of that other role is published.
        case behind(role: String)
    }

    private init(tree: DepotTree, lock: consuming FileLock) {
        self.tree = tree
        self.lock = lock
    }

    /// Opens the depot in `directory` for writing.
    ///
    /// - Throws: ``DepotError`` with `.notADepot`, or `.locked` while another writes.
    public static func open(_ directory: Directory) throws(DepotError) -> DepotWriter {
        let tree = DepotTree(directory: directory)
        for name in ["metadata", "targets", "staging"] {
            let exists = try tree.reporting(name) { path throws(PlatformError) in
                try directory.statusIfPresent(of: path)?.isDirectory ?? false
            }
            guard exists else {
                throw DepotError(
                    .notADepot,
                    subject: directory.location,
                    detail: "it has no directory \(name); socle depot init makes a depot"
                )
            }
        }
        return try locked(tree)
    }

    /// Makes a depot in the empty `directory`: a draft for each role, which nobody signed yet.
    public static func initialise(
        _ directory: Directory,
        roster: DepotRoster,
        now: Instant
    ) throws(DepotError) -> DepotWriter {
        let tree = DepotTree(directory: directory)
        let entries = try tree.reporting("metadata") { _ throws(PlatformError) in
            try directory.entries()
        }
        guard entries.isEmpty else {
            throw DepotError(
                .notADepot,
                subject: directory.location,
                detail: "a new depot needs an empty directory, this one holds files"
            )
        }
        for name in ["metadata", "staging"] { try tree.makeDirectories(name) }
        for rule in DepotPolicy.roles {
            try tree.makeDirectories("targets/\(rule.name)")
            try tree.makeDirectories("staging/\(rule.name)")
        }
        let writer = try locked(tree)
        try writer.stage(DepotDocuments.root(roster, now: now), as: "root")
        try writer.stage(DepotDocuments.targets(roster, now: now), as: "targets")
        for rule in DepotPolicy.roles {
            try writer.stage(
                DepotDocuments.emptyRole(rule.name.text, now: now),
                as: rule.name.text
            )
        }
        return writer
    }

    private static func locked(_ tree: DepotTree) throws(DepotError) -> DepotWriter {
        let path = try DepotPath.relative("staging/lock")
        do {
            let lock = try FileLock.acquire(in: tree.directory, path, kind: .flock)
            return DepotWriter(tree: tree, lock: lock)
        } catch {
            throw DepotError(error, path: "staging/lock")
        }
    }

    // MARK: Drafts

    /// The draft of `role` and its signatures so far; nil where none waits.
    public func draft(of role: String) throws(DepotError) -> SignedDocument? {
        try checkRole(role)
        guard let bytes = try tree.readIfPresent("staging/\(role).json") else { return nil }
        return try trusting { () throws(TrustError) in
            try SignedDocument(bytes, subject: "staging/\(role).json")
        }
    }

    /// Drafts the next version of `role` with the content it has, to be signed anew; a draft that
    /// waits already is kept.
    public func propose(_ role: String, now: Instant) throws(DepotError) {
        guard try draft(of: role) == nil else { return }
        try stage(try content(of: role, now: now), as: role)
    }

    /// Adds the signature of `key` to the draft of `role`.
    ///
    /// - Throws: ``DepotError`` with `.wrongKey` when the key does not sign the role, and with
    ///   `.notTrusted` when the draft breaks the policy: such a draft is never signed.
    public func addSignature(to role: String, key: SigningKey) throws(DepotError) {
        guard var document = try draft(of: role) else { throw nothingPending(role) }
        try requireSigner(key.publicKey, try isSigner(key.publicKey, of: role), role)
        do {
            try document.sign(with: key)
        } catch {
            throw DepotError(error)
        }
        try tree.write(document.bytes, to: "staging/\(role).json")
    }

    /// Refuses a key that would not sign what is drafted for `role`, before anything is.
    public func requireSigner(
        _ key: PublicKey,
        of role: String,
        now: Instant
    ) throws(DepotError) {
        let signed = try content(of: role, now: now)
        let document = try trusting { () throws(TrustError) in
            try SignedDocument(signed: signed, subject: role)
        }
        let isSigner = try groups(of: role, document).contains { $0.keys.contains(key) }
        try requireSigner(key, isSigner, role)
    }

    private func requireSigner(
        _ key: PublicKey,
        _ isSigner: Bool,
        _ role: String
    ) throws(DepotError) {
        guard !isSigner else { return }
        throw DepotError(
            .wrongKey,
            subject: role,
            detail: "the key \(key.fingerprint) is not among those that sign it"
        )
    }

    /// Signs the draft of `role` with `keys` and, if it then has all its signatures, publishes it.
    ///
    /// Without a draft, the role's content is signed anew.
    public func publish(
        _ role: String,
        keys: [SigningKey] = [],
        now: Instant
    ) throws(DepotError) -> Publication {
        try propose(role, now: now)
        for key in keys { try addSignature(to: role, key: key) }
        guard let document = try draft(of: role) else { throw nothingPending(role) }
        guard case .integer(let version)? = document.signed["version"] else {
            throw nothingPending(role)
        }
        let current = try tree.version(of: role)
        let name = "metadata/\(version).\(role).json"
        if version == current, try tree.readIfPresent(name) == document.bytes {
            // Published by a run that was stopped before it took the draft away.
            try tree.remove("staging/\(role).json")
            return .published(version: version)
        }
        if let waiting = try obstacle(to: role, document) { return waiting }
        guard version == current + 1 else {
            throw DepotError(
                .nothingPending,
                subject: "staging/\(role).json",
                detail: "the draft does not follow the published version; remove it, draft anew"
            )
        }
        if role == "root", try !isAcceptedAtOnce(document, version, now: now) {
            return .prepared(version: version)
        }
        try publishTargets(of: document, role: role)
        try tree.write(document.bytes, to: name)
        try tree.remove("staging/\(role).json")
        return .published(version: version)
    }

    /// Whether `key` is one that signs the draft of `role`, or will once what is drafted above it
    /// is published.
    public func isSigner(_ key: PublicKey, of role: String) throws(DepotError) -> Bool {
        guard let document = try draft(of: role) else { return false }
        return try groups(of: role, document).contains { $0.keys.contains(key) }
    }

    /// Publishes every role of a new depot with `keys`, each used where it signs, then its first
    /// snapshot and timestamp: for a ceremony where all keys are in one place.
    public func publishAll(
        keys: [SigningKey],
        operatorKey: SigningKey,
        now: Instant
    ) throws(DepotError) {
        for role in Self.roles {
            guard try draft(of: role) != nil else { continue }
            var own: [SigningKey] = []
            for key in keys where try isSigner(key.publicKey, of: role) { own.append(key) }
            let outcome = try publish(role, keys: own, now: now)
            if case .waiting(let count, let threshold) = outcome {
                throw DepotError(
                    .wrongKey,
                    subject: role,
                    detail: "\(count) of \(threshold) signatures with the keys given"
                )
            }
        }
        try refresh(operatorKey: operatorKey, now: now)
    }
}
