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

    /// Hands the bytes of `ranges` over, a mebibyte at most at a time.
    public func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        let name = try DepotPath.relative(path)
        let file = try reporting(path) { () throws(PlatformError) in try directory.openFile(name) }
        for (number, range) in ranges.enumerated() {
            var position = range.lowerBound
            while position < range.upperBound {
                let count = Int(min(range.upperBound - position, 1 << 20))
                var piece = [UInt8](repeating: 0, count: count)
                let got: Int
                do {
                    got = try file.read(into: &piece, at: position)
                } catch {
                    throw DepotError(error, path: path)
                }
                guard got > 0 else {
                    throw DepotError(
                        .lengthMismatch,
                        subject: path,
                        detail: "the file ends before byte \(range.upperBound)"
                    )
                }
                try take(number, piece.prefix(got))
                position += UInt64(got)
            }
        }
    }

    /// The length of the file at `path`.
    public func length(of path: String) throws(DepotError) -> UInt64 {
        let name = try DepotPath.relative(path)
        return try reporting(path) { () throws(PlatformError) in
            let file = try directory.openFile(name)
            return try file.status().size
        }
    }

    private func reporting<Result: ~Copyable>(
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
