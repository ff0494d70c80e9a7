public import Platform
import Primitives
import Synchronization
public import Trust

/// Copies a depot, verified, into a folder that is then a depot of its own: a USB stick, a share.
///
/// The copy has every root, so that a station back after years finds its way, and only what is in
/// force. Targets come first, then the roles and the snapshot, then roots, then the timestamp: at
/// any moment a station that reads the folder sees the copy that was there before or the new one.
/// A target that was cut short goes on from where it stopped. What is no longer listed goes last.
public struct DepotExport: Sendable {
    /// What a copy did.
    public struct Outcome: Sendable {
        /// What the copy holds.
        public let survey: DepotSurvey
        /// Targets that were copied.
        public internal(set) var copied = 0
        /// Targets that were there already, and read again.
        public internal(set) var kept = 0
        /// Bytes written.
        public internal(set) var bytes: UInt64 = 0
        /// Files taken away because nothing lists them any more.
        public internal(set) var removed = 0
    }

    private let client: DepotClient
    private let tree: DepotTree
    private let recorder: RecordingTransport
    private var outcome: Outcome

    /// Copies the depot `transport` reaches into `folder`.
    ///
    /// - Parameters:
    ///   - transport: the depot.
    ///   - folder: an empty folder, or an earlier copy of the same depot.
    ///   - start: what the depot is judged by; its pinned root is the depot's first.
    ///   - progress: is told bytes done and bytes in all.
    /// - Returns: what the copy holds, and what was done for it.
    /// - Throws: ``DepotError`` for anything a station would refuse, before it is written under its
    ///   own name, and `.otherDepot` for a folder that holds something else or something newer.
    public static func run(
        from transport: any Transport,
        to folder: Directory,
        start: MetadataUpdater.Start,
        progress: (UInt64, UInt64) -> Void = { _, _ in }
    ) throws(DepotError) -> Outcome {
        let recorder = RecordingTransport(transport)
        var client = try DepotClient(
            transport: recorder,
            storage: TransientStorage(),
            start: start
        )
        let survey = try client.survey()
        var export = DepotExport(
            client: client,
            tree: DepotTree(directory: folder),
            recorder: recorder,
            outcome: Outcome(survey: survey)
        )
        try export.claim(start.pinnedRoot)
        try export.copyTargets(progress)
        try export.copyDocuments(firstRoot: start.pinnedRoot)
        try export.prune()
        return export.outcome
    }

    // MARK: Steps

    /// Refuses a folder that is no earlier copy of this depot, then makes its folders.
    private func claim(_ root: [UInt8]) throws(DepotError) {
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
            try refuseOlder()
        }
        for name in ["metadata", "staging"] + DepotPolicy.roles.map({ "targets/\($0.name)" }) {
            try tree.makeDirectories(name)
        }
        try tree.write([], to: "staging/export")
    }

    private func refuseOlder() throws(DepotError) {
        guard let bytes = try tree.readIfPresent("metadata/timestamp.json"),
            let version = client.trusted.timestamp?.header.version
        else { return }
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
                done += target.length
                progress(done, total)
                continue
            }
            let before = done
            outcome.bytes += try copy(target, to: name) { progress(before + $0, total) }
            done += target.length
            outcome.copied += 1
        }
    }

    /// Whether the folder has the target whole; it is read again, since sticks forget.
    private func isThere(_ target: TargetInfo, _ name: String) throws(DepotError) -> Bool {
        guard try tree.length(of: "targets/\(name)") == target.length else { return false }
        var hasher = SHA256Hasher()
        _ = try tree.hash("targets/\(name)", into: &hasher)
        return hasher.finalize() == target.sha256
    }

    /// Brings one target, going on from what an earlier copy left of it.
    private func copy(
        _ target: TargetInfo,
        to name: String,
        _ progress: (UInt64) -> Void
    ) throws(DepotError) -> UInt64 {
        let draft = "staging/\(target.sha256?.hex ?? "target")"
        var hasher = SHA256Hasher()
        var start = try tree.length(of: draft) == nil ? 0 : try tree.hash(draft, into: &hasher)
        if start > target.length {
            try tree.remove(draft)
            hasher = SHA256Hasher()
            start = 0
        }
        do {
            var offset = start
            let file = try tree.openForWriting(draft)
            try client.read(target, from: start, &hasher) { (part) throws(DepotError) in
                try tree.reporting(draft) { _ throws(PlatformError) in
                    try file.write(part, at: offset)
                }
                offset += UInt64(part.count)
                progress(offset - start)
            }
            try tree.reporting(draft) { _ throws(PlatformError) in try file.sync() }
        } catch {
            // What was left of an earlier copy may be what is wrong: the next one starts afresh.
            if error.code == .notTrusted { try? tree.remove(draft) }
            guard error.code == .tooLarge, error.subject == draft else { throw error }
            throw DepotError(
                .tooLarge,
                subject: target.path,
                detail: "the file system of \(tree.directory.location) takes no file of "
                    + "\(target.length) bytes: format the stick as exFAT",
                cause: error.cause
            )
        }
        try tree.move(draft, to: "targets/\(name)")
        return target.length - start
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

/// Remembers the documents a depot gave, so that what was verified is what is written.
private final class RecordingTransport: Transport {
    private let base: any Transport
    private let documents = Mutex<[String: [UInt8]]>([:])

    init(_ base: any Transport) { self.base = base }

    var location: String { base.location }

    func bytes(of path: String) -> [UInt8]? { documents.withLock { $0[path] } }

    func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8] {
        let bytes = try base.fetch(path, limit: limit)
        documents.withLock { $0[path] = bytes }
        return bytes
    }

    func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        try base.read(path, ranges: ranges, take: take)
    }

    func length(of path: String) throws(DepotError) -> UInt64 { try base.length(of: path) }
}
