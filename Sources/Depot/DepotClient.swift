import Primitives
public import Trust

/// Reads one depot, and gives only what its institutions signed.
///
/// Documents come verified in full. Layers are too large for that: `file(of:)` gives their bytes
/// by range, with their length checked, and whoever asks checks each part against the digests of
/// an index that came verified.
public struct DepotClient: Sendable {
    private let transport: any Transport
    private let watch: LineWatch?
    private let cache: DepotCache?
    private let storage: any MetadataStorage
    private let start: MetadataUpdater.Start
    private var updater: MetadataUpdater

    /// Largest document given whole: an index of a large layer.
    public static let documentLimit = 256 << 20

    /// Loads what is trusted already; the depot is not asked for anything yet.
    ///
    /// - Parameters:
    ///   - transport: reaches the depot.
    ///   - storage: keeps what was trusted.
    ///   - start: what this run starts from.
    ///   - cache: what the station keeps of what was fetched. With one, a depot out of reach is read
    ///     from what `storage` and it hold, as long as nothing of that has expired.
    /// - Throws: ``DepotError`` when the pinned root or the one kept is unsound.
    public init(
        transport: any Transport,
        storage: any MetadataStorage,
        start: MetadataUpdater.Start,
        cache: DepotCache? = nil
    ) throws(DepotError) {
        let watch = cache == nil ? nil : LineWatch(transport)
        self.transport = if let watch { watch } else { transport }
        self.watch = watch
        self.cache = cache
        self.storage = storage
        var start = start
        start.keepsPrevious = cache != nil
        self.start = start
        let source = MetadataTransport(
            transport: self.transport,
            kept: cache == nil ? nil : storage
        )
        updater = try Self.wrapping { () throws(TrustError) in
            try MetadataUpdater(start, source: source, storage: storage)
        }
    }

    /// Whether the depot was out of reach, and what the station keeps of it was used instead.
    public var isOffline: Bool { watch?.isDown ?? false }

    /// What is trusted now.
    public var trusted: TrustedMetadata { updater.trusted }

    /// Brings root, timestamp, snapshot, targets and the documents of `roles` up to date; once a run.
    ///
    /// With a cache, a line that is cut on the way leaves what was trusted before, whole, to be used.
    public mutating func refresh(roles: [String] = []) throws(DepotError) {
        do {
            try Self.refresh(&updater, roles)
        } catch {
            guard isOffline, let before = previous(roles) else { throw DepotError(error) }
            updater = before
        }
    }

    /// What was trusted before this run, if nothing of it is missing and all of it is still valid.
    private func previous(_ roles: [String]) -> MetadataUpdater? {
        let kept = PreviousState(of: storage)
        do throws(TrustError) {
            var updater = try MetadataUpdater(
                start,
                source: MetadataTransport(transport: transport, kept: kept),
                storage: kept
            )
            try Self.refresh(&updater, roles)
            return updater
        } catch {
            // The fault that led here is the one to tell.
            return nil
        }
    }

    private static func refresh(
        _ updater: inout MetadataUpdater,
        _ roles: [String]
    ) throws(TrustError) {
        try updater.refresh()
        for role in roles { _ = try updater.role(ExactString(role)) }
    }

    /// What the depot's roles say of the target `path`.
    ///
    /// - Throws: ``DepotError`` with `.notFound` when no role lists it.
    public mutating func target(_ path: String) throws(DepotError) -> TargetInfo {
        do {
            if let target = try updater.target(ExactString(path)) { return target }
        } catch {
            throw DepotError(error)
        }
        throw DepotError(
            .notFound,
            subject: path,
            detail: "no role of the depot lists it as a target"
        )
    }

    /// The targets `role` lists whose path has this prefix and suffix, by path.
    public mutating func targets(
        inRole role: String,
        prefix: String = "",
        suffix: String = ""
    ) throws(DepotError) -> [TargetInfo] {
        do {
            let metadata = try updater.role(ExactString(role))
            return metadata.targets.values
                .filter {
                    $0.path.utf8.starts(with: prefix.utf8)
                        && $0.path.utf8.reversed().starts(with: suffix.utf8.reversed())
                }
                .sorted { ExactString($0.path) < ExactString($1.path) }
        } catch {
            throw DepotError(error)
        }
    }

    /// The whole target `path`, verified.
    public mutating func bytes(
        of path: String,
        limit: Int = documentLimit
    ) throws(DepotError) -> [UInt8] {
        try bytes(of: try target(path), limit: limit)
    }

    /// The whole of `target`, verified.
    public func bytes(
        of target: TargetInfo,
        limit: Int = documentLimit
    ) throws(DepotError) -> [UInt8] {
        guard let length = Int(exactly: target.length), length <= limit else {
            throw DepotError(
                .tooLarge,
                subject: target.path,
                detail: "\(target.length) bytes where at most \(limit) are accepted"
            )
        }
        let kept = target.sha256.flatMap { cache?.bytes($0, count: length) }
        let bytes =
            if let kept { kept } else {
                try transport.fetch(try serverPath(target), limit: length)
            }
        do {
            try target.check(bytes)
        } catch {
            throw DepotError(error)
        }
        if kept == nil, let sha256 = target.sha256 { cache?.keep(bytes, sha256) }
        return bytes
    }

    /// The file of `path`, to be read by range; its length is the signed one.
    public mutating func file(of path: String) throws(DepotError) -> DepotFile {
        try file(of: try target(path))
    }

    /// The file of `target`, to be read by range; its length is the signed one.
    public func file(of target: TargetInfo) throws(DepotError) -> DepotFile {
        let path = try serverPath(target)
        if let length = try length(of: path), length != target.length {
            throw DepotError(
                .lengthMismatch,
                subject: target.path,
                detail: "\(length) bytes long, the signed length is \(target.length)"
            )
        }
        return DepotFile(transport: transport, path: path, target: target, cache: cache)
    }

    /// The length of a file of the depot; nil where a cache stands in for a depot out of reach.
    private func length(of path: String) throws(DepotError) -> UInt64? {
        do {
            return try transport.length(of: path)
        } catch {
            guard isOffline else { throw error }
            return nil
        }
    }

    private func serverPath(_ target: TargetInfo) throws(DepotError) -> String {
        let path = trusted.root.consistentSnapshot ? target.consistentPath : target.path
        guard let path else {
            throw DepotError(
                .notFound,
                subject: target.path,
                detail: "it is listed without a known digest"
            )
        }
        return "targets/\(path)"
    }

    private static func wrapping<Result>(
        _ body: () throws(TrustError) -> Result
    ) throws(DepotError) -> Result {
        do {
            return try body()
        } catch {
            throw DepotError(error)
        }
    }
}

/// A target read by range.
///
/// Its bytes are not verified here; its length is.
public struct DepotFile: Sendable {
    private let transport: any Transport
    private let path: String
    let cache: DepotCache?
    /// Nil for a depot at hand.
    let readAhead: ReadAhead?
    /// What the depot's role says of the file.
    public let target: TargetInfo

    init(transport: any Transport, path: String, target: TargetInfo, cache: DepotCache?) {
        self.transport = transport
        self.path = path
        self.target = target
        self.cache = cache
        readAhead = transport.isFar ? ReadAhead() : nil
    }

    /// The signed length, which is the file's.
    public var length: UInt64 { target.length }

    /// Hands the bytes of `ranges` over as they come, range after range, to be checked by the caller.
    func read(
        _ ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        try transport.read(path, ranges: ranges, take: take)
    }

    /// Exactly `count` bytes from `offset` on, to be checked by the caller.
    public func bytes(at offset: UInt64, count: Int) throws(DepotError) -> [UInt8] {
        let (end, overflow) = offset.addingReportingOverflow(UInt64(max(0, count)))
        guard !overflow, end <= length else {
            throw DepotError(
                .lengthMismatch,
                subject: target.path,
                detail: "bytes beyond its end at \(length) were asked for"
            )
        }
        let bytes = try transport.fetch(path, range: offset..<end)
        guard bytes.count == count else {
            throw DepotError(
                .lengthMismatch,
                subject: target.path,
                detail: "\(bytes.count) bytes came where \(count) were asked for"
            )
        }
        return bytes
    }
}

/// The depot's `metadata/` directory, as the updater asks for it.
struct MetadataTransport: MetadataSource {
    let transport: any Transport
    /// What stands in for a depot out of reach: the documents it gave before, judged as if it gave
    /// them now; nil for nothing.
    var kept: (any MetadataStorage)?

    func metadata(_ name: String, limit: Int) throws(TrustError) -> [UInt8]? {
        do {
            return try transport.fetch("metadata/\(name)", limit: limit)
        } catch {
            switch error.code {
            case .notFound: return nil
            case .unreachable where name.hasSuffix(".root.json") && kept != nil: return nil
            case .unreachable where name == "timestamp.json":
                if let bytes = try kept?.document(name) { return bytes }
                throw unreadable(name, error)
            case .tooLarge:
                throw TrustError(
                    .tooLarge,
                    subject: name,
                    detail: "over the \(limit) bytes its role allows",
                    cause: error.cause
                )
            default: throw unreadable(name, error)
            }
        }
    }

    private func unreadable(_ name: String, _ error: DepotError) -> TrustError {
        TrustError(
            .io,
            subject: name,
            detail: "it cannot be read from \(transport.location)",
            cause: error.description
        )
    }
}
