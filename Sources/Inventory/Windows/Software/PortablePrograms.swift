internal import Model
internal import Platform
internal import Primitives

/// Finds programs that nothing registers: folders with programs in the places programs are put.
///
/// The places are a closed list: top-level folders that are not Windows' own, the `Program Files`
/// folders and `ProgramData`. What is below `Users` is never opened.
struct PortablePrograms {
    let station: WindowsFiles
    /// Folders that installed programs name as theirs, below the root, in upper case.
    private let claimed: [String]
    /// Names and publishers of installed programs, each as its words.
    private let known: Set<[String]>
    private var visited = 0
    private(set) var isCutShort = false

    init(_ station: WindowsFiles, claims: [String], installed: [InventoryItem]) {
        self.station = station
        claimed = claims.compactMap(Self.folder)
        known = Set(
            installed.flatMap { [$0.name, $0.publisher ?? "", $0.summary ?? ""] }.map(Self.words)
                .filter(Self.tellsSomething)
        )
    }

    /// The programs, one item for each folder.
    mutating func items(_ faults: inout ReadingFaults) -> [InventoryItem] {
        var items: [InventoryItem] = []
        for place in ["", "Program Files", "Program Files (x86)", "ProgramData"] {
            let found = faults.attempt { () throws(InventoryError) in try station.find(place) }
            guard let found, let entries = folders(found, &faults) else { continue }
            let own = place.isEmpty ? Self.systemFolders : Self.sharedFolders
            for folder in entries where !own.contains(folder.lowercased()) {
                guard !folder.hasPrefix("$"), !folder.hasPrefix("."),
                    let path = try? found.appending(Array(folder.utf8)),  // out of reach
                    !isClaimed(path, named: folder)
                else { continue }
                if let item = item(path, named: folder, &faults) { items.append(item) }
            }
        }
        return items
    }

    // MARK: Ownership

    private func isClaimed(_ path: RelativePath, named folder: String) -> Bool {
        let prefix = RegistryText.folded(path.description)
        if claimed.contains(where: { $0 == prefix || $0.hasPrefix(prefix + "/") }) { return true }
        // `GIMP 2` is GIMP’s and `Adobe` is Adobe Systems’, but `Jeux` is not Jeu’s.
        let name = Self.words(folder)
        return Self.tellsSomething(name)
            && known.contains { $0.starts(with: name) || name.starts(with: $0) }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Whether words are long enough to be taken for a name.
    private static func tellsSomething(_ words: [String]) -> Bool {
        words.reduce(0) { $0 + $1.count } > 2
    }

    /// The folder in what an entry gives as its place, its icon or its uninstaller.
    private static func folder(_ text: String) -> String? {
        var text = text.replacing("\"", with: " ").replacing("\\", with: "/")
        guard let colon = text.firstRange(of: ":/"), colon.lowerBound > text.startIndex else {
            return nil
        }
        text = RegistryText.folded(String(text[colon.upperBound...]))
        for end in [".EXE", ".DLL", ".ICO", ".MSI"] {
            guard let range = text.firstRange(of: end) else { continue }
            let program = text[..<range.lowerBound]
            return program.lastIndex(of: "/").map { String(program[..<$0]) }
        }
        return DisplayName.cleaned(text).trimmingSuffix { $0 == "/" }
    }

    private static func simplified(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    // MARK: Folders

    private func folders(_ path: RelativePath, _ faults: inout ReadingFaults) -> [String]? {
        faults.attempt { () throws(InventoryError) in
            try station.entries(path).filter { $0.kind == .directory }
                .map { String(decoding: $0.name, as: UTF8.self) }
        }
    }

    private mutating func item(
        _ path: RelativePath,
        named folder: String,
        _ faults: inout ReadingFaults
    ) -> InventoryItem? {
        var programs: [RelativePath] = []
        collect(path, depth: 0, &programs, &faults)
        guard let main = Self.main(of: programs, folder) else { return nil }
        let program = faults.attempt { () throws(InventoryError) in
            try ProgramVersion.read(main, in: station)
        }
        let name = DisplayName(program?.product ?? folder, version: program?.version).name
        return InventoryItem(
            source: .files,
            name: name.isEmpty ? folder : name,
            version: program?.version ?? "",
            publisher: program?.company,
            kind: .application,
            origin: .manualCopy,
            paths: Array(programs.prefix(ReadingLimits.groupPaths)),
            evidence: Evidence(file: path.description, field: "*.exe")
        )
    }

    /// The program named for the folder, else the first that is no uninstaller.
    private static func main(of programs: [RelativePath], _ folder: String) -> RelativePath? {
        let wanted = simplified(folder)
        let named = programs.first {
            simplified(String(decoding: $0.name.dropLast(4), as: UTF8.self)).hasPrefix(wanted)
        }
        let other = programs.first {
            let name = String(decoding: $0.name, as: UTF8.self).lowercased()
            return !name.hasPrefix("unins") && !name.contains("crash") && !name.contains("setup")
        }
        return named ?? other ?? programs.first
    }

    private mutating func collect(
        _ path: RelativePath,
        depth: Int,
        _ programs: inout [RelativePath],
        _ faults: inout ReadingFaults
    ) {
        let entries = faults.attempt { () throws(InventoryError) in try station.entries(path) }
        for entry in entries ?? [] {
            visited += 1
            guard visited <= ReadingLimits.portableNames else {
                isCutShort = true
                return
            }
            guard let child = try? path.appending(entry.name) else { continue }  // out of reach
            if entry.kind == .directory, depth < ReadingLimits.portableDepth {
                collect(child, depth: depth + 1, &programs, &faults)
            } else if entry.kind == .regular,
                ByteText.equalsIgnoringCase(
                    entry.name.suffix(4),
                    ".exe".utf8
                )
            {
                programs.append(child)
            }
        }
    }

    /// Top-level folders of Windows, its updates and its recovery.
    private static let systemFolders: Set<String> = [
        "windows", "program files", "program files (x86)", "programdata", "users", "perflogs",
        "recovery", "system volume information", "documents and settings", "programmes",
        "utilisateurs", "boot", "efi", "msocache", "windows.old", "inetpub", "config.msi", "esd",
    ]
    /// Folders below the shared places that Windows brings or that only hold what installers keep.
    private static let sharedFolders: Set<String> = [
        "common files", "windows nt", "internet explorer", "windowsapps", "windows mail",
        "windows media player", "windows photo viewer", "windows portable devices",
        "windows security", "windows sidebar", "windows defender", "modifiablewindowsapps",
        "windows defender advanced threat protection", "windowspowershell", "msbuild",
        "windows multimedia platform", "reference assemblies", "uninstall information",
        "installshield installation information", "microsoft", "microsoft.net",
        "windows journal", "dvd maker", "windows kits", "package cache", "packages",
        "regid.1991-06.com.microsoft",
        "ssh", "usoprivate", "usoshared", "softwaredistribution", "whesvc", "application data",
        "desktop", "documents", "start menu", "templates", "favorites", "bureau", "menu démarrer",
        "modèles", "windows live", "microsoft update health tools", "rempl", "ruxim",
        "windows media components", "movie maker", "netmeeting", "online services",
        "outlook express", "msn gaming zone", "xerox", "complus applications", "messenger",
    ]
}
