internal import Platform
internal import Primitives
internal import Trust

/// The journal of one transaction: a header and all its steps, whole or not valid at all.
///
/// Ten bytes `SOCLE-WAL1`; then records, each its length (4 bytes, big-endian), the CRC-32 of its
/// payload (4 bytes) and the payload: the header as canonical JSON, then the steps; last a trailer,
/// `END`, the number of steps (8 bytes) and the SHA-256 of every byte before the trailer.
package struct WriteAheadLog: Sendable {
    package let header: TransactionHeader
    package let steps: [TransactionStep]

    static let magic = Array("SOCLE-WAL1".utf8)
    /// Longest journal read, in bytes.
    static let sizeLimit = 4 << 30
    /// Longest header read, in bytes.
    private static let headerLimit = 64 << 20
    private static let trailer = Array("END".utf8)

    package init(header: TransactionHeader, steps: [TransactionStep]) {
        self.header = header
        self.steps = steps
    }

    /// The journal's bytes, a piece at a time, so that a large one is never held whole.
    package func write<Failure: Error>(
        _ sink: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var hasher = SHA256Hasher()
        var writer = ByteWriter()
        writer.raw(Self.magic)
        // The header holds integers, strings and what was read as such: encoding can not fail.
        let head = (try? CanonicalJSON.encode(header.value)) ?? []
        writer.record { $0.raw(head) }
        for step in steps {
            writer.record { step.encode(into: &$0) }
            if writer.bytes.count > 1 << 20 {
                hasher.update(writer.bytes)
                try sink(writer.bytes)
                writer = ByteWriter()
            }
        }
        hasher.update(writer.bytes)
        let digest = hasher.finalize()
        writer.record {
            $0.raw(Self.trailer)
            $0.integer(UInt64(steps.count))
            $0.raw(digest.bytes)
        }
        try sink(writer.bytes)
    }

    /// The journal's bytes at once.
    package var bytes: [UInt8] {
        var all: [UInt8] = []
        write { (part) throws(Never) in all += part }
        return all
    }

    /// Reads a journal.
    ///
    /// - Throws: ``DeployerError`` with `.journalDamaged` and the offset of the first fault.
    package init(_ bytes: [UInt8], name: String) throws(DeployerError) {
        var reader = ByteReader(bytes)
        do {
            guard reader.raw(Self.magic.count)?.elementsEqual(Self.magic) == true else {
                throw reader.fault("it does not begin as a journal does")
            }
            let head = try reader.record()
            header = try TransactionHeader(JSONNode(try JSONParser.parse([UInt8](head))))
            var steps: [TransactionStep] = []
            while true {
                let start = reader.position
                let payload = try reader.record()
                if payload.starts(with: Self.trailer) {
                    try Self.check(payload, bytes[..<start], count: steps.count, reader)
                    break
                }
                var inner = ByteReader(payload)
                steps.append(
                    try TransactionStep(decoding: &inner, volumes: header.volumes.count)
                )
            }
            self.steps = steps
        } catch {
            throw Self.damage(error, name)
        }
    }

    /// Reads the header alone, whatever the length of the journal.
    ///
    /// - Throws: ``DeployerError`` with `.journalDamaged` when there is none.
    static func header(
        _ file: borrowing File,
        name: String
    ) throws(DeployerError)
        -> TransactionHeader
    {
        let lead = magic.count + 8
        var reader = ByteReader(try start(file, lead))
        guard reader.raw(magic.count)?.elementsEqual(magic) == true,
            let length = reader.integer(UInt32.self), length <= headerLimit
        else { throw damage(reader.fault("it does not begin as a journal does"), name) }
        let bytes = try start(file, lead + Int(length))
        reader = ByteReader(bytes.dropFirst(magic.count))
        do {
            return try TransactionHeader(
                JSONNode(try JSONParser.parse([UInt8](try reader.record())))
            )
        } catch {
            throw damage(error, name)
        }
    }

    /// The first `count` bytes of a file, or all of a shorter one.
    private static func start(
        _ file: borrowing File,
        _ count: Int
    ) throws(DeployerError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        do {
            let found = try file.read(into: &bytes, at: 0)
            return Array(bytes.prefix(found))
        } catch {
            throw DeployerError(error)
        }
    }

    private static func damage(_ error: any Error, _ name: String) -> DeployerError {
        DeployerError(
            .journalDamaged,
            subject: name,
            detail: "\(error); call the Département: do not restart the station"
        )
    }

    private static func check(
        _ payload: ArraySlice<UInt8>,
        _ before: ArraySlice<UInt8>,
        count: Int,
        _ reader: ByteReader
    ) throws(PrimitivesError) {
        var inner = ByteReader(payload)
        var hasher = SHA256Hasher()
        hasher.update(before)
        guard inner.raw(trailer.count) != nil, inner.integer(UInt64.self) == UInt64(count),
            let digest = inner.raw(Digest.byteCount),
            try Digest(bytes: digest) == hasher.finalize(),
            inner.isAtEnd, reader.isAtEnd
        else { throw reader.fault("its trailer does not match what it holds") }
    }
}

extension TransactionStep {
    func encode(into writer: inout ByteWriter) {
        writer.integer(kind.rawValue)
        writer.integer(fileKind.rawValue)
        writer.integer(UInt8(clamping: volume))
        let flags: UInt8 =
            (source == nil ? 0 : 1) | (before == nil ? 0 : 2) | (after == nil ? 0 : 4)
            | (mayBeData ? 8 : 0)
        writer.integer(flags)
        writer.integer(size)
        writer.counted(path.bytes)
        if let source { writer.counted(source.bytes) }
        if let before { writer.metadata(before) }
        if let after { writer.metadata(after) }
    }

    init(decoding reader: inout ByteReader, volumes: Int) throws(PrimitivesError) {
        guard let kind = reader.integer(UInt8.self).flatMap({ Kind(rawValue: $0) }),
            let fileKind = reader.integer(UInt8.self).flatMap({ FileKind(rawValue: $0) }),
            let volume = reader.integer(UInt8.self), Int(volume) < volumes,
            let flags = reader.integer(UInt8.self), flags < 16,
            let size = reader.integer(UInt64.self)
        else { throw reader.fault("a step is not of this format") }
        self.init(kind, try reader.path(), volume: Int(volume), fileKind: fileKind, size: size)
        mayBeData = flags & 8 != 0
        if flags & 1 != 0 { source = try reader.path() }
        if flags & 2 != 0 { before = try reader.metadata() }
        if flags & 4 != 0 { after = try reader.metadata() }
        let needsSource = kind == .put || kind == .swap
        let needsAfter = kind == .makeDirectory || kind == .setMetadata || kind == .setTime
        guard reader.isAtEnd, !needsSource || source != nil, !needsAfter || after != nil else {
            throw reader.fault("a step lacks what it needs")
        }
    }
}
