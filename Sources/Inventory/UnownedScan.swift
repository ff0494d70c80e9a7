internal import Platform
internal import Primitives

/// Finds what no package owns, folder by folder, all folders of one depth at a time.
///
/// It stays on the root's file system, never enters people's folders, and leaves out folders that
/// hold state or data only.
struct UnownedScan: Sendable {
    /// What was found.
    struct Findings: Sendable {
        var groups: [UnownedGroup] = []
        /// Links in folders of programs, with what they hold.
        var links: [(path: RelativePath, target: [UInt8])] = []
        /// Launchers in shared folders.
        var launchers: [RelativePath] = []
        var errors: [InventoryError] = []
        /// Folders that were not looked into, by name.
        var skipped: [String] = []
    }

    let root: Directory
    let ownership: FileOwnership

    /// Looks at the whole system.
    func run(workers: Workers) -> Findings {
        var findings = Findings()
        var folders = start(&findings)
        var visited = 0
        var depth = 0
        while !folders.isEmpty {
            guard depth < ReadingLimits.depth, visited < ReadingLimits.visited,
                findings.groups.count < ReadingLimits.groups
            else {
                findings.errors.append(
                    InventoryError(
                        .tooLarge,
                        subject: folders[0].path.description,
                        operation: "visit",
                        detail: "more files or folders than are looked at"
                    )
                )
                break
            }
            let level = folders
            let results: [Result<FolderVisit, InventoryError>] = workers.map(
                level.count,
                state: { () throws(InventoryError) in }
            ) { (_, index) throws(InventoryError) in
                try visit(level[index])
            }
            folders.removeAll(keepingCapacity: true)
            for (folder, result) in zip(level, results) {
                switch result {
                // A folder that went away since it was listed is no part of the station.
                case .failure(let error) where error.code == .absent: continue
                case .failure(let error): findings.errors.append(error)
                case .success(let visit):
                    visited += visit.count
                    take(visit, of: folder, &findings, &folders)
                }
            }
            depth += 1
        }
        findings.skipped.sort()
        return findings
    }

    /// Adds one folder's findings, and what is to be visited next.
    private func take(
        _ visit: FolderVisit,
        of folder: ScannedFolder,
        _ findings: inout Findings,
        _ next: inout [ScannedFolder]
    ) {
        if visit.isForeign { findings.skipped.append(folder.path.description) }
        findings.links += visit.links
        if let group = folder.group {
            findings.groups[group].add(visit)
        } else {
            findings.launchers += visit.launchers
        }
        for found in visit.groups {
            findings.groups.append(found)
            guard found.isFolder else { continue }
            next.append(ScannedFolder(path: found.path, group: findings.groups.count - 1))
        }
        for child in visit.folders {
            next.append(
                ScannedFolder(path: child, group: folder.group, isPrivate: folder.isPrivate)
            )
        }
    }

    // MARK: Where to begin

    /// Folders that hold the running system or its state.
    private static let state: Set<String> = [
        "proc", "sys", "dev", "run", "tmp", "var", "etc", "boot", "lost+found", ".socle",
    ]
    /// Folders of people and of what they plug in: never opened.
    private static let personal: Set<String> = ["home", "root", "srv", "media", "mnt"]

    private func start(_ findings: inout Findings) -> [ScannedFolder] {
        var folders: [ScannedFolder] = []
        do {
            for entry in try root.entries() {
                let name = String(decoding: entry.name, as: UTF8.self)
                let path = try RelativePath(bytes: entry.name)
                if Self.personal.contains(name) {
                    findings.skipped.append(name)
                } else if Self.state.contains(name) {
                    continue
                } else if try kind(of: entry, path) == .directory {
                    folders.append(top(path, name, &findings))
                } else if try isProgram(path) {
                    findings.groups.append(file(path))
                }
            }
        } catch {
            findings.errors.append(
                InventoryError(
                    .unreadable,
                    subject: root.location,
                    operation: "list",
                    detail: "\(error)"
                )
            )
        }
        for text in UnownedRules.driverSettings {
            guard let path = try? RelativePath(text),  // a literal above, always valid
                (try? root.statusIfPresent(of: path))??.kind == .directory
            else { continue }
            folders.append(ScannedFolder(path: path, group: nil))
        }
        return folders
    }

    private func kind(
        of entry: DirectoryEntry,
        _ path: RelativePath
    ) throws(PlatformError) -> FileKind {
        if let kind = entry.kind { return kind }
        return try root.status(of: path).kind
    }

    /// A folder at the top: the system's own are shared, any other is one group that counts only
    /// if it holds programs.
    private func top(
        _ path: RelativePath,
        _ name: String,
        _ findings: inout Findings
    ) -> ScannedFolder {
        let shared: Set<String> = ["usr", "opt", "bin", "sbin", "lib", "lib32", "lib64", "libx32"]
        guard !shared.contains(name), ownership.owner(of: path) == nil else {
            return ScannedFolder(path: path, group: nil)
        }
        findings.groups.append(UnownedGroup(path: path, meaning: .code, isFolder: true))
        return ScannedFolder(path: path, group: findings.groups.count - 1, isPrivate: true)
    }

    private func isProgram(_ path: RelativePath) throws(PlatformError) -> Bool {
        let status = try root.status(of: path)
        return status.kind == .regular && status.size > 0 && status.mode & 0o111 != 0
            && status.owner < 1000
    }

    private func file(_ path: RelativePath) -> UnownedGroup {
        UnownedGroup(path: path, meaning: .code, isFolder: false, fileCount: 1, code: [path])
    }
}

/// A folder to visit.
struct ScannedFolder: Sendable {
    let path: RelativePath
    /// The group that everything in it belongs to, or nil for a shared folder.
    let group: Int?
    /// Whether folders of people's accounts in it are left alone.
    var isPrivate = false
}

extension UnownedGroup {
    /// Adds what one of its folders holds.
    mutating func add(_ visit: FolderVisit) {
        fileCount += visit.fileCount
        let room = ReadingLimits.groupPaths
        code += visit.code.prefix(max(0, room - code.count))
        launchers += visit.launchers.prefix(max(0, room - launchers.count))
    }
}
