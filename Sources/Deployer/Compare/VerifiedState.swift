package import Model
package import Platform
package import Primitives
internal import Trust

/// What a station's files looked like when each was last seen to be as the target says.
///
/// A cache and never evidence: a file whose inode, size and times have not moved since its bytes were
/// read is taken as unchanged. Entries are kept by their place in the target, so a state goes with
/// one target on one file system and is worth nothing to another. A deep one says in which start of
/// the machine every byte was read: a restore that follows its plan reads none of them again.
package struct VerifiedState: Sendable {
    /// One entry's marks; `size` of `.max` stands for an entry that is not vouched for.
    package struct Mark: Sendable, Equatable {
        var inode: UInt64
        var size: UInt64
        var changed: FileTime
        var modified: FileTime

        static let none = Mark(
            inode: 0,
            size: .max,
            changed: FileTime(seconds: 0),
            modified: FileTime(seconds: 0)
        )

        init(inode: UInt64, size: UInt64, changed: FileTime, modified: FileTime) {
            self.inode = inode
            self.size = size
            self.changed = changed
            self.modified = modified
        }

        init(_ status: FileStatus) {
            self.init(
                inode: status.inode,
                size: status.size,
                changed: status.changed,
                modified: status.modified
            )
        }
    }

    /// What the state is about: the target's layers and the file system.
    package let key: Digest
    package let marks: [Mark]
    /// When it was made, in seconds since 1970.
    package let made: Instant
    /// The start of the machine in which all was read; nil where some was taken from an older state.
    package let deepBoot: Digest?

    static let path = RelativePath(uncheckedBytes: Array("var/lib/socle/verified-state".utf8))
    private static let magic = Array("SOCLE-SEEN2".utf8)

    /// Whether a change made from `began` on would show in `changed`.
    ///
    /// A file changed again within one tick of the file system's clock shows the same times: git's
    /// racy case. Such an entry is read again. Linux ticks every 10 ms at most; a file system that
    /// keeps whole seconds shows it by the missing fraction.
    private static func isSettled(_ changed: FileTime, before began: FileTime) -> Bool {
        let nanoseconds = Int64(began.nanoseconds) - Int64(changed.nanoseconds)
        let (seconds, overflow) = began.seconds.subtractingReportingOverflow(changed.seconds)
        guard !overflow, seconds >= 0 else { return false }
        if seconds > 2 { return true }
        let elapsed = seconds * 1_000_000_000 + nanoseconds
        return elapsed > (changed.nanoseconds == 0 ? 1_100_000_000 : tick)
    }

    /// Nanoseconds after which two changes of one file can not show the same time.
    static let tick: Int64 = 25_000_000

    package init(key: Digest, marks: [Mark], made: Instant, deepBoot: Digest?) {
        self.key = key
        self.marks = marks
        self.made = made
        self.deepBoot = deepBoot
    }

    /// Keeps the marks of all that `result` found as the target says.
    package init(_ result: ComparisonResult, key: Digest, made: Instant) {
        marks = result.records.indices.map { index in
            guard result.records[index].standing == .same, let status = result.status(index),
                Self.isSettled(status.changed, before: result.began)
            else { return .none }
            return Mark(status)
        }
        self.key = key
        self.made = made
        deepBoot = result.comparison.method == .deep ? Self.boot : nil
    }

    /// This start of the machine; nil where the kernel does not name it.
    package static var boot: Digest? {
        Host.bootIdentifier().map { SHA256Hasher.digest(of: Array($0.utf8)) }
    }

    /// Whether `status` is what entry `index` looked like when it was verified.
    @inline(__always)
    func vouches(for status: FileStatus, at index: Int) -> Bool {
        guard marks.indices.contains(index) else { return false }
        let mark = marks[index]
        return mark.inode == status.inode && mark.size == status.size
            && mark.changed == status.changed && mark.modified == status.modified
    }

    /// Whether some entry looked like `status` when it was verified.
    package func vouches(for status: FileStatus) -> Bool {
        marks.contains(Mark(status))
    }

    /// Whether a file system's times and inodes can carry a state.
    ///
    /// Not those of overlayfs (inodes move on copy-up), NTFS (no change time of Linux's kind), or
    /// anything this list does not know.
    package static func canRest(on system: FileSystemStatus) -> Bool {
        let known: [UInt64] = [
            0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0xF2F5_2010, 0xCA45_1A4E,
        ]
        return known.contains(system.type)
    }

    /// The key of a target on a root: its layers' indexes, the file system's UUID, the root itself.
    package static func key(
        layers: [LayerReference],
        root: Directory
    ) throws(DeployerError) -> Digest {
        let (inode, system) = try onDisk { () throws(PlatformError) in
            (try root.status(of: .root).inode, try root.fileSystem())
        }
        var writer = ByteWriter()
        for layer in layers { writer.raw(layer.index.bytes) }
        writer.raw(system.identifier)
        writer.integer(inode)
        return SHA256Hasher.digest(of: writer.bytes)
    }

    // MARK: The file

    /// Reads the state kept on `root`; nil when there is none for `key`, or it is damaged.
    package static func load(_ root: Directory, key: Digest) -> VerifiedState? {
        // It is a cache: what can not be read is as good as absent.
        guard let bytes = try? root.readIfPresent(path, limit: 1 << 28) else {
            return nil
        }
        return VerifiedState(bytes, key: key)
    }

    init?(_ bytes: [UInt8], key: Digest) {
        guard bytes.count > Digest.byteCount else { return nil }
        let body = bytes.dropLast(Digest.byteCount)
        var hasher = SHA256Hasher()
        hasher.update(body)
        guard hasher.finalize().bytes.elementsEqual(bytes.suffix(Digest.byteCount)) else {
            return nil
        }
        var reader = ByteReader(body)
        guard reader.raw(Self.magic.count)?.elementsEqual(Self.magic) == true,
            reader.raw(Digest.byteCount)?.elementsEqual(key.bytes) == true,
            let made = reader.integer(UInt64.self), let boot = reader.counted(),
            let count = reader.integer(UInt64.self), count <= UInt64(body.count / 40)
        else { return nil }
        var marks: [Mark] = []
        marks.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let inode = reader.integer(UInt64.self), let size = reader.integer(UInt64.self),
                let changed = reader.time(), let modified = reader.time()
            else { return nil }
            marks.append(Mark(inode: inode, size: size, changed: changed, modified: modified))
        }
        self.init(
            key: key,
            marks: marks,
            made: Instant(secondsSince1970: Int64(bitPattern: made)),
            // Anything but a digest is no start of a machine.
            deepBoot: try? Digest(bytes: boot)
        )
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.raw(Self.magic)
        writer.raw(key.bytes)
        writer.integer(UInt64(bitPattern: made.secondsSince1970))
        writer.counted(deepBoot?.bytes ?? [])
        writer.integer(UInt64(marks.count))
        for mark in marks {
            writer.integer(mark.inode)
            writer.integer(mark.size)
            writer.time(mark.changed)
            writer.time(mark.modified)
        }
        let digest = SHA256Hasher.digest(of: writer.bytes)
        writer.raw(digest.bytes)
        return writer.bytes
    }

    /// Keeps the state on `root`.
    package func save(_ root: Directory) throws(DeployerError) {
        try onDisk { () throws(PlatformError) in
            try StationState.prepare(root)
            try root.write(bytes, atomicallyTo: Self.path, permissions: 0o600)
        }
    }

    /// Forgets the state kept on `root`.
    package static func drop(_ root: Directory) {
        // Absent is as good as removed; a state left behind is keyed and checked entry by entry.
        try? root.removeFile(path)
    }
}

extension VerifiedState {
    /// When the state kept on `root` was made, whatever target it is for.
    static func lastMade(_ root: Directory) -> Instant? {
        // It is a cache: what can not be read is as good as absent.
        guard let file = try? root.openFile(path), let status = try? file.status(),
            status.size > UInt64(Digest.byteCount)
        else { return nil }
        return Instant(secondsSince1970: status.modified.seconds)
    }
}
