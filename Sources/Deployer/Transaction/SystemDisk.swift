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
    private let open = Mutex<[(path: RelativePath, directory: Directory)]>([])

    private static let limit = 12

    /// Changes the tree below `root`.
    package init(root: Directory) {
        self.root = root
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
        try file.apply(metadata)
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
        guard try root.statusIfPresent(of: path) != nil else { return }
        try root.removeTree(path)
    }

    package func apply(
        _ metadata: FileMetadata,
        to path: RelativePath,
        kind: FileKind
    ) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.apply(metadata, to: name, kind: kind)
    }

    package func setModified(_ time: FileTime, of path: RelativePath) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.setModified(time, of: name)
    }

    package func replace(_ path: RelativePath, with bytes: [UInt8]) throws(PlatformError) {
        let (parent, name) = try place(path)
        try parent.write(bytes, atomicallyTo: name, permissions: 0o600)
    }

    package func syncDirectory(_ path: RelativePath) throws(PlatformError) {
        try root.openDirectory(path).sync()
    }

    package func syncFileSystem(_ path: RelativePath) throws(PlatformError) {
        try root.openDirectory(path).syncFileSystem()
    }

    // MARK: Open directories

    /// The open directory that holds `path`, and the name in it.
    private func place(
        _ path: RelativePath
    ) throws(PlatformError) -> (Directory, RelativePath) {
        guard let parent = path.parent, !parent.isRoot else { return (root, path) }
        let name = RelativePath(uncheckedBytes: [UInt8](path.name))
        let known = open.withLock { list in
            list.last { $0.path == parent }?.directory
        }
        if let known { return (known, name) }
        let directory = try root.openDirectory(parent)
        open.withLock { list in
            if list.count >= Self.limit { list.removeFirst() }
            list.append((parent, directory))
        }
        return (directory, name)
    }

    /// Forgets directories at or below a name that is about to go.
    private func forget(_ path: RelativePath) {
        open.withLock { list in list.removeAll { $0.path.isWithin(path) } }
    }
}
