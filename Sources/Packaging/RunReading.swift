internal import Archive
internal import Model
internal import Primitives
internal import Trust

/// The state of decoding one run.
struct RunReading: ~Copyable {
    private let index: LayerIndex
    private let run: FrameRun
    private let isLast: Bool
    private let verifiesContents: Bool
    private var reader: TarReader<FrameSource>
    private var hasher = SHA256Hasher()

    init(
        index: LayerIndex,
        run: FrameRun,
        isLast: Bool,
        source: FrameSource,
        verifiesContents: Bool
    ) throws(PackagingError) {
        let opened: TarReader<FrameSource>
        do {
            opened = try TarReader.open(source)
        } catch {
            throw source.error ?? PackagingError(subject: "frame \(source.first)", error)
        }
        reader = opened
        self.index = index
        self.run = run
        self.isLast = isLast
        self.verifiesContents = verifiesContents
    }

    /// Reads to the end of the run and gives the positions of its members.
    mutating func readAll<Sink: EntrySink>(
        into sink: inout Sink
    ) throws(PackagingError) -> [Int] {
        var positions: [Int] = []
        var seen = Set<Int>()
        var end: UInt64 = 0
        while let member = try nextMember() {
            let position = try match(member)
            guard seen.insert(position).inserted else {
                throw fault(.memberUnlisted, member.path, "the archive holds it twice")
            }
            positions.append(position)
            let stored = member.dataLength
            let (sum, overflow) = reader.position.addingReportingOverflow(
                stored + UInt64(TarHeader.padding(after: stored))
            )
            guard !overflow else { throw fault(.memberDiffers, member.path, "it is too large") }
            end = sum
            let entry = index.entries[position]
            if try sink.begin(entry) {
                try deliver(entry, stored: stored, into: &sink)
                try sink.end(entry)
            }
        }
        try requireEnd(at: end, isEmpty: positions.isEmpty)
        return positions
    }

    private mutating func nextMember() throws(PackagingError) -> TarMember? {
        do {
            return try reader.next()
        } catch {
            throw wrap(error)
        }
    }

    private func wrap(_ error: ArchiveError) -> PackagingError {
        if let reason = reader.source.error { return reason }
        let code: PackagingError.Code =
            error.code == .memberRefused ? .memberUnlisted : .archiveMalformed
        return PackagingError(
            code,
            subject: "frame \(run.frames.lowerBound)",
            detail: "a member can not be accepted",
            cause: "\(error)"
        )
    }

    private func fault(
        _ code: PackagingError.Code,
        _ path: RelativePath,
        _ detail: String
    ) -> PackagingError {
        PackagingError(code, subject: path.label, detail: detail)
    }

    // MARK: Comparing

    /// The position of the entry that `member` is, once every field of it agrees.
    private func match(_ member: TarMember) throws(PackagingError) -> Int {
        let path = member.path
        guard let position = index.position(of: path) else {
            throw fault(.memberUnlisted, path, "the archive holds it and the index does not")
        }
        let entry = index.entries[position]
        if case .file(_, _, let frame, _) = entry.content, frame != run.key, frame != 0 {
            throw fault(.memberUnlisted, path, "the index has it in another frame")
        }
        guard entry.tarContent == member.content else {
            throw fault(
                .memberDiffers,
                path,
                "its type, size, link target or sparse map is not what the index says"
            )
        }
        let expected = entry.metadata
        let found = member.metadata
        guard found.mode == expected.mode, found.owner == expected.owner,
            found.group == expected.group, found.attributes == expected.attributes
        else {
            throw fault(
                .memberDiffers,
                path,
                "its mode, owner or extended attributes are not what the index says"
            )
        }
        // libarchive 3.6 adds the fraction of a time before 1970 instead of taking it away.
        let time = expected.modified
        guard found.modified == time || time.seconds < 0 && time.nanoseconds != 0 else {
            throw fault(.memberDiffers, path, "its time is not what the index says")
        }
        return position
    }

    // MARK: Content

    private mutating func deliver<Sink: EntrySink>(
        _ entry: LayerEntry,
        stored: UInt64,
        into sink: inout Sink
    ) throws(PackagingError) {
        guard case .file(let size, let digest, _, _) = entry.content else { return }
        var content = ContentCheck(path: entry.path, size: size, verifies: verifiesContents)
        var isMore = true
        while isMore {
            do {
                isMore = try reader.readContent(
                    { bytes, offset throws(PackagingError) in
                        try content.accept(bytes, at: offset, hasher: &hasher)
                        try sink.write(bytes, at: offset)
                    },
                    mapping: { PackagingError(subject: entry.path.label, $0) }
                )
            } catch {
                throw reader.source.error ?? error
            }
        }
        guard content.stored == stored else {
            throw fault(
                .contentMismatch,
                entry.path,
                "the archive holds \(content.stored) bytes of its content, expected \(stored)"
            )
        }
        guard verifiesContents else { return }
        content.finish(hasher: &hasher)
        guard hasher.finalize() == digest else {
            throw fault(.contentMismatch, entry.path, "its content does not have its SHA-256")
        }
    }

    /// Nothing may follow the last member: the archive's end is a run of its own.
    private func requireEnd(at end: UInt64, isEmpty: Bool) throws(PackagingError) {
        let label = "frame \(run.frames.lowerBound)"
        let decoded = index.frames[run.frames].reduce(0) { $0 + UInt64($1.decodedLength) }
        let marker = UInt64(TarHeader.endOfArchive.count)
        guard isLast == isEmpty, reader.source.isExhausted,
            decoded == (isLast ? marker : end), reader.position == decoded
        else {
            throw PackagingError(
                .memberUnlisted,
                subject: label,
                detail:
                    "it holds bytes that belong to no member, or the archive's end is not at its end"
            )
        }
    }
}

/// Follows the content of one file: order, bounds, and the digest with its holes.
private struct ContentCheck {
    let path: RelativePath
    let size: UInt64
    let verifies: Bool
    private(set) var stored: UInt64 = 0
    private var end: UInt64 = 0

    init(path: RelativePath, size: UInt64, verifies: Bool) {
        self.path = path
        self.size = size
        self.verifies = verifies
    }

    mutating func accept(
        _ bytes: RawSpan,
        at offset: UInt64,
        hasher: inout SHA256Hasher
    ) throws(PackagingError) {
        let count = UInt64(bytes.byteCount)
        guard offset >= end, offset <= size, count <= size - offset else {
            throw PackagingError(
                .contentMismatch,
                subject: path.label,
                detail: "the archive holds content beyond the size the index promises"
            )
        }
        if verifies {
            ZeroRun.add(offset - end, to: &hasher)
            hasher.update(bytes)
        }
        stored += count
        end = offset + count
    }

    func finish(hasher: inout SHA256Hasher) {
        ZeroRun.add(size - end, to: &hasher)
    }
}

/// Feeds the zeros of a hole to a hasher.
enum ZeroRun {
    private static let zeros = [UInt8](repeating: 0, count: 1 << 16)

    static func add(_ count: UInt64, to hasher: inout SHA256Hasher) {
        var rest = count
        while rest > 0 {
            let part = Int(min(rest, UInt64(zeros.count)))
            hasher.update(zeros[..<part])
            rest -= UInt64(part)
        }
    }
}

extension LayerEntry {
    /// What the archive's header says of this entry.
    var tarContent: TarMember.Content {
        switch content {
        case .file(let size, _, _, let extents):
            .file(
                size: size,
                extents: extents.isEmpty
                    ? nil
                    : extents.filter { $0.length > 0 }
                        .map { $0.offset..<($0.offset + $0.length) }
            )
        case .hardLink(let target): .hardLink(of: target)
        case .directory: .directory
        case .symbolicLink(let target): .symbolicLink(target: target)
        case .fifo: .fifo
        case .characterDevice(let major, let minor):
            .characterDevice(major: major, minor: minor)
        case .blockDevice(let major, let minor): .blockDevice(major: major, minor: minor)
        }
    }
}
