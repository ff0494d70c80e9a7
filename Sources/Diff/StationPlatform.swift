import Model

/// What sort of system a station is, and so which sources must speak of it.
struct StationPlatform {
    let isWindows: Bool
    /// Whether its own files were read, rather than what another program says of it.
    private let isReadFromItsFiles: Bool
    /// The native architecture.
    let architecture: String

    init(_ inventory: Inventory, _ system: SystemBaseline) {
        let id = inventory.system?.id ?? system.systemID
        isWindows = id.lowercased().hasPrefix("windows")
        isReadFromItsFiles = inventory.document == nil
        architecture = inventory.system?.architecture ?? "amd64"
    }

    /// The source that lists the system's own packages; nothing can be judged without it.
    var packages: InventorySource { isWindows ? .windows : .dpkg }

    /// Whether items of `source` can exist on such a station.
    func has(_ source: InventorySource) -> Bool {
        switch source {
        case .windows, .appx, .winget: isWindows
        case .driver, .pip, .npm: true
        case .dpkg, .rpm, .flatpak, .snap, .appimage, .wine: !isWindows
        // What agents report of a Windows never speaks of its files.
        case .files: !isWindows || isReadFromItsFiles
        }
    }
}
