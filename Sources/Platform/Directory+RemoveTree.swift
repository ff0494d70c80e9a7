internal import CPlatform
internal import Glibc
public import Primitives

extension Directory {
    /// Removes `path` and all it holds; `RelativePath.root` empties this directory.
    ///
    /// Links are removed, never followed, and another file system mounted below stops it with
    /// `.crossesDevice`. Depth is unlimited: directories far down are moved up before they are
    /// emptied, so neither the stack nor the number of descriptors grows.
    public func removeTree(_ path: RelativePath) throws(PlatformError) {
        if !path.isRoot {
            guard try status(of: path).kind == .directory else { return try removeFile(path) }
        }
        let fd = openBeneath(path, O_RDONLY | O_DIRECTORY)
        try check(fd, "openat", path.label)
        try TreeRemoval(top: Directory(owning: fd, crossesMounts: false)).run()
        if !path.isRoot { try removeDirectory(path) }
    }
}

/// Empties one directory.
private struct TreeRemoval {
    let top: Directory

    private static let depthLimit = 64

    private struct Level {
        let directory: Directory
        var names: [DirectoryEntry]
        let name: [UInt8]
    }

    func run() throws(PlatformError) {
        var stack = [Level(directory: top, names: try top.entries(), name: [])]
        let device = try top.status(of: .root).device
        while var level = stack.popLast() {
            guard let entry = level.names.popLast() else {
                guard let parent = stack.last else { continue }
                try parent.directory.removeDirectory(RelativePath(uncheckedBytes: level.name))
                continue
            }
            let name = RelativePath(uncheckedBytes: entry.name)
            let holder = level.directory
            let status = try holder.status(of: name)
            // A subvolume of btrfs is no mount, and another file system all the same.
            guard status.device == device else {
                throw PlatformError(.crossesDevice, operation: "unlinkat", subject: name.label)
            }
            if !status.isDirectory {
                try holder.removeFile(name)
                stack.append(level)
            } else if stack.count < Self.depthLimit {
                stack.append(level)
                let child = try holder.openDirectory(name)
                stack.append(
                    Level(directory: child, names: try child.entries(), name: entry.name)
                )
            } else {
                let raised = try RelativePath.unusedName()
                try holder.rename(name, to: top, raised, mode: .noReplace)
                stack.append(level)
                stack[0].names.append(
                    DirectoryEntry(name: raised.bytes, kind: .directory, inode: entry.inode)
                )
            }
        }
    }
}
