package import Platform
package import Primitives
internal import Synchronization

/// The real disk.
///
/// Names that follow one another mostly share their directory, so the directories last used stay
/// open: a rename costs the rename. A directory opened once is the one the walk without symbolic
/// links found; a link put in its place later leads nowhere.
package final class SystemDisk: Disk {
    package let root: Directory
    private let volumes = Mutex<[(path: RelativePath, top: Directory)]>([])
    private let opened = Mutex<[(path: RelativePath, directory: Directory)]>([])

    private static let limit = 12

    /// Changes the tree below `root`.
    package init(root: Directory) {
        self.root = root
    }

    package func open(volumes paths: [RelativePath]) throws(PlatformError) {
        let known = volumes.withLock { $0 }
        for path in paths where !known.contains(where: { $0.path == path }) {
            let top = try root.openFileSystem(path)
            volumes.withLock { $0.append((path, top)) }
        }
        opened.withLock { $0 = [] }
    }

    package func statusIfPresent(of path: RelativePath) throws(PlatformError) -> FileStatus? {
        let (top, rest) = volume(of: path)
        return try top.statusIfPresent(of: rest)
    }

    package func makeDirectory(_ path: RelativePath, permissions: UInt16) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.makeDirectory(name, permissions: permissions)
    }

    package func createFile(_ path: RelativePath) throws(PlatformError) -> File {
        let (parent, name) = try place(path)
        return try parent.createFile(name, permissions: 0o600)
    }

    package func write(
        _ bytes: RawSpan,
        to file: borrowing File,
        at offset: UInt64
    ) throws(PlatformError) {
        try file.write(bytes, at: offset)
    }

    package func write(
        _ bytes: [UInt8],
        to file: borrowing File,
        at offset: UInt64
    ) throws(PlatformError) {
        try file.write(bytes, at: offset)
    }

    package func copy(
        _ source: borrowing File,
        to file: borrowing File,
        count: UInt64
    ) throws(PlatformError) {
        let copied = try file.copyRange(from: source, at: 0, count: count, to: 0)
        guard copied == count else {
            throw PlatformError(
                .changedUnderneath,
                operation: "copy_file_range",
                subject: source.location
            )
        }
    }

    package func setSize(_ size: UInt64, of file: borrowing File) throws(PlatformError) {
        try file.truncate(to: size)
    }

    package func finish(
        _ file: borrowing File,
        _ metadata: FileMetadata
    ) throws(PlatformError) {
        do {
            try file.apply(metadata)
        } catch {
            guard error.isOfMetadata, try !file.fileSystem().keepsMetadata else { throw error }
            try file.setModified(metadata.modified)
        }
    }

    package func makeSymbolicLink(_ path: RelativePath, target: [UInt8]) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.makeSymbolicLink(name, target: target)
    }

    package func makeNode(
        _ path: RelativePath,
        kind: FileKind,
        major: UInt32,
        minor: UInt32
    ) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.makeNode(name, kind: kind, permissions: 0o600, major: major, minor: minor)
    }

    package func link(_ path: RelativePath, to target: RelativePath) throws(PlatformError) {
        let (from, name) = try place(path)
        let (to, newName) = try place(target)
        try from.link(name, to: to, newName)
    }

    package func rename(
        _ path: RelativePath,
        to target: RelativePath,
        mode: RenameMode
    ) throws(PlatformError) {
        let (from, name) = try place(path)
        let (to, newName) = try place(target)
        try from.rename(name, to: to, newName, mode: mode)
        forget(path)
        forget(target)
    }

    package func removeFile(_ path: RelativePath) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.removeFile(name)
    }

    package func removeDirectory(_ path: RelativePath) throws(PlatformError) {
        forget(path)
        let (parent, name) = try place(path)
        try parent.removeDirectory(name)
    }

    package func removeTree(_ path: RelativePath) throws(PlatformError) {
        forget(path)
        let (top, rest) = volume(of: path)
        guard try top.statusIfPresent(of: rest) != nil else { return }
        try top.removeTree(rest)
    }

    package func apply(
        _ metadata: FileMetadata,
        to path: RelativePath,
        kind: FileKind
    ) throws(PlatformError) {
        let (parent, name) = try place(path)
        do {
            try parent.apply(metadata, to: name, kind: kind)
        } catch {
            guard error.isOfMetadata, try !parent.fileSystem().keepsMetadata else { throw error }
            try parent.setModified(metadata.modified, of: name)
        }
    }

    package func setModified(_ time: FileTime, of path: RelativePath) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.setModified(time, of: name)
    }

    package func replace(
        _ path: RelativePath,
        with bytes: [UInt8],
        permissions: UInt16
    ) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.write(bytes, atomicallyTo: name, permissions: permissions)
    }

    package func syncDirectory(_ path: RelativePath) throws(PlatformError) {
        let (top, rest) = volume(of: path)
        try top.openDirectory(rest).sync()
    }

    package func syncFileSystem(_ path: RelativePath) throws(PlatformError) {
        let (top, rest) = volume(of: path)
        try top.openDirectory(rest).syncFileSystem()
    }

    // MARK: Open directories

    /// The top of the file system that holds `path`, and the path below it.
    ///
    /// Of a mount point itself this is the file system mounted there. Socle's own state is no part
    /// of what is restored, and may lie on any.
    private func volume(of path: RelativePath) -> (Directory, RelativePath) {
        let list = volumes.withLock { $0 }
        guard !list.isEmpty, !path.isWithin(StationState.folder) else { return (root, path) }
        guard list.count > 1 || !list[0].path.isRoot else { return (list[0].top, path) }
        let best = list.filter { path.isWithin($0.path) }.max {
            $0.path.bytes.count < $1.path.bytes.count
        }
        guard let best else { return (root, path) }
        let length = best.path.bytes.count
        let rest = path.bytes.dropFirst(length == 0 ? 0 : length + 1)
        return (best.top, RelativePath(uncheckedBytes: [UInt8](rest)))
    }

    /// The open directory that holds `path`, and the name in it.
    private func place(
        _ path: RelativePath
    ) throws(PlatformError) -> (Directory, RelativePath) {
        let (top, rest) = volume(of: path)
        guard let below = rest.parent, !below.isRoot, let parent = path.parent else {
            return (top, rest)
        }
        let name = RelativePath(uncheckedBytes: [UInt8](path.name))
        let known = opened.withLock { list in
            list.last { $0.path == parent }?.directory
        }
        if let known { return (known, name) }
        let directory = try top.openDirectory(below)
        opened.withLock { list in
            if list.count >= Self.limit { list.removeFirst() }
            list.append((parent, directory))
        }
        return (directory, name)
    }

    /// Forgets directories at or below a name that is about to go.
    private func forget(_ path: RelativePath) {
        opened.withLock { list in list.removeAll { $0.path.isWithin(path) } }
    }
}

extension PlatformError {
    /// Whether a file system refused an owner, a mode or an attribute, rather than failed.
    fileprivate var isOfMetadata: Bool { code == .permissionDenied || code == .notSupported }
}
