internal import Platform
internal import Primitives

extension Directory {
    /// The status of the name at `path`, or nil when nothing is there, for want of the name or of a
    /// directory above it.
    func presence(of path: RelativePath) throws(PlatformError) -> FileStatus? {
        try FileStatus.ifReachable { () throws(PlatformError) in try statusIfPresent(of: path) }
    }
}

extension FileStatus {
    /// What `read` gives, or nil when something above the name is no directory.
    static func ifReachable(
        _ read: () throws(PlatformError) -> FileStatus?
    ) throws(PlatformError) -> FileStatus? {
        do {
            return try read()
        } catch {
            guard error.code == .notADirectory || error.code == .symbolicLinkInPath else {
                throw error
            }
            return nil
        }
    }

    /// What tells a file from all others of a station, under whatever names.
    struct Object: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    var object: Object { Object(device: device, inode: inode) }

    /// Whether both are of one and the same file.
    func isSameObject(as other: FileStatus) -> Bool { object == other.object }
}

extension FileTime {
    /// Whether a file system that keeps two whole seconds, as FAT does, may show one for the other.
    func isClose(to other: FileTime) -> Bool {
        let (seconds, overflow) = self.seconds.subtractingReportingOverflow(other.seconds)
        return self == other || nanoseconds == 0 && !overflow && (-2...2).contains(seconds)
    }
}
