internal import Model
internal import Platform
internal import Primitives

/// Reads the INF files of third-party drivers.
struct DriverStore {
    let station: WindowsFiles
    private static let published = "Windows/INF"
    private static let store = "Windows/System32/DriverStore/FileRepository"

    /// A driver package found as files.
    struct Found {
        let path: RelativePath
        let inf: InfFile
    }

    /// The published INF files (`oem3.inf`) by name; nil where the folder does not exist.
    func readPublished(_ faults: inout ReadingFaults) -> [String: Found]? {
        let folder = faults.attempt { () throws(InventoryError) in
            try station.find(Self.published)
        }
        guard let folder else { return nil }
        var files: [String: Found] = [:]
        for name in names(folder, &faults) where DriverPackage.isThirdParty(name.lowercased()) {
            if let file = read(folder, name, &faults) { files[name.lowercased()] = file }
        }
        return files
    }

    /// The packages of the store that Windows itself did not bring, by the folder's name.
    ///
    /// Windows keeps a copy of each INF file of its own in `Windows/INF` under the same name: a
    /// folder whose INF file has no such copy is a third party's. Packages that stay there may be in
    /// use by no device.
    func readStore(_ faults: inout ReadingFaults) -> [String: Found]? {
        let folder = faults.attempt { () throws(InventoryError) in try station.find(Self.store) }
        let own = faults.attempt { () throws(InventoryError) in try station.find(Self.published) }
        guard let folder, let own else { return nil }
        let windows = Set(names(own, &faults).map { $0.lowercased() })
        var packages: [String: Found] = [:]
        for name in names(folder, &faults) {
            let original = DriverPackage.original(ofFolder: name)
            guard original.hasSuffix(".inf"), !windows.contains(original) else { continue }
            let path = faults.attempt { () throws(InventoryError) in
                try station.find("\(folder)/\(name)/\(original)")
            }
            guard let path, let parent = path.parent else { continue }
            let file = read(parent, String(decoding: path.name, as: UTF8.self), &faults)
            if let file { packages[name.lowercased()] = file }
        }
        return packages
    }

    private func names(_ folder: RelativePath, _ faults: inout ReadingFaults) -> [String] {
        let entries = faults.attempt { () throws(InventoryError) in try station.entries(folder) }
        return (entries ?? []).prefix(ReadingLimits.driverFiles).map {
            String(decoding: $0.name, as: UTF8.self)
        }
    }

    private func read(
        _ folder: RelativePath,
        _ name: String,
        _ faults: inout ReadingFaults
    ) -> Found? {
        faults.attempt { () throws(InventoryError) in
            guard let path = try? folder.appending(Array(name.utf8)) else { return nil }  // no name
            let bytes = try station.content(path, limit: ReadingLimits.inf)
            return Found(path: path, inf: InfFile(bytes))
        }
    }
}
