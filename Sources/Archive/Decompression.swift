internal import CArchive

/// Decompressing one small file that is held in memory, such as a rotated log.
public enum Decompression {
    /// The content of a gzip file, of any number of members, at most `limit` bytes.
    ///
    /// - Throws: ``ArchiveError`` for anything that is not intact gzip, `.lengthMismatch` when it
    ///   holds more than `limit` bytes.
    public static func gunzip(
        _ bytes: [UInt8],
        limit: Int,
        subject: String = "gzip data"
    ) throws(ArchiveError) -> [UInt8] {
        try decoded(bytes, by: ARCHIVE_FILTER_GZIP, limit: limit, subject: subject)
    }

    /// The content of a file compressed by gzip, xz, zstd or lz4, at most `limit` bytes.
    ///
    /// - Throws: ``ArchiveError`` for anything else, `.lengthMismatch` when it holds more.
    public static func expand(
        _ bytes: [UInt8],
        limit: Int,
        subject: String = "compressed data"
    ) throws(ArchiveError) -> [UInt8] {
        let magic: [(bytes: [UInt8], filter: Int32)] = [
            ([0x1F, 0x8B], ARCHIVE_FILTER_GZIP), ([0xFD, 0x37, 0x7A, 0x58], ARCHIVE_FILTER_XZ),
            ([0x28, 0xB5, 0x2F, 0xFD], ARCHIVE_FILTER_ZSTD),
            ([0x04, 0x22, 0x4D, 0x18], ARCHIVE_FILTER_LZ4),
        ]
        guard let known = magic.first(where: { bytes.starts(with: $0.bytes) }) else {
            throw ArchiveError(.frameMalformed, subject: subject, detail: "no known compression")
        }
        return try decoded(bytes, by: known.filter, limit: limit, subject: subject)
    }

    private static func decoded(
        _ bytes: [UInt8],
        by filter: Int32,
        limit: Int,
        subject: String
    ) throws(ArchiveError) -> [UInt8] {
        guard let handle = archive_read_new() else {
            throw ArchiveError(.outOfMemory, subject: subject, detail: "archive_read_new")
        }
        defer { archive_read_free(handle) }
        func check(_ status: Int32, _ code: ArchiveError.Code) throws(ArchiveError) {
            guard status == ARCHIVE_OK else {
                throw ArchiveError(code, subject: subject, handle: handle)
            }
        }
        try check(archive_read_support_format_raw(handle), .notSupported)
        try check(archive_read_append_filter(handle, filter), .notSupported)
        // libarchive keeps the pointer it is given: everything is read inside one closure.
        let result: Result<[UInt8], ArchiveError> = bytes.withUnsafeBytes { source in
            do throws(ArchiveError) {
                try check(
                    archive_read_open_memory(handle, source.baseAddress, source.count),
                    .frameMalformed
                )
                var entry: OpaquePointer?
                let status = archive_read_next_header(handle, &entry)
                // A stream that decodes to nothing has no entry.
                if status == ARCHIVE_EOF { return .success([]) }
                try check(status, .frameMalformed)
                return .success(try readAll(handle, limit: limit, subject: subject))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The content of a zlib stream (RFC 1950), at most `limit` bytes, its checksum verified.
    ///
    /// libarchive reads gzip and no zlib; both wrap the same deflate data, so the stream is given
    /// gzip's ten bytes in front and gzip's trailer, whose sums libarchive does not compare.
    ///
    /// - Throws: ``ArchiveError`` for anything that is not one intact zlib stream, `.lengthMismatch`
    ///   when it holds more than `limit` bytes.
    public static func inflate(
        _ bytes: [UInt8],
        limit: Int,
        subject: String = "zlib data"
    ) throws(ArchiveError) -> [UInt8] {
        func malformed(_ detail: String) -> ArchiveError {
            ArchiveError(.frameMalformed, subject: subject, detail: detail)
        }
        guard bytes.count > 6, isZlib(bytes) else { throw malformed("no zlib header") }
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        let member = header + bytes[2..<bytes.count - 4] + [UInt8](repeating: 0, count: 8)
        let content = try gunzip(member, limit: limit, subject: subject)
        let expected = bytes.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard adler32(content) == expected else {
            throw malformed("the checksum does not match, or bytes follow the stream")
        }
        return content
    }

    /// Whether `bytes` start as a zlib stream without a preset dictionary does.
    public static func isZlib(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2, bytes[0] & 0x0F == 8, bytes[0] >> 4 <= 7, bytes[1] & 0x20 == 0
        else {
            return false
        }
        return (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
    }

    /// RFC 1950, section 8.2.
    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        var position = 0
        while position < bytes.count {
            // As many as fit before the sums have to be reduced.
            let end = min(position + 5552, bytes.count)
            for byte in bytes[position..<end] {
                low &+= UInt32(byte)
                high &+= low
            }
            low %= 65521
            high %= 65521
            position = end
        }
        return high << 16 | low
    }

    private static func readAll(
        _ handle: OpaquePointer,
        limit: Int,
        subject: String
    ) throws(ArchiveError) -> [UInt8] {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                archive_read_data(handle, $0.baseAddress, $0.count)
            }
            guard count >= 0 else {
                throw ArchiveError(.frameMalformed, subject: subject, handle: handle)
            }
            if count == 0 { return output }
            guard output.count + count <= limit else {
                throw ArchiveError(
                    .lengthMismatch,
                    subject: subject,
                    detail: "more than \(limit) bytes"
                )
            }
            output += buffer[..<count]
        }
    }
}
