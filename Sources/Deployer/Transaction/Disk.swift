package import Platform
package import Primitives

/// Every effect a transaction has on a station, and nothing else.
///
/// All that stages, commits, takes back or recovers goes through one value of this protocol, so that
/// tests can let each effect fail, or end the process at it. Paths are below the station's root.
package protocol Disk: Sendable {
    /// The root, for reading; a transaction changes it through the methods below only.
    var root: Directory { get }

    /// Opens each of these file systems on its own, by its mount point; from then on no path passes
    /// from one to another, and each stays the one it was whatever is mounted or unmounted.
    func open(volumes: [RelativePath]) throws(PlatformError)
    /// The status of the name at `path` on the file system that holds it, or nil without one.
    func statusIfPresent(of path: RelativePath) throws(PlatformError) -> FileStatus?
    func makeDirectory(_ path: RelativePath, permissions: UInt16) throws(PlatformError)
    func createFile(_ path: RelativePath) throws(PlatformError) -> File
    func write(
        _ bytes: RawSpan,
        to file: borrowing File,
        at offset: UInt64
    ) throws(PlatformError)
    func write(
        _ bytes: [UInt8],
        to file: borrowing File,
        at offset: UInt64
    ) throws(PlatformError)
    func copy(
        _ source: borrowing File,
        to file: borrowing File,
        count: UInt64
    ) throws(PlatformError)
    func setSize(_ size: UInt64, of file: borrowing File) throws(PlatformError)
    /// Gives a file just created its metadata.
    func finish(_ file: borrowing File, _ metadata: FileMetadata) throws(PlatformError)
    func makeSymbolicLink(_ path: RelativePath, target: [UInt8]) throws(PlatformError)
    func makeNode(
        _ path: RelativePath,
        kind: FileKind,
        major: UInt32,
        minor: UInt32
    ) throws(PlatformError)
    func link(_ path: RelativePath, to target: RelativePath) throws(PlatformError)
    func rename(
        _ path: RelativePath,
        to target: RelativePath,
        mode: RenameMode
    ) throws(PlatformError)
    func removeFile(_ path: RelativePath) throws(PlatformError)
    func removeDirectory(_ path: RelativePath) throws(PlatformError)
    func removeTree(_ path: RelativePath) throws(PlatformError)
    func apply(
        _ metadata: FileMetadata,
        to path: RelativePath,
        kind: FileKind
    ) throws(PlatformError)
    func setModified(_ time: FileTime, of path: RelativePath) throws(PlatformError)
    /// Replaces a small file at once and durably.
    func replace(
        _ path: RelativePath,
        with bytes: [UInt8],
        permissions: UInt16
    ) throws(PlatformError)
    func syncDirectory(_ path: RelativePath) throws(PlatformError)
    /// Makes everything on the file system that holds `path` durable.
    func syncFileSystem(_ path: RelativePath) throws(PlatformError)
}

extension Disk {
    /// Renames where nothing has the new name, on a file system that can not see to it itself too.
    func move(_ path: RelativePath, to target: RelativePath) throws(PlatformError) {
        do {
            return try rename(path, to: target, mode: .noReplace)
        } catch {
            guard error.code == .notSupported else { throw error }
        }
        guard try presence(of: target) == nil else {
            throw PlatformError(.alreadyExists, operation: "rename", subject: "\(target)")
        }
        try rename(path, to: target, mode: .replace)
    }

    /// Puts `source` in the place of `path` at once; where a file system can not swap two names,
    /// what is there goes to `kept` first.
    ///
    /// What was to be replaced may be absent: a run that was stopped moved it to `kept`.
    func swap(
        _ source: RelativePath,
        with path: RelativePath,
        keeping kept: RelativePath
    ) throws(PlatformError) {
        do {
            return try rename(source, to: path, mode: .exchange)
        } catch {
            switch error.code {
            case .notFound: break
            case .crossesDevice, .notSupported:
                if try presence(of: path) != nil { try move(path, to: kept) }
            default: throw error
            }
        }
        try move(source, to: path)
    }

    /// The status of the name at `path`, or nil when nothing is there, for want of the name or of a
    /// directory above it.
    func presence(of path: RelativePath) throws(PlatformError) -> FileStatus? {
        try FileStatus.ifReachable { () throws(PlatformError) in try statusIfPresent(of: path) }
    }

    /// The status of the name at `path`, which must be there.
    func status(of path: RelativePath) throws(PlatformError) -> FileStatus {
        guard let status = try statusIfPresent(of: path) else {
            throw PlatformError(.notFound, operation: "statx", subject: "\(path)")
        }
        return status
    }

    /// Removes a directory that may not be there, unless something is in it.
    func removeDirectoryIfEmpty(_ path: RelativePath) throws(PlatformError) {
        do {
            try removeDirectory(path)
        } catch {
            switch error.code {
            case .notFound, .directoryNotEmpty: return
            default: throw error
            }
        }
    }
}
