internal import Model
internal import Packaging
internal import Platform
internal import Primitives

/// Gives directories back the time the target says, after steps wrote in them.
///
/// A step that rebuilds a cache changes the time of the directory it stands in, and nothing else that
/// is compared. A directory whose time already differed before the restore is part of the transaction,
/// so undo knows its old time.
struct DirectoryTimes {
    let root: Directory
    let target: RestoreTarget

    /// Sets the time of each directory of class exact that is there and has another one.
    func settle(on disk: some Disk) throws(PlatformError) {
        for item in target.tree.entries where item.entry.kind == .directory {
            let entry = item.entry
            guard target.rules.pathClass(of: entry.path) == .exact,
                let status = try root.statusIfPresent(of: entry.path), status.kind == .directory,
                status.modified != entry.metadata.modified
            else { continue }
            try disk.setModified(entry.metadata.modified, of: entry.path)
        }
    }
}
