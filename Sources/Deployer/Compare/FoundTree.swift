package import Platform
package import Primitives

/// Every name of a station's own file systems, in tree order.
package struct FoundTree: Sendable {
    package let entries: [(path: RelativePath, status: FileStatus)]
    package let errors: [PlatformError]

    /// Walks the tree on all workers; Socle's own folders are left out, and so is what every file
    /// system of the ext family keeps for its own repair.
    ///
    /// The content of directories `passOver` names is never looked at.
    package static func read(
        _ root: Directory,
        volumes: Volumes,
        workers: Workers,
        passOver: @escaping @Sendable (RelativePath) -> Bool
    ) -> FoundTree {
        let folder = Array(Workspace.folder.utf8)[...]
        let repair = Array("lost+found".utf8)[...]
        let tops = Set(volumes.mountPoints)
        let isOwn: @Sendable (RelativePath) -> Bool = { path in
            guard path.name == folder || path.name == repair, let top = path.parent else {
                return false
            }
            return tops.contains(top) && (path.name == folder || !top.isRoot)
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
            entries.removeAll { isOwn($0.path) }
            // The mount point itself was seen when its parent was walked.
            parts.append(mount.isRoot ? entries : Array(entries.dropFirst()))
            errors += contents.errors
        }
        guard parts.count > 1 else { return FoundTree(entries: parts[0], errors: errors) }
        let all = parts.flatMap(\.self).sorted { $0.path < $1.path }
        return FoundTree(entries: all, errors: errors)
    }
}
