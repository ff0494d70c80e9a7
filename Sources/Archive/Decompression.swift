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
        try check(archive_read_append_filter(handle, ARCHIVE_FILTER_GZIP), .notSupported)
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
