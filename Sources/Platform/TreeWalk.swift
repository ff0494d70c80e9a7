internal import CPlatform
internal import Glibc
public import Primitives

/// Visits a tree in the order of `RelativePath`: a directory, then all it holds, name by name.
///
/// One open per directory, relative to its parent, and one `statx` per name; links are never
/// followed. What cannot be read is returned at the end, never skipped in silence.
public struct TreeWalk: Sendable {
    /// How to go on after a visit.
    public enum Step: Sendable {
        /// Visit what the directory holds.
        case proceed
        /// Pass over what the directory holds.
        case skipDescendants
    }

    /// Visits `path` below `directory`, then everything it holds.
    ///
    /// With `stayOnDevice`, a directory on which another file system is mounted is visited and not
    /// entered; `path` itself may be one, if `directory` crosses mounts. A directory that cannot be
    /// opened was already visited when it is found unreadable.
    ///
    /// - Returns: what could not be read; empty when the walk was complete.
    public static func walk<Failure: Error>(
        from directory: Directory,
        below path: RelativePath = .root,
        stayOnDevice: Bool = true,
        _ visit: (RelativePath, FileStatus) throws(Failure) -> Step
    ) throws(Failure) -> [PlatformError] {
        let anchor = WalkAnchor(directory, path, stayOnDevice: stayOnDevice)
        return try walk(from: anchor, below: path, stayOnDevice: stayOnDevice, visit)
    }

    static func walk<Failure: Error>(
        from anchor: WalkAnchor,
        below path: RelativePath,
        stayOnDevice: Bool,
        _ visit: (RelativePath, FileStatus) throws(Failure) -> Step
    ) throws(Failure) -> [PlatformError] {
        var walker = TreeWalker(anchor, stayOnDevice: stayOnDevice)
        guard let start = walker.begin(path) else { return walker.errors }
        guard try visit(path, start) == .proceed, start.kind == .directory else { return [] }
        walker.enter(path, start)
        while let (next, status) = walker.next() {
            let step = try visit(next, status)
            if step == .proceed, status.kind == .directory { walker.enter(next, status) }
        }
        return walker.errors
    }
}

/// The open directory that the paths of a walk are opened below, and what they begin with.
///
/// It is where the walk starts: only from there on may no path pass to another mount.
struct WalkAnchor: Sendable {
    let base: Directory
    private let origin: RelativePath

    init(_ directory: Directory, _ path: RelativePath, stayOnDevice: Bool) {
        // What can not be opened is told by the walk itself.
        if stayOnDevice, !path.isRoot, let top = try? directory.openDirectory(path) {
            (base, origin) = (top, path)
        } else {
            (base, origin) = (directory, .root)
        }
    }

    /// `path` as the base knows it.
    func below(_ path: RelativePath) -> RelativePath {
        guard !origin.isRoot else { return path }
        return RelativePath(uncheckedBytes: [UInt8](path.bytes.dropFirst(origin.bytes.count + 1)))
    }
}

/// The explicit stack of a walk; never deeper in descriptors than ``descriptorLimit``.
struct TreeWalker: ~Copyable {
    private let anchor: WalkAnchor
    private let stayOnDevice: Bool
    private var device: UInt64 = 0
    private var levels: [Level] = []
    /// What could not be read so far.
    private(set) var errors: [PlatformError] = []

    /// Levels below this one keep no descriptor between two names: they open theirs by path again.
    private static let descriptorLimit = 128

    private struct Level {
        let descriptor: Int32
        let status: FileStatus
        let path: RelativePath
        let listing: DirectoryListing
        let names: [DirectoryListing.Name]
        var position = 0
    }

    init(_ anchor: WalkAnchor, stayOnDevice: Bool) {
        self.anchor = anchor
        self.stayOnDevice = stayOnDevice
    }

    deinit {
        for level in levels where level.descriptor >= 0 { close(level.descriptor) }
    }

    /// The status of where the walk starts, or nil when it cannot be had.
    mutating func begin(_ path: RelativePath) -> FileStatus? {
        do throws(PlatformError) {
            let status = try anchor.base.status(of: anchor.below(path))
            device = status.device
            return status
        } catch {
            errors.append(error)
            return nil
        }
    }

    /// Opens and lists a directory just visited; its names come next.
    mutating func enter(_ path: RelativePath, _ status: FileStatus) {
        guard !stayOnDevice || status.device == device else { return }
        let opened = open(path)
        // A mount of the same device shows only here.
        guard !(opened == -EXDEV && stayOnDevice) else { return }
        do throws(PlatformError) {
            try check(opened, "openat", path.label)
            var keeps = false
            defer { if !keeps { close(opened) } }
            let now = try FileStatus.of(opened, path.label)
            guard now.inode == status.inode, now.device == status.device else {
                throw PlatformError(.changedUnderneath, operation: "openat", subject: path.label)
            }
            let listing = try DirectoryListing.read(opened, subject: path.label)
            keeps = levels.count < Self.descriptorLimit
            levels.append(
                Level(
                    descriptor: keeps ? opened : -1,
                    status: status,
                    path: path,
                    listing: listing,
                    names: listing.sorted()
                )
            )
        } catch {
            errors.append(error)
        }
    }

    /// The next name in order, or nil at the end.
    mutating func next() -> (RelativePath, FileStatus)? {
        while let last = levels.indices.last {
            let position = levels[last].position
            guard position < levels[last].names.count else {
                let descriptor = levels.removeLast().descriptor
                if descriptor >= 0 { close(descriptor) }
                continue
            }
            levels[last].position += 1
            if let found = visit(levels[last], levels[last].names[position]) { return found }
        }
        return nil
    }

    private mutating func visit(
        _ level: Level,
        _ name: DirectoryListing.Name
    ) -> (RelativePath, FileStatus)? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(level.path.bytes.count + 1 + name.length)
        if !level.path.isRoot {
            bytes += level.path.bytes
            bytes.append(UInt8(ascii: "/"))
        }
        level.listing.withName(name) { text, _, _ in
            bytes += UnsafeRawBufferPointer(start: text, count: name.length)
        }
        let path = RelativePath(uncheckedBytes: bytes)
        guard bytes.count <= RelativePath.maximumLength else {
            errors.append(
                PlatformError(errorNumber: ENAMETOOLONG, operation: "statx", subject: path.label)
            )
            return nil
        }
        do throws(PlatformError) {
            guard level.descriptor >= 0 else {
                return (path, try anchor.base.status(of: anchor.below(path)))
            }
            var raw = cplatform_status()
            let result = level.listing.withName(name) { text, _, _ in
                FileStatus.raw(level.descriptor, text, into: &raw)
            }
            try check(result, "statx", path.label)
            return (path, FileStatus(raw))
        } catch {
            // A name that went away between listing and looking was never part of the tree.
            if error.code != .notFound { errors.append(error) }
            return nil
        }
    }

    /// Opens a directory by its name below the level it was found in, else by its path.
    private func open(_ path: RelativePath) -> Int32 {
        let flags = O_RDONLY | O_DIRECTORY | cplatform_o_noatime
        let fd = open(path, flags)
        return fd == -EPERM ? open(path, flags & ~cplatform_o_noatime) : fd
    }

    private func open(_ path: RelativePath, _ flags: Int32) -> Int32 {
        let base = anchor.base
        let staysOnMount: Int32 = stayOnDevice || !base.crossesMounts ? 1 : 0
        guard let level = levels.last, level.descriptor >= 0 else {
            let rest = anchor.below(path)
            return CPath.with(rest.isRoot ? [UInt8(ascii: ".")] : rest.bytes) {
                cplatform_open_beneath(base.descriptor, $0, flags, 0, staysOnMount)
            }
        }
        return CPath.with(path.name) {
            cplatform_open_beneath(level.descriptor, $0, flags, 0, staysOnMount)
        }
    }
}
