internal import Archive
internal import Model
internal import Platform
internal import Primitives
internal import Trust

/// What one unit gave.
struct PackedUnit: Sendable {
    /// The frame with its offset unknown; nil for a digest.
    let frame: (compressedLength: Int, decodedLength: Int, digest: Digest)?
    /// The digests computed, by position among the names.
    let digests: [(name: Int, digest: Digest)]
}

/// Makes the frames of one archive; one per worker, with its own buffers.
struct FramePacker: ~Copyable {
    private let names: [CapturedName]
    private let carriers: [CapturedName.Inode: Int]
    private let level: Int
    private let output: OrderedOutput
    private var reader: ContentReader
    private var buffer: [UInt8] = []

    init(
        root: Directory,
        names: [CapturedName],
        carriers: [CapturedName.Inode: Int],
        level: Int,
        output: OrderedOutput
    ) {
        self.names = names
        self.carriers = carriers
        self.level = level
        self.output = output
        reader = ContentReader(root: root)
        buffer.reserveCapacity(2 * Frame.targetDecodedLength)
    }

    /// Makes the unit at `index` and hands its frame to the output.
    mutating func pack(_ unit: FrameUnit, index: Int) throws(PackagingError) -> PackedUnit {
        do throws(PackagingError) {
            return try makeAndSubmit(unit, index)
        } catch {
            // Whoever waits for this frame must not wait for ever.
            output.fail()
            throw error
        }
    }

    private mutating func makeAndSubmit(
        _ unit: FrameUnit,
        _ index: Int
    ) throws(PackagingError) -> PackedUnit {
        if case .digest(let name) = unit {
            try output.submit([], at: index)
            return PackedUnit(
                frame: nil,
                digests: [(name, try reader.digest(names[name]))]
            )
        }
        let digests = try fill(unit)
        let decoded = buffer.count
        guard decoded <= Frame.maximumDecodedLength else {
            throw PackagingError(
                .notRepresentable,
                subject: "frame \(index)",
                detail: "the headers of its members take more than a frame may hold"
            )
        }
        let frame: [UInt8]
        do {
            frame = try Zstandard.compress(buffer, level: level)
        } catch {
            throw PackagingError(subject: "frame \(index)", error)
        }
        let digest = SHA256Hasher.digest(of: frame)
        try output.submit(frame, at: index)
        return PackedUnit(frame: (frame.count, decoded, digest), digests: digests)
    }

    /// Fills the buffer with the decoded frame.
    private mutating func fill(
        _ unit: FrameUnit
    ) throws(PackagingError) -> [(name: Int, digest: Digest)] {
        buffer.removeAll(keepingCapacity: true)
        var digests: [(name: Int, digest: Digest)] = []
        switch unit {
        case .end: buffer += TarHeader.endOfArchive
        case .digest: break
        case .members(let positions):
            for position in positions {
                let member = member(position)
                TarHeader.append(member, to: &buffer)
                guard case .file = member.content else { continue }
                digests.append((position, try reader.append(names[position], to: &buffer)))
                pad(after: member.dataLength)
            }
        case .piece(let position, let range, let isFirst, let isLast):
            let member = member(position)
            if isFirst { TarHeader.append(member, to: &buffer) }
            try reader.append(range, of: names[position], to: &buffer)
            if isLast { pad(after: member.dataLength) }
        }
        return digests
    }

    private mutating func pad(after length: UInt64) {
        buffer.append(contentsOf: repeatElement(0, count: TarHeader.padding(after: length)))
    }

    /// The name as the archive has it: all but the first name of an inode are links to that one.
    private func member(_ position: Int) -> TarMember {
        let name = names[position]
        var content = name.content
        if let inode = name.inode, let carrier = carriers[inode], carrier != position {
            content = .hardLink(of: names[carrier].path)
        }
        return TarMember(path: name.path, content: content, metadata: name.metadata)
    }
}
