internal import Platform
internal import Primitives

/// What one folder holds, as far as no package owns it.
struct FolderVisit: Sendable {
    /// The names seen.
    var count = 0
    /// Folders to visit in the same way.
    var folders: [RelativePath] = []
    /// New groups.
    var groups: [UnownedGroup] = []
    var links: [(path: RelativePath, target: [UInt8])] = []
    var launchers: [RelativePath] = []
    /// Inside a group: its names that are no folders, and its code.
    var fileCount = 0
    var code: [RelativePath] = []
    /// Whether the folder is another file system's, or a person's, and was not looked into.
    var isForeign = false
}

extension UnownedScan {
    /// Looks into one folder.
    func visit(_ folder: ScannedFolder) throws(InventoryError) -> FolderVisit {
        do {
            let directory = try root.openDirectory(folder.path)
            var visit = FolderVisit()
            let status = try directory.status(of: .root)
            let home = try root.status(of: .root)
            let isMounted = status.device != home.device || status.mount != home.mount
            if isMounted || folder.isPrivate && status.owner >= 1000 {
                visit.isForeign = true
                return visit
            }
            let entries = try directory.entries()
            visit.count = entries.count
            if folder.group == nil {
                try look(at: entries, in: folder, directory, &visit)
            } else {
                try count(entries, in: folder, directory, &visit)
            }
            return visit
        } catch {
            throw InventoryError(
                subject: folder.path.description,
                operation: "visit",
                cause: error
            )
        }
    }

    // MARK: Shared folders

    private func look(
        at entries: [DirectoryEntry],
        in folder: ScannedFolder,
        _ directory: Directory,
        _ visit: inout FolderVisit
    ) throws(PlatformError) {
        var bytes = folder.path.bytes
        bytes.append(ByteText.slash)
        let prefix = bytes.count
        let parent = folder.path.description
        for entry in entries {
            bytes.removeLast(bytes.count - prefix)
            bytes += entry.name
            guard bytes.count <= RelativePath.maximumLength else { continue }
            let isOwned = ownership.owns(bytes.span)
            if isOwned, let kind = entry.kind, kind != .directory { continue }
            let path = RelativePath(uncheckedBytes: bytes)
            let name = RelativePath(uncheckedBytes: entry.name)
            guard let kind = try kind(of: entry, name, directory) else { continue }
            if isOwned {
                let isVisited = kind == .directory && !UnownedRules.isLeftOut(path.description)
                if isVisited { visit.folders.append(path) }
            } else {
                try judge(path, name, kind, parent, directory, &visit)
            }
        }
    }

    private func judge(
        _ path: RelativePath,
        _ name: RelativePath,
        _ kind: FileKind,
        _ parent: String,
        _ directory: Directory,
        _ visit: inout FolderVisit
    ) throws(PlatformError) {
        let meaning = UnownedRules.meaning(of: name.description, in: parent, kind: kind)
        switch meaning {
        case .ignored: return
        case .container: visit.folders.append(path)
        case .launcher: visit.launchers.append(path)
        case .link:
            visit.links.append((path, try directory.symbolicLinkTarget(of: name)))
        case .program, .code, .driver, .kernelModule:
            if kind == .directory {
                visit.groups.append(UnownedGroup(path: path, meaning: meaning, isFolder: true))
                return
            }
            let isCode = try isCode(name, kind, directory)
            if meaning == .code, !isCode { return }
            if meaning == .driver, try isAlternative(name, kind, directory) { return }
            visit.groups.append(
                UnownedGroup(
                    path: path,
                    meaning: meaning,
                    isFolder: false,
                    fileCount: 1,
                    code: [path]
                )
            )
        }
    }

    private func kind(
        of entry: DirectoryEntry,
        _ name: RelativePath,
        _ directory: Directory
    ) throws(PlatformError) -> FileKind? {
        if let kind = entry.kind { return kind }
        return try directory.statusIfPresent(of: name)?.kind
    }

    /// Whether a link is one of the alternatives system.
    private func isAlternative(
        _ name: RelativePath,
        _ kind: FileKind,
        _ directory: Directory
    ) throws(PlatformError) -> Bool {
        guard kind == .symbolicLink else { return false }
        return try directory.symbolicLinkTarget(of: name).starts(with: "/etc/alternatives/".utf8)
    }

    private func isCode(
        _ name: RelativePath,
        _ kind: FileKind,
        _ directory: Directory
    ) throws(PlatformError) -> Bool {
        guard kind == .regular, let status = try directory.statusIfPresent(of: name) else {
            return false
        }
        guard status.size > 0 else { return false }
        return UnownedRules.isCode(name.description) || status.mode & 0o111 != 0
            || UnownedRules.isKernelModule(name.description)
    }

    // MARK: Inside a group

    private func count(
        _ entries: [DirectoryEntry],
        in folder: ScannedFolder,
        _ directory: Directory,
        _ visit: inout FolderVisit
    ) throws(PlatformError) {
        for entry in entries {
            let name = RelativePath(uncheckedBytes: entry.name)
            guard let path = try? folder.path.appending(entry.name),  // over-long: out of reach
                let kind = try kind(of: entry, name, directory)
            else { continue }
            if kind == .directory {
                if name.description != "__pycache__" { visit.folders.append(path) }
                continue
            }
            // A package may own something below a folder it forgot to list.
            if ownership.owns(path.bytes.span) { continue }
            visit.fileCount += 1
            if entry.name.suffix(8).elementsEqual(".desktop".utf8) { visit.launchers.append(path) }
            let isWanted = visit.code.count < ReadingLimits.groupPaths
            if isWanted, try isCode(name, kind, directory) { visit.code.append(path) }
        }
    }
}
