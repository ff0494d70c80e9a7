public import Platform
import Primitives
public import Trust

/// Copies a depot, verified, into a folder that is then a depot of its own: a USB stick, a share, a
/// school's mirror.
///
/// The copy has every root, so that a station back after years finds its way, and only what is in
/// force. Targets come first, then the roles and the snapshot, then roots, then the timestamp: at
/// any moment a station that reads the folder sees the copy that was there before or the new one.
/// A target that was cut short goes on from where it stopped, and of a new edition only the frames
/// that no earlier one in the folder has are fetched. What is no longer listed goes last.
public struct DepotExport: ~Copyable, Sendable {
    /// What a copy did.
    public struct Outcome: Sendable {
        /// What the copy holds.
        public let survey: DepotSurvey
        /// Targets that were copied.
        public internal(set) var copied = 0
        /// Targets that were there already, and read again.
        public internal(set) var kept = 0
        /// Bytes of targets the depot gave.
        public internal(set) var bytes: UInt64 = 0
        /// Bytes of targets that came from earlier editions in the folder.
        public internal(set) var reused: UInt64 = 0
        /// Files taken away because nothing lists them any more.
        public internal(set) var removed = 0
    }

    private let client: DepotClient
    private let tree: DepotTree
    private let recorder: RecordingTransport
    private let lock: FileLock
    private let isCancelled: @Sendable () -> Bool
    private var outcome: Outcome

    /// Copies the depot `transport` reaches into `folder`.
    ///
    /// - Parameters:
    ///   - transport: the depot.
    ///   - folder: an empty folder, or an earlier copy of the same depot.
    ///   - start: what the depot is judged by; its pinned root is the depot's first.
    ///   - isCancelled: asked between parts; yes ends the copy, to be gone on with later.
    ///   - progress: is told bytes done and bytes in all.
    /// - Returns: what the copy holds, and what was done for it.
    /// - Throws: ``DepotError`` for anything a station would refuse, before it is written under its
    ///   own name, `.otherDepot` for a folder that holds something else or something newer, and
    ///   `.locked` while another copies into it.
    public static func run(
        from transport: any Transport,
        to folder: Directory,
        start: MetadataUpdater.Start,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: (UInt64, UInt64) -> Void = { _, _ in }
    ) throws(DepotError) -> Outcome {
        let tree = DepotTree(directory: folder)
        var (client, recorder) = try open(transport, earlier: tree, start)
        let survey: DepotSurvey
        do {
            survey = try client.survey()
        } catch {
            guard recorder.hasUsedEarlier else { throw error }
            // It may be the folder's own documents that are wrong.
            (client, recorder) = try open(transport, earlier: nil, start)
            survey = try client.survey()
        }
        let version = client.trusted.timestamp?.header.version ?? 0
        let lock = try claim(tree, root: start.pinnedRoot, timestamp: version)
        var export = DepotExport(
            client: client,
            tree: tree,
            recorder: recorder,
            lock: lock,
            isCancelled: isCancelled,
            outcome: Outcome(survey: survey)
        )
        try export.copyTargets(progress)
        try export.copyDocuments(firstRoot: start.pinnedRoot)
        try export.prune()
        return export.outcome
    }

    private static func open(
        _ transport: any Transport,
        earlier: DepotTree?,
        _ start: MetadataUpdater.Start
    ) throws(DepotError) -> (DepotClient, RecordingTransport) {
        let recorder = RecordingTransport(transport, earlier: earlier)
        let client = try DepotClient(
            transport: recorder,
            storage: TransientStorage(),
            start: start
        )
        return (client, recorder)
    }

    // MARK: Steps

    /// Refuses a folder that is no earlier copy of this depot, then makes its folders and locks it.
    private static func claim(
        _ tree: DepotTree,
        root: [UInt8],
        timestamp version: Int64
    ) throws(DepotError) -> FileLock {
        let entries = try tree.reporting("metadata") { _ throws(PlatformError) in
            try tree.directory.entries()
        }
        let isFree = entries.allSatisfy {
            ["lost+found", "System Volume Information"].contains(
                String(decoding: $0.name, as: UTF8.self)
            )
        }
        if !isFree {
            let known = try tree.readIfPresent("metadata/1.root.json")
            // A first copy that was stopped has targets and no document yet.
            let isStopped = try tree.length(of: "staging/export") != nil
            guard known == root || known == nil && isStopped else {
                throw DepotError(
                    .otherDepot,
                    subject: tree.directory.location,
                    detail: "it holds other files, or a depot with another first root: "
                        + "give an empty folder"
                )
            }
            try refuseOlder(tree, timestamp: version)
        }
        for name in ["staging", "metadata"] + DepotPolicy.roles.map({ "targets/\($0.name)" }) {
            try tree.makeDirectories(name)
            if name == "staging" { try tree.write([], to: "staging/export") }
        }
        return try tree.reporting("staging/lock") { path throws(PlatformError) in
            try FileLock.acquire(in: tree.directory, path, kind: .flock)
        }
    }

    private static func refuseOlder(
        _ tree: DepotTree,
        timestamp version: Int64
    ) throws(DepotError) {
        guard let bytes = try tree.readIfPresent("metadata/timestamp.json") else { return }
        let there: JSONValue?
        do {
            there = try SignedDocument(bytes, subject: "timestamp.json").signed["version"]
        } catch {
            // No station can use it: the copy takes its place.
            return
        }
        guard case .integer(let known)? = there, known > version else { return }
        throw DepotError(
            .otherDepot,
            subject: "\(tree.directory.location)/metadata/timestamp.json",
            detail: "it has version \(known), newer than \(version), the depot's own"
        )
    }

    private mutating func copyTargets(
        _ progress: (UInt64, UInt64) -> Void
    ) throws(DepotError) {
        let total = outcome.survey.targets.reduce(0) { $0 + $1.length }
        var done: UInt64 = 0
        for target in outcome.survey.targets {
            guard let name = target.consistentPath else { continue }
            if try isThere(target, name) {
                outcome.kept += 1
            } else {
                let account = try copy(target, to: name) { progress(done + $0, total) }
                outcome.bytes += account.fetched
                outcome.reused += account.reused
                outcome.copied += 1
            }
            done += target.length
            progress(done, total)
        }
    }

    private func copy(
        _ target: TargetInfo,
        to name: String,
        _ progress: (UInt64) -> Void
    ) throws(DepotError) -> TargetCopy.Account {
        let folder = "targets/" + name.prefix { $0 != "/" }
        // An index comes before its archive, and tells what of it is here.
        var known =
            target.path.hasSuffix(".tar.zst") ? try KnownFrames(tree, in: folder) : KnownFrames()
        let copy = TargetCopy(
            client: client,
            tree: tree,
            target: target,
            name: name,
            isCancelled: isCancelled
        )
        return try copy.run(&known, progress: progress)
    }

    /// Whether the folder has the target whole; it is read again, since sticks forget.
    private func isThere(_ target: TargetInfo, _ name: String) throws(DepotError) -> Bool {
        guard try tree.length(of: "targets/\(name)") == target.length else { return false }
        var hasher = SHA256Hasher()
        _ = try tree.hash("targets/\(name)", into: &hasher)
        return hasher.finalize() == target.sha256
    }

    private func copyDocuments(firstRoot: [UInt8]) throws(DepotError) {
        for document in outcome.survey.documents where document.role != "root" {
            guard document.role != "timestamp" else { continue }
            try copyDocument(document.file)
        }
        try tree.write(firstRoot, to: "metadata/1.root.json")
        for document in outcome.survey.documents where document.role == "root" {
            for version in stride(from: 2, through: document.version, by: 1) {
                try copyDocument("\(version).root.json")
            }
        }
        try copyDocument("timestamp.json")
    }

    /// Writes the bytes that were verified, not what the depot may hold by now.
    private func copyDocument(_ file: String) throws(DepotError) {
        guard let bytes = recorder.bytes(of: "metadata/\(file)") else {
            throw DepotError(.notFound, subject: file, detail: "it was not read from the depot")
        }
        guard try tree.readIfPresent("metadata/\(file)") != bytes else { return }
        try tree.write(bytes, to: "metadata/\(file)")
    }

    /// Takes away what the copy no longer lists, and nothing that is not named as a depot's files.
    private mutating func prune() throws(DepotError) {
        var listed: Set<String> = []
        for document in outcome.survey.documents { listed.insert("metadata/\(document.file)") }
        for target in outcome.survey.targets {
            if let name = target.consistentPath { listed.insert("targets/\(name)") }
        }
        for folder in ["metadata", "staging"] + DepotPolicy.roles.map({ "targets/\($0.name)" }) {
            for path in try tree.files(in: folder) {
                let name = path.dropFirst(folder.count + 1)
                guard !listed.contains(path), Self.isOwn(name, in: folder) else { continue }
                try tree.remove(path)
                if folder != "staging" { outcome.removed += 1 }
            }
        }
    }

    /// Whether a copy may have written the file: roots are never taken away.
    private static func isOwn(_ name: Substring, in folder: String) -> Bool {
        let first = name.prefix { $0 != "." }
        switch folder {
        case "metadata": return name.hasSuffix(".json") && !name.hasSuffix(".root.json")
        case "staging": return name == "export" || first.count == 64
        default: return first.count == 64
        }
    }
}
