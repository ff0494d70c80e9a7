internal import Platform
internal import Primitives

/// Finds files below the root of a Windows disk, whose names are the same in any case.
///
/// The mount usually tells cases apart: a name is first tried as it is, then its folder is listed.
/// Links (how junctions and other reparse points appear) are never followed.
struct WindowsFiles: Sendable {
    let root: Directory

    /// The path of `path` in the case it has on the disk, or nil when it does not exist.
    func find(_ path: String) throws(InventoryError) -> RelativePath? {
        var found = RelativePath.root
        for name in path.split(whereSeparator: { $0 == "/" || $0 == "\\" }) {
            guard let next = try child(String(name), of: found) else { return nil }
            found = next
        }
        return found
    }

    /// The names in the folder at `path`, in bytewise order; none where there is no such folder.
    func entries(_ path: RelativePath) throws(InventoryError) -> [DirectoryEntry] {
        do {
            return try root.openDirectoryIfPresent(path)?.entries() ?? []
        } catch {
            throw InventoryError(subject: path.description, operation: "list", cause: error)
        }
    }

    /// The status of what `path` names, or nil when it is gone.
    func status(_ path: RelativePath) throws(InventoryError) -> FileStatus? {
        do {
            return try root.statusIfPresent(of: path)
        } catch {
            throw InventoryError(subject: path.description, operation: "look at", cause: error)
        }
    }

    /// Opens the regular file at `path` for `body`; errors name it `label`.
    func open<Result>(
        _ path: RelativePath,
        as label: String,
        _ body: (borrowing File) throws(PlatformError) -> Result
    ) throws(InventoryError) -> Result {
        do throws(PlatformError) {
            let file = try root.openFile(path)
            return try body(file)
        } catch {
            // What the system says names the path, which may hold a person's name.
            throw InventoryError(
                error.code == .tooLarge ? .tooLarge : .unreadable,
                subject: label,
                operation: "read",
                detail: error.code == .symbolicLinkInPath
                    ? "a reparse point that this system does not resolve" : error.reason
            )
        }
    }

    /// The content of the regular file at `path`, at most `limit` bytes.
    func content(_ path: RelativePath, limit: Int) throws(InventoryError) -> [UInt8] {
        try open(path, as: path.description) { (file) throws(PlatformError) in
            try file.readToEnd(limit: limit)
        }
    }

    private func child(
        _ name: String,
        of folder: RelativePath
    ) throws(InventoryError) -> RelativePath? {
        let exact: RelativePath
        do {
            exact = try folder.appending(Array(name.utf8))
        } catch {
            return nil  // too long, or no name: it is nowhere
        }
        if try status(exact) != nil { return exact }
        let wanted = RegistryText.folded(name)
        let names = try entries(folder).map(\.name)
        let same = names.first {
            RegistryText.folded(String(decoding: $0, as: UTF8.self)) == wanted
        }
        guard let same else { return nil }
        return try? folder.appending(same)  // too long: it is out of reach
    }
}
