internal import Model
internal import Platform
internal import Primitives

/// Libraries that programs of the station need and do not find.
///
/// Only what a program names in its own file is looked for: what it would load later by itself is
/// not known.
struct MissingLibraries {
    private static let folders = ["usr/bin", "usr/sbin", "usr/games"]

    private let root: Directory
    private let ownership: FileOwnership
    private var search: LibrarySearch
    /// Each library that is missing, with the programs that need it.
    private var missing: [String: (program: RelativePath, count: Int, unusable: [RelativePath])] =
        [:]
    /// What each library that was found lacks, itself and through others.
    private var lacking: [RelativePath: [String]] = [:]
    private var unusable: [String: [RelativePath]] = [:]

    init(root: Directory, ownership: FileOwnership) {
        self.root = root
        self.ownership = ownership
        search = LibrarySearch(root: root)
    }

    /// The traces, by library.
    mutating func traces() -> [FaultTrace] {
        let station = StationFiles(root)
        for folder in Self.folders where station.kind(folder) == .directory {
            for name in (try? station.names(in: folder)) ?? [] {  // unlisted: nothing to look at
                guard let path = try? RelativePath("\(folder)/\(name)"),
                    station.kind("\(folder)/\(name)") == .regular
                else { continue }
                check(path)
            }
        }
        return missing.sorted { $0.key < $1.key }.map { name, entry in
            trace(name, entry.program, entry.count, entry.unusable)
        }
    }

    private mutating func check(_ program: RelativePath) {
        guard let elf = search.file(program) else { return }
        for name in needs(of: elf, at: program, depth: 0) {
            if missing[name] != nil {
                missing[name]?.count += 1
            } else {
                missing[name] = (program, 1, unusable[name] ?? [])
            }
        }
    }

    /// The names of what is missing for the file at `path` to be loaded, each once.
    private mutating func needs(of elf: ElfFile, at path: RelativePath, depth: Int) -> [String] {
        if let known = lacking[path] { return known }
        lacking[path] = []  // What needs itself is no reason to go round in circles.
        guard depth < 64 else { return [] }
        var names: [String] = []
        for name in elf.needed {
            switch search.find(name, for: elf, at: path) {
            case .missing(let places):
                unusable[name] = places
                if !names.contains(name) { names.append(name) }
            case .found(let library):
                guard let file = search.file(library) else { continue }
                for name in needs(of: file, at: library, depth: depth + 1)
                where !names.contains(name) {
                    names.append(name)
                }
            }
        }
        lacking[path] = names
        return names
    }

    private func trace(
        _ name: String,
        _ program: RelativePath,
        _ count: Int,
        _ unusable: [RelativePath]
    ) -> FaultTrace {
        var paths = unusable
        // A library that was moved aside is missed under the name it had.
        for (path, diversion) in ownership.diversions.all {
            guard let path = try? RelativePath(bytes: path), path.name.elementsEqual(name.utf8),
                !paths.contains(path)
            else { continue }
            paths.append(path)
            if let target = try? RelativePath(bytes: diversion.target) { paths.append(target) }
        }
        return FaultTrace(
            .missingLibrary,
            name: name,
            sufferer: program.description,
            paths: paths,
            owners: paths.compactMap { ownership.owner(of: $0) },
            count: count,
            evidence: Evidence(file: program.description, field: "NEEDED \(name)")
        )
    }
}
