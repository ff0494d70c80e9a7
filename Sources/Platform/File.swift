internal import CPlatform
internal import Glibc

/// An open regular file with one owner; it is closed when the value ends.
///
/// Not safe to use from two threads at once, except for reads and writes at an offset.
public struct File: ~Copyable, Sendable {
    /// The descriptor, for modules that hand it to C.
    package let descriptor: Int32

    package init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { Glibc.close(descriptor) }

    /// Closes the file and reports what the end of the value would have to swallow.
    public consuming func close() throws(PlatformError) {
        let fd = descriptor
        discard self
        // Linux frees the descriptor even when close reports an interruption; never repeat it.
        guard Glibc.close(fd) != 0, errno != EINTR else { return }
        throw PlatformError(errorNumber: errno, operation: "close", subject: "file")
    }

    /// What the file system says of the file.
    public func status() throws(PlatformError) -> FileStatus {
        try FileStatus.of(descriptor, location)
    }

    /// The path by which the kernel knows the file now, for messages.
    public var location: String { Descriptor.location(descriptor) }

    // MARK: Reading

    /// Reads up to `buffer.count` bytes to its start and says how many; 0 is the end.
    public func read(into buffer: inout [UInt8]) throws(PlatformError) -> Int {
        let result = buffer.withUnsafeMutableBytes {
            cplatform_read(descriptor, $0.baseAddress, $0.count)
        }
        return try check(result, "read", location)
    }

    /// Reads up to the span's length to its start and says how many bytes; 0 is the end.
    public func read(into span: inout MutableRawSpan) throws(PlatformError) -> Int {
        let result = span.withUnsafeMutableBytes {
            cplatform_read(descriptor, $0.baseAddress, $0.count)
        }
        return try check(result, "read", location)
    }

    /// Reads up to `buffer.count` bytes from `offset` on and says how many; 0 is the end.
    public func read(into buffer: inout [UInt8], at offset: UInt64) throws(PlatformError) -> Int {
        let start = try signed(offset, "pread")
        let result = buffer.withUnsafeMutableBytes {
            cplatform_pread(descriptor, $0.baseAddress, $0.count, start)
        }
        return try check(result, "pread", location)
    }

    /// The bytes from `offset` on, at most `count`, with zeros after them up to `size` in all.
    ///
    /// Room for what is added later is so made before the content is there, and not beside it.
    public func read(
        _ count: Int,
        at offset: UInt64,
        paddedTo size: Int = 0
    ) throws(PlatformError) -> [UInt8] {
        let start = try signed(offset, "pread")
        let count = max(0, count)
        var bytes = [UInt8](repeating: 0, count: max(count, size))
        var filled = 0
        while filled < count {
            let result = bytes.withUnsafeMutableBytes {
                let rest = UnsafeMutableRawBufferPointer(rebasing: $0[filled..<count])
                return cplatform_pread(
                    descriptor,
                    rest.baseAddress,
                    rest.count,
                    start &+ Int64(filled)
                )
            }
            let read = try check(result, "pread", location)
            if read == 0 { break }
            filled += read
        }
        if filled < count { bytes.removeLast(bytes.count - max(filled, size)) }
        return bytes
    }

    /// The rest of the file, at most `limit` bytes.
    ///
    /// - Throws: ``PlatformError`` with `.tooLarge` when there is more.
    public func readToEnd(limit: Int) throws(PlatformError) -> [UInt8] {
        try readToEnd(expecting: 0, limit: limit, location)
    }

    /// Reads to the end, starting with a buffer one byte over `expected` to see the end at once.
    func readToEnd(
        expecting expected: Int,
        limit: Int,
        _ subject: @autoclosure () -> String
    ) throws(PlatformError) -> [UInt8] {
        let limit = max(0, limit)
        let first = min(expected, limit, 1 << 30)
        var bytes = [UInt8](repeating: 0, count: first == 0 ? 4096 : first + 1)
        var filled = 0
        while true {
            let result = bytes.withUnsafeMutableBytes {
                let rest = UnsafeMutableRawBufferPointer(rebasing: $0[filled...])
                return cplatform_read(descriptor, rest.baseAddress, rest.count)
            }
            let count = try check(result, "read", subject())
            filled += count
            guard filled <= limit else {
                throw PlatformError(
                    .tooLarge,
                    operation: "read",
                    subject: subject(),
                    detail: "more than \(limit) bytes"
                )
            }
            if count == 0 { break }
            if filled == bytes.count {
                bytes.append(contentsOf: repeatElement(0, count: max(4096, bytes.count / 2)))
            }
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    // MARK: Writing

    /// Writes all of `span` at the current offset.
    public func write(_ span: RawSpan) throws(PlatformError) {
        try writeAll(span.byteCount, "write") { done in
            span.withUnsafeBytes {
                let rest = UnsafeRawBufferPointer(rebasing: $0[done...])
                return cplatform_write(descriptor, rest.baseAddress, rest.count)
            }
        }
    }

    /// Writes all of `bytes` at the current offset.
    public func write(_ bytes: [UInt8]) throws(PlatformError) {
        try write(bytes.span.bytes)
    }

    /// Writes all of `bytes` at the current offset.
    public func write(_ bytes: ArraySlice<UInt8>) throws(PlatformError) {
        try write(bytes.span.bytes)
    }

    /// Writes all of `span` from `offset` on; the current offset stays.
    public func write(_ span: RawSpan, at offset: UInt64) throws(PlatformError) {
        let start = try signed(offset, "pwrite")
        try writeAll(span.byteCount, "pwrite") { done in
            span.withUnsafeBytes {
                let rest = UnsafeRawBufferPointer(rebasing: $0[done...])
                return cplatform_pwrite(
                    descriptor,
                    rest.baseAddress,
                    rest.count,
                    start &+ Int64(done)
                )
            }
        }
    }

    /// Writes all of `bytes` from `offset` on; the current offset stays.
    public func write(_ bytes: [UInt8], at offset: UInt64) throws(PlatformError) {
        try write(bytes.span.bytes, at: offset)
    }

    /// Writes all of `bytes` from `offset` on; the current offset stays.
    public func write(_ bytes: ArraySlice<UInt8>, at offset: UInt64) throws(PlatformError) {
        try write(bytes.span.bytes, at: offset)
    }

    /// Moves the current offset.
    public func seek(to offset: UInt64) throws(PlatformError) {
        let start = try signed(offset, "lseek")
        try check(cplatform_seek(descriptor, start, SEEK_SET), "lseek", location)
    }

    /// Makes the file exactly `size` bytes long; what is added is a hole.
    public func truncate(to size: UInt64) throws(PlatformError) {
        let size = try signed(size, "ftruncate")
        try check(cplatform_truncate(descriptor, size), "ftruncate", location)
    }

    /// Makes content and metadata durable.
    public func sync() throws(PlatformError) {
        try check(cplatform_sync(descriptor), "fsync", location)
    }

    /// Makes the content durable, and of the metadata what is needed to read it.
    public func syncData() throws(PlatformError) {
        try check(cplatform_sync_data(descriptor), "fdatasync", location)
    }

    /// Tells the kernel that the file will be read from start to end.
    public func adviseSequential() {
        // Advice only: nothing depends on the kernel taking it.
        _ = cplatform_advise_sequential(descriptor)
    }

    // MARK: Private

    private func writeAll(
        _ count: Int,
        _ operation: StaticString,
        _ write: (Int) -> Int
    ) throws(PlatformError) {
        var done = 0
        while done < count {
            let written = try check(write(done), operation, location)
            guard written > 0 else {
                throw PlatformError(.noSpace, operation: "\(operation)", subject: location)
            }
            done += written
        }
    }

    func signed(_ offset: UInt64, _ operation: String) throws(PlatformError) -> Int64 {
        guard let value = Int64(exactly: offset) else {
            throw PlatformError(.tooLarge, operation: operation, subject: location)
        }
        return value
    }
}
