internal import CArchive
internal import Glibc

/// One zstd frame in memory, by libarchive's `raw` format and zstd filter.
///
/// A frame is a pure function of its bytes and the level: no thread inside libarchive, no time, no
/// name. Decoding states the length beforehand, so a small frame can not unfold into a large one. A frame
/// of nothing is not a frame here.
public enum Zstandard {
    /// Most bytes one frame may decode to.
    public static let maximumDecodedLength = 64 << 20
    /// The levels accepted.
    public static let levels = 1...22

    /// Compresses `span` into one frame.
    public static func compress(_ span: Span<UInt8>, level: Int) throws(ArchiveError) -> [UInt8] {
        let encoder = try FrameEncoder.make(level: level)
        // ZSTD_compressBound plus what the frame's own header can take.
        let bound = span.count + span.count >> 7 + 1024
        var failure: ArchiveError?
        let frame = [UInt8](unsafeUninitializedCapacity: bound) { target, used in
            do throws(ArchiveError) {
                used = try span.withUnsafeBytes { source throws(ArchiveError) in
                    try encoder.encode(source, into: UnsafeMutableRawBufferPointer(target))
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return frame
    }

    /// Compresses `bytes` into one frame.
    public static func compress(_ bytes: [UInt8], level: Int) throws(ArchiveError) -> [UInt8] {
        try compress(bytes.span, level: level)
    }

    /// Decodes `bytes` and refuses it unless it holds exactly `decodedLength` bytes.
    public static func decompress(
        _ bytes: Span<UInt8>,
        decodedLength: Int
    ) throws(ArchiveError) -> [UInt8] {
        var buffer: [UInt8] = []
        try decompress(bytes, decodedLength: decodedLength, into: &buffer)
        return buffer
    }

    /// Decodes `bytes` into `buffer`, which it resizes to exactly `decodedLength`.
    public static func decompress(
        _ bytes: Span<UInt8>,
        decodedLength: Int,
        into buffer: inout [UInt8]
    ) throws(ArchiveError) {
        guard 1...maximumDecodedLength ~= decodedLength else {
            throw ArchiveError(
                .lengthMismatch,
                subject: "zstd frame",
                detail:
                    "\(decodedLength) decoded bytes where 1 to \(maximumDecodedLength) are accepted"
            )
        }
        if buffer.count > decodedLength {
            buffer.removeLast(buffer.count - decodedLength)
        } else if buffer.count < decodedLength {
            buffer.append(contentsOf: repeatElement(0, count: decodedLength - buffer.count))
        }
        let decoder = try FrameDecoder.make()
        try bytes.withUnsafeBytes { source throws(ArchiveError) in
            try decoder.open(source)
            try buffer.withUnsafeMutableBufferPointer { target throws(ArchiveError) in
                try decoder.fill(UnsafeMutableRawBufferPointer(target))
            }
            try decoder.requireEnd(after: decodedLength)
        }
    }
}

/// Owns one libarchive writer for one frame.
private struct FrameEncoder: ~Copyable {
    private let handle: OpaquePointer

    private init(owning handle: OpaquePointer) { self.handle = handle }

    deinit { archive_write_free(handle) }

    static func make(level: Int) throws(ArchiveError) -> FrameEncoder {
        guard let handle = archive_write_new() else {
            throw ArchiveError(.outOfMemory, subject: "zstd frame", detail: "archive_write_new")
        }
        let encoder = FrameEncoder(owning: handle)
        try encoder.check(archive_write_set_format_raw(handle), .notSupported)
        // A warning here would mean the external program, which no station need have.
        try encoder.check(archive_write_add_filter_zstd(handle), .notSupported)
        try encoder.check(
            archive_write_set_filter_option(handle, "zstd", "compression-level", "\(level)"),
            .notSupported
        )
        return encoder
    }

    func encode(
        _ source: UnsafeRawBufferPointer,
        into target: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> Int {
        // libarchive writes the count through this pointer until the archive is closed.
        let used = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        used.initialize(to: 0)
        defer { used.deallocate() }
        try check(archive_write_open_memory(handle, target.baseAddress, target.count, used))
        guard let entry = archive_entry_new() else {
            throw ArchiveError(.outOfMemory, subject: "zstd frame", detail: "archive_entry_new")
        }
        defer { archive_entry_free(entry) }
        archive_entry_set_filetype(entry, UInt32(Glibc.S_IFREG))
        try check(archive_write_header(handle, entry))
        var done = 0
        while done < source.count {
            let part = UnsafeRawBufferPointer(rebasing: source[done...])
            let written = archive_write_data(handle, part.baseAddress, part.count)
            guard written > 0 else {
                throw ArchiveError(.frameMalformed, subject: "zstd frame", handle: handle)
            }
            done += written
        }
        try check(archive_write_close(handle))
        return used.pointee
    }

    private func check(
        _ status: Int32,
        _ code: ArchiveError.Code = .frameMalformed
    ) throws(ArchiveError) {
        guard status == ARCHIVE_OK else {
            throw ArchiveError(code, subject: "zstd frame", handle: handle)
        }
    }
}

/// Owns one libarchive reader for one frame.
private struct FrameDecoder: ~Copyable {
    private let handle: OpaquePointer

    private init(owning handle: OpaquePointer) { self.handle = handle }

    deinit { archive_read_free(handle) }

    static func make() throws(ArchiveError) -> FrameDecoder {
        guard let handle = archive_read_new() else {
            throw ArchiveError(.outOfMemory, subject: "zstd frame", detail: "archive_read_new")
        }
        let decoder = FrameDecoder(owning: handle)
        try decoder.check(archive_read_support_format_raw(handle), .notSupported)
        // The filter is imposed, not guessed: content that is itself zstd is never unfolded twice.
        try decoder.check(archive_read_append_filter(handle, ARCHIVE_FILTER_ZSTD), .notSupported)
        return decoder
    }

    func open(_ source: UnsafeRawBufferPointer) throws(ArchiveError) {
        try check(archive_read_open_memory(handle, source.baseAddress, source.count))
        var entry: OpaquePointer?
        try check(archive_read_next_header(handle, &entry))
    }

    func fill(_ target: UnsafeMutableRawBufferPointer) throws(ArchiveError) {
        var done = 0
        while done < target.count {
            let part = UnsafeMutableRawBufferPointer(rebasing: target[done...])
            let got = archive_read_data(handle, part.baseAddress, part.count)
            guard got >= 0 else {
                throw ArchiveError(.frameMalformed, subject: "zstd frame", handle: handle)
            }
            guard got > 0 else {
                throw ArchiveError(
                    .lengthMismatch,
                    subject: "zstd frame",
                    detail: "it decodes to \(done) bytes, \(target.count) were promised"
                )
            }
            done += got
        }
    }

    func requireEnd(after length: Int) throws(ArchiveError) {
        var extra: UInt8 = 0
        let got = archive_read_data(handle, &extra, 1)
        guard got >= 0 else {
            throw ArchiveError(.frameMalformed, subject: "zstd frame", handle: handle)
        }
        guard got == 0 else {
            throw ArchiveError(
                .lengthMismatch,
                subject: "zstd frame",
                detail: "it decodes to more than the \(length) bytes promised"
            )
        }
    }

    private func check(
        _ status: Int32,
        _ code: ArchiveError.Code = .frameMalformed
    ) throws(ArchiveError) {
        guard status == ARCHIVE_OK else {
            throw ArchiveError(code, subject: "zstd frame", handle: handle)
        }
    }
}
