package import Platform
package import Primitives

/// Every name of a station's own file systems, in tree order.
package struct FoundTree: Sendable {
    package let entries: [(path: RelativePath, status: FileStatus)]
    package let errors: [PlatformError]

    /// Walks the tree on all workers; Socle's own folders are left out.
    ///
    /// The content of directories `passOver` names is never looked at.
    package static func read(
        _ root: Directory,
        volumes: Volumes,
        workers: Workers,
        passOver: @escaping @Sendable (RelativePath) -> Bool
    ) -> FoundTree {
        let own = volumes.mountPoints.map { mount in
            mount.isRoot
                ? Array(Workspace.folder.utf8)
                : mount.bytes + [UInt8(ascii: "/")] + Array(Workspace.folder.utf8)
        }
        let folder = Array(Workspace.folder.utf8)[...]
        let isOwn: @Sendable (RelativePath) -> Bool = { path in
            path.name == folder && own.contains { $0 == path.bytes }
        }
        var parts: [[(path: RelativePath, status: FileStatus)]] = []
        var errors: [PlatformError] = []
        for mount in volumes.mountPoints {
            let contents = TreeWalk.collect(
                from: root,
                below: mount,
                stayOnDevice: true,
                workers: workers,
                skip: { isOwn($0) || passOver($0) }
            )
            var entries = contents.entries
            if let index = entries.firstIndex(where: { isOwn($0.path) }) {
                entries.remove(at: index)
            }
            // The mount point itself was seen when its parent was walked.
            parts.append(mount.isRoot ? entries : Array(entries.dropFirst()))
            errors += contents.errors
        }
        guard parts.count > 1 else { return FoundTree(entries: parts[0], errors: errors) }
        let all = parts.flatMap(\.self).sorted { $0.path < $1.path }
        return FoundTree(entries: all, errors: errors)
    }
}
