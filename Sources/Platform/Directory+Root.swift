import Primitives

extension Directory {
    /// Whether this is the root of this very process.
    public func isProcessRoot() throws(PlatformError) -> Bool {
        let status = try status(of: .root)
        let own = try Directory.open("/").status(of: .root)
        return status.inode == own.inode && status.device == own.device
            && status.mount == own.mount
    }

    /// Whether a disk's own file system begins here, as at the root of a station that is no copy.
    public func isDiskRoot() throws(PlatformError) -> Bool {
        let place = Array(location.utf8)
        guard let mount = try MountTable.read().last(where: { $0.mountPoint == place }) else {
            return false
        }
        return mount.root == Array("/".utf8) && mount.source.starts(with: "/dev/".utf8)
    }
}
