internal import Model
internal import Platform
internal import Primitives

/// Reads the programs of package managers beside the system's own, from their files alone.
struct ManagedPrograms {
    let station: StationFiles
    /// Folders people have, of which only a closed list is looked into.
    let profiles: [Profile]
    /// Which package owns a path; nil where that is not known.
    let ownership: FileOwnership?
    private(set) var items: [InventoryItem] = []
    private(set) var coverage: [SourceCoverage] = []

    /// A folder of a person.
    struct Profile {
        let path: String
        /// How evidence names it: never by the person.
        let label: String
    }

    /// Starts a reading of the station below `root`.
    init(root: Directory, ownership: FileOwnership?) {
        station = StationFiles(root)
        self.ownership = ownership
        // A folder that cannot be listed is said by the sources that look into it.
        let names = (try? station.names(in: "home")) ?? []
        var profiles = names.prefix(ReadingLimits.profiles)
            .map { Profile(path: "home/\($0)", label: "home/*") }
        profiles.append(Profile(path: "root", label: "root"))
        let files = station
        self.profiles = profiles.filter { files.kind($0.path) == .directory }
    }

    /// Reads every source.
    mutating func read() {
        let (station, profiles) = (station, profiles)
        var flatpak = FlatpakApplications(station)
        attempt(.flatpak, FlatpakApplications.system) { () throws(InventoryError) in
            try flatpak.read(FlatpakApplications.system, evidence: FlatpakApplications.system)
            for profile in profiles {
                try flatpak.read(
                    profile.path + FlatpakApplications.own,
                    evidence: profile.label + FlatpakApplications.own
                )
            }
            return flatpak.items
        }
        attempt(.snap, SnapPackages.state) { () throws(InventoryError) in
            try SnapPackages.read(station)
        }
        let python = PythonPackages(station, ownership: ownership)
        attempt(.pip, "usr/local/lib/python*") { () throws(InventoryError) in
            try python.read(profiles)
        }
        let node = NodePackages(station, ownership: ownership)
        attempt(.npm, NodePackages.folders.joined(separator: ", ")) {
            () throws(InventoryError) in try node.read()
        }
        attempt(.wine, "home/*/.wine") { () throws(InventoryError) in
            try WinePrograms(station).read(profiles)
        }
        do throws(InventoryError) {
            // What people's own launchers start belongs to the files no package owns.
            items += try OwnLaunchers(station).read(profiles)
        } catch {
            note(.files, .unreadable, "\(error)")
        }
    }

    private mutating func note(
        _ source: InventorySource,
        _ state: SourceCoverage.State,
        _ detail: String
    ) {
        coverage.append(
            SourceCoverage(source: source, state: state, detail: masked(detail))
        )
    }

    /// `text` without the name of anyone's folder.
    private func masked(_ text: String) -> String {
        profiles.reduce(text) { $0.replacing($1.path, with: $1.label) }
    }

    private mutating func attempt(
        _ source: InventorySource,
        _ place: String,
        _ read: () throws(InventoryError) -> [InventoryItem]
    ) {
        do throws(InventoryError) {
            let found = Self.once(try read())
            items += found
            note(source, found.isEmpty ? .absent : .read, place)
        } catch {
            note(source, .unreadable, "\(error)")
        }
    }

    /// One item for what several people have.
    private static func once(_ items: [InventoryItem]) -> [InventoryItem] {
        var seen: Set<[String]> = []
        return items.filter { seen.insert([$0.name, $0.version, $0.evidence.file]).inserted }
    }
}

extension StationFiles {
    /// The folders in `folder`, links left out; none where it does not exist or is none.
    func folders(in folder: String) throws(InventoryError) -> [String] {
        guard kind(folder) == .directory else { return [] }
        return try names(in: folder).filter { kind("\(folder)/\($0)") == .directory }
    }

    /// The target of the link at `path`, where it is one name; nil for anything else.
    func linkName(_ path: String) -> String? {
        guard let relative = try? RelativePath(path),
            let target = try? root.symbolicLinkTarget(of: relative)  // no link, no name
        else { return nil }
        let text = String(decoding: target, as: UTF8.self)
        return text.isEmpty || text.contains("/") || text.hasPrefix(".") ? nil : text
    }

    /// A configuration file where it is a regular file; nil for anything else.
    func regular(_ file: String) throws(InventoryError) -> [UInt8]? {
        guard kind(file) == .regular else { return nil }
        return try content(file, limit: ReadingLimits.configuration)
    }
}
