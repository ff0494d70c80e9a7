public import Platform
public import Primitives

/// Random access to the bytes of one file of a package, wherever they are.
///
/// A depot's transport, a local file or memory. What it gives is never trusted: every piece is
/// hashed before use.
public protocol ByteSource: Sendable {
    /// The number of bytes.
    var length: UInt64 { get }
    /// How messages call it; nil for what has no name.
    var name: String? { get }
    /// Exactly `count` bytes from `offset` on.
    ///
    /// - Throws: ``PackagingError`` when they can not all be had.
    func read(at offset: UInt64, count: Int) throws(PackagingError) -> [UInt8]
    /// The bytes of a frame, from wherever bytes of its digest are at hand; to be hashed.
    func read(_ frame: Frame) throws(PackagingError) -> [UInt8]
    /// Says which frames will be read, in this order; a source far away brings several at a time.
    func expect(_ frames: [Frame])
    /// Brings frames near that a reading later would need a line for.
    func bring(_ frames: [Frame]) throws(PackagingError)
}

extension ByteSource {
    /// The bytes where the frame lies.
    public func read(_ frame: Frame) throws(PackagingError) -> [UInt8] {
        try read(at: frame.offset, count: frame.compressedLength)
    }

    /// Nothing: a source at hand gives any frame at once.
    public func expect(_ frames: [Frame]) {}

    /// Nothing.
    public func bring(_ frames: [Frame]) throws(PackagingError) {}

    /// No name.
    public var name: String? { nil }
}

/// A file of a package in memory.
public struct MemoryByteSource: ByteSource {
    private let bytes: [UInt8]

    /// Uses `bytes` as the file.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The number of bytes.
    public var length: UInt64 { UInt64(bytes.count) }

    /// Exactly `count` bytes from `offset` on.
    public func read(at offset: UInt64, count: Int) throws(PackagingError) -> [UInt8] {
        guard let start = Int(exactly: offset), count >= 0, start <= bytes.count,
            count <= bytes.count - start
        else { throw .beyondEnd("memory", offset, count, length) }
        return [UInt8](bytes[start..<(start + count)])
    }
}

/// A file of a package in a directory; safe to read from several workers.
public final class DirectoryByteSource: ByteSource {
    private let file: File
    private let name: String
    /// The number of bytes when it was opened.
    public let length: UInt64

    /// Opens the file at `path` below `directory`.
    public init(directory: Directory, path: RelativePath) throws(PackagingError) {
        do {
            let file = try directory.openFile(path)
            length = try file.status().size
            self.file = file
            name = "\(path)"
        } catch {
            throw PackagingError(
                .inputOutput,
                subject: "\(path)",
                doing: "it can not be opened",
                error
            )
        }
    }

    /// Exactly `count` bytes from `offset` on.
    public func read(at offset: UInt64, count: Int) throws(PackagingError) -> [UInt8] {
        guard count >= 0, offset <= length, UInt64(count) <= length - offset else {
            throw .beyondEnd(name, offset, count, length)
        }
        var bytes = [UInt8](repeating: 0, count: count)
        guard count > 0 else { return bytes }
        let got: Int
        do {
            got = try file.read(into: &bytes, at: offset)
        } catch {
            throw PackagingError(.inputOutput, subject: name, doing: "it can not be read", error)
        }
        // Platform's read repeats after an interruption, not after a short read.
        var filled = got
        while filled < count, filled > 0 {
            var rest = [UInt8](repeating: 0, count: count - filled)
            let more: Int
            do {
                more = try file.read(into: &rest, at: offset + UInt64(filled))
            } catch {
                throw PackagingError(
                    .inputOutput,
                    subject: name,
                    doing: "it can not be read",
                    error
                )
            }
            guard more > 0 else { break }
            bytes.replaceSubrange(filled..<(filled + more), with: rest[..<more])
            filled += more
        }
        guard filled == count else { throw .beyondEnd(name, offset, count, length) }
        return bytes
    }
}

extension PackagingError {
    fileprivate static func beyondEnd(
        _ subject: String,
        _ offset: UInt64,
        _ count: Int,
        _ length: UInt64
    ) -> PackagingError {
        PackagingError(
            .inputOutput,
            subject: subject,
            detail: "\(count) bytes at \(offset) reach beyond its end (\(length) bytes)"
        )
    }
}
