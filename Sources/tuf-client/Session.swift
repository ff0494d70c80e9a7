import Platform
import Primitives
import Trust

/// One run of the client: a verb, a state directory, a repository.
struct Session {
    let request: Request

    /// Largest target downloaded, in bytes.
    private static let targetLimit: UInt64 = 256 << 20

    init(_ request: Request) {
        self.request = request
    }

    func run() throws(TrustError) {
        let state = try Self.directory(request.metadataDirectory)
        let storage = MetadataStore(state)
        guard request.verb != .initialise else { return try initialise(storage) }
        guard let root = try storage.document("root.json") else {
            throw TrustError(.missing, subject: "root.json", detail: "run init first")
        }
        var updater = try MetadataUpdater(
            Self.start(root),
            source: HTTPSource(base: request.metadataURL),
            storage: storage
        )
        try updater.refresh()
        guard request.verb == .download else { return }
        let folder = try Self.directory(request.targetDirectory)
        for name in request.targetNames {
            guard let target = try updater.target(ExactString(name)) else {
                throw TrustError(.unknownTarget, subject: name, detail: "no role lists it")
            }
            try download(target, to: folder, of: updater.trusted.root)
        }
    }

    /// Keeps the root, if it is sound in itself.
    private func initialise(_ storage: MetadataStore) throws(TrustError) {
        let parts = request.root.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/")
        let bytes: [UInt8]
        do throws(PlatformError) {
            let name = RelativePath(uncheckedBytes: Array((parts.last ?? "").utf8))
            let parent = try Directory.open(
                folder.isEmpty ? (parts.count > 1 ? "/" : ".") : folder
            )
            bytes = try parent.read(name, limit: MetadataLimits().root)
        } catch {
            throw Self.failure(error)
        }
        _ = try MetadataUpdater(Self.start(bytes), source: NoSource(), storage: storage)
        try storage.keep(bytes, as: "root.json")
    }

    /// Fetches `target` under its percent-encoded name, unless it is there already.
    private func download(
        _ target: TargetInfo,
        to folder: Directory,
        of root: RootMetadata
    ) throws(TrustError) {
        let kept = RelativePath(uncheckedBytes: Array(PercentEncoding.encode(target.path).utf8))
        guard target.length <= Self.targetLimit else {
            throw TrustError(.tooLarge, subject: target.path, detail: "\(target.length) bytes")
        }
        let limit = Int(target.length)
        do throws(PlatformError) {
            if let bytes = try folder.readIfPresent(kept, limit: limit) {
                do throws(TrustError) {
                    return try target.check(bytes)
                } catch {
                    // An older one: the file listed now replaces it.
                }
            }
        } catch {
            // An older, longer one.
            guard error.code == .tooLarge else { throw Self.failure(error) }
        }
        let path = root.consistentSnapshot ? target.consistentPath : target.path
        guard let path else {
            throw TrustError(
                .hashMismatch,
                subject: target.path,
                detail: "listed without a known kind of digest"
            )
        }
        let source = HTTPSource(base: request.targetBaseURL)
        let name = PercentEncoding.encode(path, keeping: "/")
        guard let bytes = try source.metadata(name, limit: limit) else {
            throw TrustError(.missing, subject: target.path, detail: "the repository lacks it")
        }
        try target.check(bytes)
        do {
            try folder.write(bytes, atomicallyTo: kept, permissions: 0o644)
        } catch {
            throw Self.failure(error)
        }
    }

    private static func start(_ root: [UInt8]) -> MetadataUpdater.Start {
        MetadataUpdater.Start(
            pinnedRoot: root,
            system: SystemClock.now(),
            built: Instant(secondsSince1970: 0),
            policy: nil
        )
    }

    private static func directory(_ path: String) throws(TrustError) -> Directory {
        do {
            return try Directory.open(path)
        } catch {
            throw failure(error)
        }
    }

    private static func failure(_ error: PlatformError) -> TrustError {
        TrustError(.io, subject: error.subject, detail: "it cannot be used", cause: "\(error)")
    }
}
