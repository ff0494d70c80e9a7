internal import Model
internal import Platform
internal import Primitives

/// Groups what no package owns into named programs and drivers.
///
/// One program is one item: its folder below `opt` or `usr/local`, the command that leads to it and
/// the launcher that names it belong together.
struct UnownedPrograms {
    let root: Directory
    let ownership: FileOwnership
    let scan: UnownedScan.Findings
    private var station: StationFiles { StationFiles(root) }

    /// The items, in the order of their first paths.
    func items() -> [InventoryItem] {
        let dkms = DKMSModules.read(root: root, ownership: ownership)
        var drafts: [UnownedDraft] = []
        var positions: [String: Int] = [:]
        for group in scan.groups.flatMap(Self.images) where group.counts {
            guard let draft = draft(group, dkms) else { continue }
            // The parts of a program below usr/local have its name; elsewhere names may clash.
            let isLocal = group.path.description.isWithin("usr/local") || draft.kind == .driver
            let key = "\(draft.kind.rawValue) \(draft.name)"
            if isLocal, let position = positions[key] {
                drafts[position].merge(draft)
            } else {
                if isLocal { positions[key] = drafts.count }
                drafts.append(draft)
            }
        }
        attachLinks(to: &drafts)
        PrinterDrivers(station).fold(&drafts)
        VendorInstallers(station).fold(&drafts)
        nameByLaunchers(&drafts)
        return drafts.map(item).sorted { left, right in
            guard let a = left.paths.first, let b = right.paths.first else { return false }
            return a < b
        }
    }

    /// A folder that holds no code but AppImages as one group for each of them; else the group itself.
    private static func images(_ group: UnownedGroup) -> [UnownedGroup] {
        guard group.isFolder, group.fileCount == group.code.count,
            group.code.allSatisfy({ AppImageName(ByteText.string($0.name)) != nil })
        else { return [group] }
        return group.code.map {
            UnownedGroup(path: $0, meaning: .code, isFolder: false, fileCount: 1, code: [$0])
        }
    }

    private func item(_ draft: UnownedDraft) -> InventoryItem {
        let paths = draft.paths.sorted()
        return InventoryItem(
            source: draft.kind == .driver ? .driver : draft.image == nil ? .files : .appimage,
            name: draft.name,
            version: draft.version,
            architecture: draft.image?.architecture,
            kind: draft.kind,
            origin: .manualCopy,
            summary: draft.summary,
            paths: Array(paths.prefix(ReadingLimits.groupPaths)),
            evidence: Evidence(
                file: paths.first?.description ?? "",
                field: "\(draft.fileCount) files, in no \(OwnershipLists.folder)/*.list"
                    + (draft.note.map { "; \($0)" } ?? "")
            )
        )
    }

    // MARK: Groups

    private func draft(_ group: UnownedGroup, _ dkms: DKMSModules) -> UnownedDraft? {
        let path = group.path.description
        let name = ByteText.string(group.path.name)
        var draft = UnownedDraft(
            name: name,
            kind: .application,
            paths: [group.path],
            fileCount: group.fileCount,
            code: group.code
        )
        switch group.meaning {
        case .kernelModule:
            draft.kind = .driver
            if group.isFolder {
                draft.name = "linux \(name)"
            } else {
                let module = name.prefix { $0 != "." }
                switch dkms.origin(of: String(module), path: path) {
                case .package: return nil
                case .source(let source, let version):
                    draft.name = source
                    draft.version = version
                case .unknown: draft.name = String(module)
                }
                guard let known = KernelModule.read(group.path, in: root) else { break }
                if draft.version.isEmpty { draft.version = known.version }
                draft.summary = known.summary
                draft.note = known.isPartOfKernel ? "intree=Y" : "no intree"
            }
        case .driver:
            draft.kind = .driver
            if isStockBackend(path) { return nil }
            if path.contains("/sane/libsane-") { draft.name = Self.stem(of: name) }
            draft.note = overridden(path, name)
        default:
            if path.isWithin("usr/lib/xorg/modules") || path.contains("/sane/libsane-") {
                draft.kind = .driver
            } else if !group.isFolder, let image = AppImageName(name) {
                draft.name = image.name
                draft.version = image.version
                draft.image = image
            } else if !group.isFolder, UnownedRules.isCode(name) {
                draft.kind = .component
                draft.name = Self.stem(of: name)
            } else if path.isWithin("usr/local/share/fonts") {
                draft.kind = .component
            }
        }
        return draft
    }

    /// What rule of a package the one at `path` stands before (udev(7), modprobe.d(5)).
    private func overridden(_ path: String, _ name: String) -> String? {
        let pairs = [
            ("etc/udev/rules.d/", "usr/lib/udev/rules.d/"),
            ("etc/udev/hwdb.d/", "usr/lib/udev/hwdb.d/"),
            ("etc/modprobe.d/", "usr/lib/modprobe.d/"),
        ]
        guard let pair = pairs.first(where: { path.hasPrefix($0.0) }),
            station.kind(pair.1 + name) != nil
        else { return nil }
        return "before \(pair.1)\(name)"
    }

    /// Whether cups itself put the backend there, as a copy of one that a package owns.
    private func isStockBackend(_ path: String) -> Bool {
        let folder = "usr/lib/cups/backend/"
        guard path.hasPrefix(folder),
            let stock = try? RelativePath(  // what is not a path is not owned
                "usr/lib/cups/backend-available/" + path.dropFirst(folder.count)
            )
        else { return false }
        return ownership.owner(of: stock) != nil
    }

    /// `libfoo.so.1.2` and `foo-1.0.jar` without what follows the name of the file.
    private static func stem(of name: String) -> String {
        if let range = name.firstRange(of: ".so") { return String(name[..<range.lowerBound]) }
        return name
    }

    // MARK: Links

    /// Gives each command that is a link to the program it leads to.
    private func attachLinks(to drafts: inout [UnownedDraft]) {
        for link in scan.links {
            guard let target = target(of: link) else { continue }
            if let position = drafts.firstIndex(where: { $0.holds(target) }) {
                drafts[position].paths.append(link.path)
                drafts[position].fileCount += 1
            } else if leadsOutside(target) {
                drafts.append(
                    UnownedDraft(
                        name: ByteText.string(link.path.name),
                        kind: .application,
                        paths: [link.path],
                        fileCount: 1,
                        code: [link.path]
                    )
                )
            }
        }
    }

    /// Where a command's link leads: behind the name of an alternative, to what was chosen.
    private func target(of link: (path: RelativePath, target: [UInt8])) -> RelativePath? {
        let target = Self.resolve(link.target, from: link.path)
        guard let target, target.description.hasPrefix("etc/alternatives/"),
            let chosen = try? root.symbolicLinkTarget(of: target)  // no link: it leads no further
        else { return target }
        return Self.resolve(chosen, from: target)
    }

    /// Whether a program lies in a place that is never looked into: only the command shows it.
    private func leadsOutside(_ target: RelativePath) -> Bool {
        let places = ["home", "root", "srv", "media", "mnt", "var"]
        let text = target.description
        guard ownership.owner(of: target) == nil, places.contains(where: text.isWithin) else {
            return false
        }
        // A dangling link starts nothing.
        return (try? root.statusIfPresent(of: target))??.kind == .regular
    }

    /// The path a link at `path` leads to, by its text alone, or nil when it leaves the root.
    static func resolve(_ target: [UInt8], from path: RelativePath) -> RelativePath? {
        var parts: [ArraySlice<UInt8>] =
            target.first == ByteText.slash ? [] : path.parent?.components ?? []
        for part in target.split(separator: ByteText.slash) {
            if part.elementsEqual(".".utf8) { continue }
            if part.elementsEqual("..".utf8) {
                if parts.popLast() == nil { return nil }
            } else {
                parts.append(part)
            }
        }
        return try? RelativePath(bytes: Array(parts.joined(separator: [ByteText.slash])))  // a name
    }

    // MARK: Launchers

    /// Names programs as the launchers that start them do.
    private func nameByLaunchers(_ drafts: inout [UnownedDraft]) {
        for path in scan.launchers {
            guard let entry = entry(at: path),
                let position = drafts.firstIndex(where: { $0.isStarted(by: entry) })
            else { continue }
            drafts[position].take(entry)
            drafts[position].paths.append(path)
        }
        let own = scan.groups.filter { $0.counts && !$0.launchers.isEmpty }
        for group in own {
            guard let position = drafts.firstIndex(where: { $0.paths.contains(group.path) }),
                drafts[position].kind == .application
            else { continue }
            for path in group.launchers.prefix(20) where !drafts[position].isNamed {
                guard let entry = entry(at: path), drafts[position].isStarted(by: entry) else {
                    continue
                }
                drafts[position].take(entry)
            }
        }
    }

    private func entry(at path: RelativePath) -> DesktopEntry? {
        // A launcher that cannot be read names nothing; the program itself is still reported.
        (try? root.read(path, limit: ReadingLimits.configuration)).flatMap(DesktopEntry.parse)
    }
}
