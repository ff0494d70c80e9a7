internal import Platform
internal import Primitives

extension Directory {
    /// The status of the name at `path`, or nil when nothing is there, for want of the name or of a
    /// directory above it.
    func presence(of path: RelativePath) throws(PlatformError) -> FileStatus? {
        do {
            return try statusIfPresent(of: path)
        } catch {
            guard error.code == .notADirectory || error.code == .symbolicLinkInPath else {
                throw error
            }
            return nil
        }
    }
}

extension FileStatus {
    /// Whether both are of one and the same file, under whatever names.
    func isSameObject(as other: FileStatus) -> Bool {
        inode == other.inode && device == other.device
    }
}
