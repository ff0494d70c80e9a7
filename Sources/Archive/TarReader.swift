internal import CArchive
internal import Glibc

/// Supplies a tar stream block by block.
public protocol TarSource {
    /// Replaces `block` by the next bytes of the stream, of any number above zero.
    ///
    /// - Returns: false at the end of the stream, or when the source failed; it then keeps its error
    ///   and says so in ``hasFailed``.
    mutating func next(_ block: inout [UInt8]) -> Bool
    /// Whether the source gave up.
    var hasFailed: Bool { get }
}

/// Decodes a tar stream member by member with libarchive; never writes anything.
///
/// Not safe to use from two threads; make one per worker. Every name it gives is a valid
/// `RelativePath`: an absolute name, `..` and the like are refused here.
public struct TarReader<Source: TarSource>: ~Copyable {
    private let handle: OpaquePointer
    private let box: SourceBox<Source>

    private init(owning handle: OpaquePointer, _ box: SourceBox<Source>) {
        self.handle = handle
        self.box = box
    }

    deinit { archive_read_free(handle) }

    /// Opens the stream that `source` supplies.
    public static func open(_ source: Source) throws(ArchiveError) -> TarReader {
        guard let handle = archive_read_new() else {
            throw ArchiveError(.outOfMemory, subject: "tar stream", detail: "archive_read_new")
        }
        let reader = TarReader(owning: handle, SourceBox(source))
        try reader.check(archive_read_support_format_tar(handle))
        let context = Unmanaged.passUnretained(reader.box as BlockBox).toOpaque()
        let status = archive_read_open(
            handle,
            context,
            nil,
            { _, context, result in
                guard let context else { return Int(ARCHIVE_FATAL) }
                return Unmanaged<BlockBox>.fromOpaque(context).takeUnretainedValue().pull(result)
            },
            nil
        )
        // libarchive reads the first block at once; when that fails, `next` tells of it.
        if !reader.box.source.hasFailed { try reader.check(status) }
        return reader
    }

    /// The source, with what it learned on the way.
    public var source: Source { box.source }

    /// How many bytes of the stream were consumed: the headers read, and the content of the members
    /// before the current one.
    public var position: UInt64 { UInt64(max(0, archive_filter_bytes(handle, 0))) }

    /// The next member, or nil at the end of the stream.
    public mutating func next() throws(ArchiveError) -> TarMember? {
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle, &entry)
        guard !box.source.hasFailed else { throw sourceFailed }
        if status == ARCHIVE_EOF { return nil }
        // A warning tells of a name that is no text here; its bytes are kept as they are.
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
            throw ArchiveError(.archiveMalformed, subject: "tar stream", handle: handle)
        }
        return try EntryReader(entry: entry).member()
    }

    /// Gives the next piece of the current member's content with its offset in the file, holes
    /// passed over; returns false at its end.
    public mutating func readContent<Failure: Error>(
        _ body: (RawSpan, UInt64) throws(Failure) -> Void,
        mapping wrap: (ArchiveError) -> Failure
    ) throws(Failure) -> Bool {
        var pointer: UnsafeRawPointer?
        var count = 0
        var offset: la_int64_t = 0
        let status = archive_read_data_block(handle, &pointer, &count, &offset)
        guard !box.source.hasFailed else { throw wrap(sourceFailed) }
        if status == ARCHIVE_EOF { return false }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, offset >= 0, count >= 0 else {
            throw wrap(ArchiveError(.archiveMalformed, subject: "tar stream", handle: handle))
        }
        guard let pointer, count > 0 else { return true }
        try body(RawSpan(_unsafeStart: pointer, byteCount: count), UInt64(offset))
        return true
    }

    private var sourceFailed: ArchiveError {
        ArchiveError(.sourceFailed, subject: "tar stream", detail: "the source of bytes failed")
    }

    private func check(_ status: Int32) throws(ArchiveError) {
        guard status == ARCHIVE_OK else {
            throw ArchiveError(.archiveMalformed, subject: "tar stream", handle: handle)
        }
    }
}

/// What libarchive's read callback knows of a source: C calls can not name a generic type.
private class BlockBox {
    func pull(_ result: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int { Int(ARCHIVE_FATAL) }
}

/// Holds a source and the block libarchive is reading from.
private final class SourceBox<Source: TarSource>: BlockBox {
    var source: Source
    private var block: [UInt8] = []
    /// A copy the array can not move; libarchive points into it until the next pull.
    private var held = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    init(_ source: Source) { self.source = source }

    deinit { held.deallocate() }

    override func pull(_ result: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        guard source.next(&block) else {
            return source.hasFailed ? Int(ARCHIVE_FATAL) : 0
        }
        if held.count < block.count {
            held.deallocate()
            held = .allocate(byteCount: block.count, alignment: 16)
        }
        held.copyBytes(from: block)
        result?.pointee = UnsafeRawPointer(held.baseAddress)
        return block.count
    }
}
