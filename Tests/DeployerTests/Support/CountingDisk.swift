import Deployer
import Platform
import Primitives
import Synchronization

/// Counts the effects of a transaction, and fails or ends the process at one of them.
final class CountingDisk: Disk {
    /// What happens at the chosen effect.
    enum Fate: Sendable {
        case none
        /// It fails once, with the system's error number.
        case fail(at: Int, errno: Int32)
        /// It and all that follow fail.
        case failForGood(at: Int, errno: Int32)
        /// The process ends instead of it.
        case crash(at: Int)
    }

    private let disk: SystemDisk
    private let fate: Fate
    private let isFlat: Bool
    private let counter = Atomic<Int>(0)
    var root: Directory { disk.root }
    var count: Int { counter.load(ordering: .relaxed) }

    /// A flat one has no hard links and only plain renames, as FAT served by an old kernel.
    init(_ root: Directory, _ fate: Fate = .none, isFlat: Bool = false) {
        disk = SystemDisk(root: root)
        self.fate = fate
        self.isFlat = isFlat
    }

    private func effect(_ name: String) throws(PlatformError) {
        let number = counter.wrappingAdd(1, ordering: .relaxed).oldValue
        switch fate {
        case .none: return
        case .fail(let at, let errno):
            guard number == at else { return }
            throw PlatformError(errorNumber: errno, operation: name, subject: "effect \(number)")
        case .failForGood(let at, let errno):
            guard number >= at else { return }
            throw PlatformError(errorNumber: errno, operation: name, subject: "effect \(number)")
        case .crash(let at): if number == at { crash() }
        }
    }

    func open(volumes: [RelativePath]) throws(PlatformError) { try disk.open(volumes: volumes) }
    func statusIfPresent(of path: RelativePath) throws(PlatformError) -> FileStatus? {
        try disk.statusIfPresent(of: path)
    }
    func makeDirectory(_ path: RelativePath, permissions: UInt16) throws(PlatformError) {
        try effect("mkdir")
        try disk.makeDirectory(path, permissions: permissions)
    }
    func createFile(_ path: RelativePath) throws(PlatformError) -> File {
        try effect("create")
        return try disk.createFile(path)
    }
    func write(
        _ bytes: RawSpan,
        to file: borrowing File,
        at offset: UInt64
    ) throws(PlatformError) {
        try effect("write")
        try disk.write(bytes, to: file, at: offset)
    }
    func write(
        _ bytes: [UInt8],
        to file: borrowing File,
        at offset: UInt64
    ) throws(PlatformError) {
        try effect("write")
        try disk.write(bytes, to: file, at: offset)
    }
    func copy(
        _ source: borrowing File,
        to file: borrowing File,
        count: UInt64
    ) throws(PlatformError) {
        try effect("copy")
        try disk.copy(source, to: file, count: count)
    }
    func setSize(_ size: UInt64, of file: borrowing File) throws(PlatformError) {
        try effect("truncate")
        try disk.setSize(size, of: file)
    }
    func finish(_ file: borrowing File, _ metadata: FileMetadata) throws(PlatformError) {
        try effect("finish")
        try disk.finish(file, metadata)
    }
    func makeSymbolicLink(_ path: RelativePath, target: [UInt8]) throws(PlatformError) {
        try effect("symlink")
        try disk.makeSymbolicLink(path, target: target)
    }
    func makeNode(
        _ path: RelativePath,
        kind: FileKind,
        major: UInt32,
        minor: UInt32
    ) throws(PlatformError) {
        try effect("mknod")
        try disk.makeNode(path, kind: kind, major: major, minor: minor)
    }
    func link(_ path: RelativePath, to target: RelativePath) throws(PlatformError) {
        try effect("link")
        guard !isFlat else {
            throw PlatformError(errorNumber: 1, operation: "linkat", subject: "\(path)")
        }
        try disk.link(path, to: target)
    }
    func rename(
        _ path: RelativePath,
        to target: RelativePath,
        mode: RenameMode
    ) throws(PlatformError) {
        try effect("rename")
        guard !isFlat || mode == .replace else {
            throw PlatformError(errorNumber: 22, operation: "renameat2", subject: "\(path)")
        }
        try disk.rename(path, to: target, mode: mode)
    }
    func removeFile(_ path: RelativePath) throws(PlatformError) {
        try effect("unlink")
        try disk.removeFile(path)
    }
    func removeDirectory(_ path: RelativePath) throws(PlatformError) {
        try effect("rmdir")
        try disk.removeDirectory(path)
    }
    func removeTree(_ path: RelativePath) throws(PlatformError) {
        try effect("rm -r")
        try disk.removeTree(path)
    }
    func apply(
        _ metadata: FileMetadata,
        to path: RelativePath,
        kind: FileKind
    ) throws(PlatformError) {
        try effect("metadata")
        try disk.apply(metadata, to: path, kind: kind)
    }
    func setModified(_ time: FileTime, of path: RelativePath) throws(PlatformError) {
        try effect("utimens")
        try disk.setModified(time, of: path)
    }
    func replace(
        _ path: RelativePath,
        with bytes: [UInt8],
        permissions: UInt16
    ) throws(PlatformError) {
        try effect("replace")
        try disk.replace(path, with: bytes, permissions: permissions)
    }
    func syncDirectory(_ path: RelativePath) throws(PlatformError) {
        try effect("fsync")
        try disk.syncDirectory(path)
    }
    func syncFileSystem(_ path: RelativePath) throws(PlatformError) {
        try effect("syncfs")
        try disk.syncFileSystem(path)
    }
}
