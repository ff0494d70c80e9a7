internal import Model
internal import Primitives

/// Reads what npm installed for the whole station: the top level of its global folders.
struct NodePackages {
    static let folders = ["usr/local/lib/node_modules", "usr/lib/node_modules"]

    private let station: StationFiles
    private let ownership: FileOwnership?

    init(_ station: StationFiles, ownership: FileOwnership?) {
        self.station = station
        self.ownership = ownership
    }

    func read() throws(InventoryError) -> [InventoryItem] {
        var items: [InventoryItem] = []
        for folder in Self.folders {
            for name in try station.folders(in: folder) where !name.hasPrefix(".") {
                // Names of an organisation lie one folder deeper.
                let inner = name.hasPrefix("@") ? try station.folders(in: "\(folder)/\(name)") : []
                let names = name.hasPrefix("@") ? inner.map { "\(name)/\($0)" } : [name]
                for name in names {
                    if let item = try item(name, in: folder) { items.append(item) }
                }
            }
        }
        return items
    }

    private func item(_ folder: String, in parent: String) throws(InventoryError) -> InventoryItem?
    {
        let path = "\(parent)/\(folder)"
        let file = "\(path)/package.json"
        guard let relative = try? RelativePath(path),  // a listed name
            ownership?.owner(of: relative) == nil, let bytes = try station.regular(file)
        else { return nil }
        var reader = try DocumentJSON(bytes, file: file)
        var (name, version) = ("", "")
        try reader.enterObject()
        while let member = try reader.nextMember() {
            switch member {
            case "name": name = try reader.text()
            case "version": version = try reader.text()
            default: try reader.skip()
            }
        }
        return InventoryItem(
            source: .npm,
            name: name.isEmpty ? folder : name,
            version: version,
            origin: .asked,
            paths: [relative],
            evidence: Evidence(file: file, field: "name, version")
        )
    }
}
