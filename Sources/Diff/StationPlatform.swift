import Model

/// What sort of system a station is, and so which sources must speak of it.
struct StationPlatform {
    let isWindows: Bool
    /// Whether its own files were read, rather than what another program says of it.
    private let isReadFromItsFiles: Bool
    /// The native architecture, as the system's own packages name it.
    let architecture: String
    /// The source that lists the system's own packages; nothing can be judged without it.
    let packages: InventorySource

    init(_ inventory: Inventory, _ system: SystemBaseline) {
        let id = inventory.system?.id ?? system.systemID
        isWindows = id.lowercased().hasPrefix("windows")
        isReadFromItsFiles = inventory.document == nil
        packages = inventory.packageSource(systemID: id)
        let machine = inventory.system?.architecture ?? "amd64"
        architecture =
            packages == .rpm
            ? ["amd64": "x86_64", "arm64": "aarch64"][machine] ?? machine : machine
    }

    /// Whether items of `source` can exist on such a station.
    func has(_ source: InventorySource) -> Bool {
        switch source {
        case .windows, .appx, .winget: isWindows
        case .driver, .pip, .npm: true
        case .dpkg: packages == .dpkg
        case .rpm, .flatpak, .snap, .appimage, .wine: !isWindows
        // What agents report of a Windows never speaks of its files.
        case .files: !isWindows || isReadFromItsFiles
        }
    }
}
