internal import CPlatform
internal import Glibc
public import Primitives

/// An exclusive lock on a file, held until the value ends.
public struct FileLock: ~Copyable, Sendable {
    /// Which of the system's two kinds of lock.
    public enum Kind: Sendable {
        /// `flock(2)`.
        case flock
        /// A `fcntl(2)` lock on the whole file, which excludes dpkg's and apt's and is excluded by
        /// them. It belongs to the open file, so closing the file elsewhere does not lose it.
        case record
    }

    private let descriptor: Int32

    private init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Locks the file at `path`, created if missing, waiting at most `seconds` for its holder.
    ///
    /// - Throws: ``PlatformError`` with `.locked` when another holds it still.
    public static func acquire(
        in directory: Directory,
        _ path: RelativePath,
        kind: Kind,
        wait seconds: Double = 0
    ) throws(PlatformError) -> FileLock {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        let fd = directory.openBeneath(path, flags, 0o640)
        try check(fd, "openat", path.label)
        let lock = FileLock(owning: fd)
        let deadline = MonotonicClock.now() + max(0, seconds)
        while true {
            let result = kind == .flock ? cplatform_flock(fd) : cplatform_record_lock(fd)
            guard result == -EAGAIN || result == -EACCES else {
                try check(result, kind == .flock ? "flock" : "fcntl", path.label)
                return lock
            }
            guard MonotonicClock.now() < deadline else {
                throw PlatformError(
                    .locked,
                    operation: kind == .flock ? "flock" : "fcntl",
                    subject: path.label
                )
            }
            MonotonicClock.sleep(seconds: 0.05)
        }
    }

    /// Gives the lock up now.
    public consuming func release() {}
}
