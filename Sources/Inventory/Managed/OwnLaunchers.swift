internal import Model
internal import Primitives

/// Reads the launchers people have of programs that lie below their own folder: the only sign of such
/// programs, for the folder itself is never looked into.
struct OwnLaunchers {
    private static let folder = ".local/share/applications"
    private let station: StationFiles

    init(_ station: StationFiles) {
        self.station = station
    }

    func read(_ profiles: [ManagedPrograms.Profile]) throws(InventoryError) -> [InventoryItem] {
        var items: [InventoryItem] = []
        for profile in profiles {
            let folder = "\(profile.path)/\(Self.folder)"
            guard station.kind(folder) == .directory else { continue }
            for name in try station.names(in: folder) where name.hasSuffix(".desktop") {
                guard let bytes = try station.regular("\(folder)/\(name)"),
                    let entry = DesktopEntry.parse(bytes),
                    entry.program.hasPrefix("/\(profile.path)/")
                else { continue }
                let isImage = entry.program.lowercased().hasSuffix(".appimage")
                items.append(
                    InventoryItem(
                        source: isImage ? .appimage : .files,
                        name: entry.name,
                        version: "",
                        origin: .manualCopy,
                        evidence: Evidence(
                            file: "\(profile.label)/\(Self.folder)/\(name)",
                            field: "Exec"
                        )
                    )
                )
            }
        }
        return items
    }
}
