internal import Model
internal import Platform
internal import Primitives

/// Modules of other origins that run in the kernel, and those DKMS could not build.
struct KernelModules {
    let root: Directory
    let ownership: FileOwnership?

    private static let tree = "var/lib/dkms"
    private static let loaded = "sys/module"

    /// The traces, by name.
    func traces() -> [FaultTrace] { tainting() + unbuilt() }

    /// Modules of `/sys/module` that the kernel marks as not its own: live stations only.
    private func tainting() -> [FaultTrace] {
        let station = StationFiles(root)
        let sources = builtModules(station)
        return names(station, Self.loaded).compactMap { module in
            let file = "\(Self.loaded)/\(module)/taint"
            // A module without the file, or one that is unloaded meanwhile, has no mark.
            guard let mark = try? station.content(file, limit: 64),
                !ByteText.trimmed(mark[...]).isEmpty
            else { return nil }
            let places = sources[module] ?? []
            return FaultTrace(
                .taintingModule,
                name: module,
                paths: places,
                owners: places.compactMap { ownership?.owner(of: $0) },
                evidence: Evidence(
                    file: file,
                    field: ByteText.string(ByteText.trimmed(mark[...]))
                )
            )
        }
    }

    /// The sources and the files of each module DKMS built, by the name the kernel gives it.
    private func builtModules(_ station: StationFiles) -> [String: [RelativePath]] {
        var found: [String: [RelativePath]] = [:]
        func add(_ file: String, _ path: String) {
            // A name that makes no path leads nowhere.
            guard let path = try? RelativePath(path) else { return }
            let module = String(file.prefix { $0 != "." }).replacing("-", with: "_")
            found[module, default: []].append(path)
        }
        for (name, version) in versions(station) {
            let base = "\(Self.tree)/\(name)/\(version)"
            for kernel in names(station, base) {
                for architecture in names(station, "\(base)/\(kernel)") {
                    for file in names(station, "\(base)/\(kernel)/\(architecture)/module") {
                        add(file, "usr/src/\(name)-\(version)")
                    }
                }
            }
        }
        for kernel in names(station, "usr/lib/modules") {
            for folder in ["updates", "updates/dkms", "extra", "misc"] {
                let place = "usr/lib/modules/\(kernel)/\(folder)"
                for file in names(station, place) where file.contains(".ko") {
                    add(file, "\(place)/\(file)")
                }
            }
        }
        return found
    }

    /// DKMS leaves its log in `build` where a build failed, and takes it away where it did not.
    private func unbuilt() -> [FaultTrace] {
        let station = StationFiles(root)
        return versions(station).compactMap { name, version in
            let log = "\(Self.tree)/\(name)/\(version)/build/make.log"
            guard station.kind(log) == .regular, let source = try? RelativePath(log).parent,
                let path = try? RelativePath("usr/src/\(name)-\(version)")
            else { return nil }
            return FaultTrace(
                .unbuiltModule,
                name: "\(name)/\(version)",
                paths: [path, source],
                owners: [ownership?.owner(of: path)].compactMap(\.self),
                evidence: Evidence(file: log, field: "make.log")
            )
        }
    }

    private func versions(_ station: StationFiles) -> [(name: String, version: String)] {
        names(station, Self.tree).flatMap { name in
            names(station, "\(Self.tree)/\(name)").compactMap { version in
                station.kind("\(Self.tree)/\(name)/\(version)") == .directory
                    ? (name, version) : nil
            }
        }
    }

    private func names(_ station: StationFiles, _ folder: String) -> [String] {
        // A folder that is none, or can not be listed, tells nothing.
        guard station.kind(folder) == .directory else { return [] }
        return (try? station.names(in: folder)) ?? []
    }
}
