internal import Archive
internal import Model
internal import Primitives
internal import Trust

/// A layer's archive, read run by run against its index.
///
/// The order is the promise: a frame's bytes are hashed before libarchive sees any of them, decoded
/// to exactly the length the index gives, and each member is compared with its entry before a sink
/// hears of it. A member that is not listed, or a listed one that is missing, ends the reading.
public struct LayerArchive: Sendable {
    /// The layer's index.
    public let index: LayerIndex
    private let source: any ByteSource
    private let members: [UInt64: [Int]]

    /// How messages call the file the archive is read from; nil for one that has no name.
    public var name: String? { source.name }

    /// Reads the archive of `index` through `source`.
    ///
    /// - Throws: ``PackagingError`` when the source does not have the length the index gives.
    public init(index: LayerIndex, source: any ByteSource) throws(PackagingError) {
        guard source.length == index.archiveLength else {
            throw PackagingError(
                .archiveMismatch,
                subject: "archive",
                detail: "it has \(source.length) bytes, its index promises \(index.archiveLength)",
                hint: "fetch the archive again"
            )
        }
        self.index = index
        self.source = source
        var members: [UInt64: [Int]] = [:]
        for (position, entry) in index.entries.enumerated() {
            guard case .file(_, _, let frame, _) = entry.content, frame != 0 else { continue }
            members[frame, default: []].append(position)
        }
        self.members = members
    }

    /// Says which runs will be read.
    public func expect(_ runs: [FrameRun]) { source.expect(frames(of: runs)) }

    /// Has the source bring `runs` now, so that no line is needed when they are read.
    ///
    /// - Throws: ``PackagingError`` when it can not.
    public func bring(_ runs: [FrameRun]) throws(PackagingError) {
        try source.bring(frames(of: runs))
    }

    private func frames(of runs: [FrameRun]) -> [Frame] {
        runs.flatMap { index.frames[$0.frames] }.sorted { $0.offset < $1.offset }
    }

    /// Decodes `run` and hands its members to `sink`.
    ///
    /// - Parameters:
    ///   - run: one of the index's runs.
    ///   - sink: what receives the members.
    ///   - verifyingContents: whether the SHA-256 of each wanted file is checked here; a sink that
    ///     hashes what it wrote can do without.
    /// - Throws: ``PackagingError`` when a frame or a member is not as the index says, or what the
    ///   sink threw.
    public func read<Sink: EntrySink>(
        _ run: FrameRun,
        into sink: inout Sink,
        verifyingContents: Bool = true
    ) throws(PackagingError) {
        _ = try readPositions(run, into: &sink, verifyingContents: verifyingContents)
    }

    /// Decodes `run` and gives the positions of its members in the index's entries.
    func readPositions<Sink: EntrySink>(
        _ run: FrameRun,
        into sink: inout Sink,
        verifyingContents: Bool
    ) throws(PackagingError) -> [Int] {
        guard index.run(of: run.key) == run else {
            throw PackagingError(
                .frameMismatch,
                subject: "frame \(run.frames.lowerBound)",
                detail: "the run is not one of this index"
            )
        }
        let isLast = run.frames.upperBound == index.frames.count
        var reading = try RunReading(
            index: index,
            run: run,
            isLast: isLast,
            source: FrameSource(
                source: source,
                frames: Array(index.frames[run.frames]),
                first: run.frames.lowerBound
            ),
            verifiesContents: verifyingContents
        )
        let seen = try reading.readAll(into: &sink)
        let expected = members[run.key] ?? []
        let found = Set(seen)
        if let missing = expected.first(where: { !found.contains($0) }) {
            throw PackagingError(
                .memberMissing,
                subject: index.entries[missing].path.label,
                detail: "the index lists it and its frame does not hold it"
            )
        }
        return seen
    }
}

/// Supplies the decoded frames of a run, each hashed first.
struct FrameSource: TarSource {
    let source: any ByteSource
    let frames: [Frame]
    let first: Int
    private var position = 0
    /// Why it gave up.
    private(set) var error: PackagingError?

    init(source: any ByteSource, frames: [Frame], first: Int) {
        self.source = source
        self.frames = frames
        self.first = first
    }

    var hasFailed: Bool { error != nil }
    /// Whether every frame was asked for.
    var isExhausted: Bool { position == frames.count }

    mutating func next(_ block: inout [UInt8]) -> Bool {
        guard error == nil, position < frames.count else { return false }
        let frame = frames[position]
        let label = "frame \(first + position)"
        position += 1
        do throws(PackagingError) {
            let bytes = try source.read(frame)
            guard SHA256Hasher.digest(of: bytes) == frame.digest else {
                throw PackagingError(
                    .frameMismatch,
                    subject: label,
                    detail: "its bytes do not have the SHA-256 the index promises",
                    hint: "fetch the archive again"
                )
            }
            do {
                try Zstandard.decompress(
                    bytes.span,
                    decodedLength: frame.decodedLength,
                    into: &block
                )
            } catch {
                throw PackagingError(subject: label, error)
            }
            return true
        } catch {
            self.error = error
            return false
        }
    }
}
