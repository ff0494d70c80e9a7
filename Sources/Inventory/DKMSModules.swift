internal import Platform
internal import Primitives

/// Which kernel modules DKMS built on the station, and from whose sources.
///
/// A module is owned by no package even when a `-dkms` package brought its sources: then it belongs
/// to that package and is no finding of its own.
struct DKMSModules {
    /// Where a module comes from.
    enum Origin: Equatable {
        /// Built from sources that a package owns.
        case package
        /// Built from sources that were copied by hand.
        case source(name: String, version: String)
        case unknown
    }

    private static let folder = "var/lib/dkms"
    private var origins: [String: Origin] = [:]

    /// Reads DKMS's tree below `root`: `NAME/VERSION/KERNEL/ARCHITECTURE/module/*.ko`.
    static func read(root: Directory, ownership: FileOwnership) -> DKMSModules {
        var modules = DKMSModules()
        let station = StationFiles(root)
        func names(_ path: String) -> [String] {
            // A folder that is none, or cannot be listed, tells nothing: modules stay unknown.
            guard station.kind(path) == .directory else { return [] }
            return (try? station.names(in: path)) ?? []
        }
        for name in names(folder) {
            for version in names("\(folder)/\(name)") {
                let base = "\(folder)/\(name)/\(version)"
                let source = try? RelativePath("usr/src/\(name)-\(version)")  // else not owned
                let isPackaged = source.flatMap(ownership.owner) != nil
                let origin: Origin =
                    isPackaged ? .package : .source(name: name, version: version)
                for kernel in names(base) {
                    for architecture in names("\(base)/\(kernel)") {
                        for file in names("\(base)/\(kernel)/\(architecture)/module") {
                            let module = String(file.prefix { $0 != "." })
                            if modules.origins[module] != .package {
                                modules.origins[module] = origin
                            }
                        }
                    }
                }
            }
        }
        return modules
    }

    /// Where `module` at `path` comes from.
    func origin(of module: String, path: String) -> Origin {
        // Distributions install what DKMS builds in one of these folders.
        let places = ["/updates/dkms/", "/updates/", "/extra/", "/misc/"]
        guard places.contains(where: { path.contains($0) }) else { return .unknown }
        return origins[module] ?? .unknown
    }
}
