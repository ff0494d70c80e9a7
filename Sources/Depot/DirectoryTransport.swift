public import Platform
import Primitives

/// A depot in a directory: a disk, a network share, a USB stick.
///
/// Nothing outside the directory is read: symbolic links are refused wherever they are, and so is
/// all that is no regular file.
public struct DirectoryTransport: Transport {
    private let directory: Directory

    /// Reads the depot in `directory`.
    public init(_ directory: Directory) {
        self.directory = directory
    }

    /// The directory's absolute path.
    public var location: String { directory.location }

    /// The whole file at `path`, at most `limit` bytes.
    public func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8] {
        let name = try DepotPath.relative(path)
        return try reporting(path) { () throws(PlatformError) in
            try directory.read(name, limit: limit)
        }
    }

    /// Exactly the bytes of `range`.
    public func fetch(_ path: String, range: Range<UInt64>) throws(DepotError) -> [UInt8] {
        let name = try DepotPath.relative(path)
        guard let count = Int(exactly: range.upperBound - range.lowerBound), count <= 1 << 30 else {
            throw DepotError(.tooLarge, subject: path, detail: "over 1 GiB asked for at once")
        }
        let bytes = try reporting(path) { () throws(PlatformError) in
            let file = try directory.openFile(name)
            let size = try file.status().size
            guard range.upperBound <= size else { return [UInt8]() }
            return try Self.read(file, at: range.lowerBound, count: count)
        }
        guard bytes.count == count else {
            throw DepotError(
                .lengthMismatch,
                subject: path,
                detail: "the file ends before byte \(range.upperBound)"
            )
        }
        return bytes
    }

    /// The length of the file at `path`.
    public func length(of path: String) throws(DepotError) -> UInt64 {
        let name = try DepotPath.relative(path)
        return try reporting(path) { () throws(PlatformError) in
            let file = try directory.openFile(name)
            return try file.status().size
        }
    }

    private static func read(
        _ file: borrowing File,
        at offset: UInt64,
        count: Int
    ) throws(PlatformError) -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            var part = [UInt8](repeating: 0, count: count - result.count)
            let got = try file.read(into: &part, at: offset + UInt64(result.count))
            guard got > 0 else { break }
            if got == count { return part }
            result += part.prefix(got)
        }
        return result
    }

    private func reporting<Result>(
        _ path: String,
        _ body: () throws(PlatformError) -> Result
    ) throws(DepotError) -> Result {
        do {
            return try body()
        } catch {
            throw DepotError(error, path: path)
        }
    }
}

/// Names inside a depot's tree.
enum DepotPath {
    static func relative(_ path: String) throws(DepotError) -> RelativePath {
        do {
            return try RelativePath(path)
        } catch {
            throw DepotError(.unsafeName, subject: path, detail: error.detail)
        }
    }
}

extension DepotError {
    /// Says of a file of the depot what the system said.
    init(_ error: PlatformError, path: String) {
        switch error.code {
        case .notFound:
            self.init(
                .notFound,
                subject: path,
                detail: "the depot does not have it",
                cause: "\(error)"
            )
        case .tooLarge:
            self.init(.tooLarge, subject: path, detail: "it is too large", cause: "\(error)")
        case .symbolicLinkInPath, .notSupported, .isADirectory, .notADirectory:
            self.init(
                .unsafeName,
                subject: path,
                detail: "a depot holds regular files and directories only",
                cause: "\(error)"
            )
        case .locked:
            self.init(
                .locked,
                subject: path,
                detail: "another program is writing to the depot",
                cause: "\(error)"
            )
        default:
            self.init(
                .io,
                subject: path,
                detail: "it cannot be read or written",
                cause: "\(error)"
            )
        }
    }
}
