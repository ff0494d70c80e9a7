internal import Model
internal import Primitives

/// One third-party driver package, gathered from the sources that speak of it.
struct DriverDraft {
    /// The name of the INF file as its maker gave it, in lower case; empty where nobody says.
    var original = ""
    var provider = ""
    var version = ""
    var classID = ""
    var className = ""
    /// What it drives, in words: devices and printers.
    var names: Set<String> = []
    var imported: Day?
    var folder = ""
    var paths: [RelativePath] = []
    var evidence: Evidence

    init(evidence: Evidence) {
        self.evidence = evidence
    }

    /// Takes what is still unknown from a package of the database.
    mutating func take(_ package: DriverPackage) {
        fill(provider: package.provider, version: package.version, classID: package.classID)
        if original.isEmpty, package.original != package.published { original = package.original }
        if folder.isEmpty { folder = package.folder.lowercased() }
        imported = imported ?? package.imported
    }

    /// Takes what is still unknown from an INF file.
    mutating func take(_ inf: InfFile) {
        fill(provider: inf.provider, version: inf.version, classID: inf.classID)
        if className.isEmpty { className = inf.className }
    }

    /// Takes a device that uses the driver.
    mutating func take(_ device: DeviceDriver) {
        fill(provider: device.provider, version: device.version, classID: device.classID)
        if className.isEmpty { className = device.className }
        if !device.device.isEmpty { names.insert(device.device) }
    }

    private mutating func fill(provider: String, version: String, classID: String) {
        if self.provider.isEmpty { self.provider = provider }
        if self.version.isEmpty { self.version = version }
        if self.classID.isEmpty { self.classID = classID }
    }

    /// The driver as an item.
    ///
    /// What it drives names it where that is one thing, else its INF file; the number Windows gave
    /// the file (`oem3.inf`) is another on every machine and names it only where nothing else does.
    func item(published: String) -> InventoryItem {
        let file = original.isEmpty ? published : original
        let name = names.count == 1 ? names.first ?? file : file
        let parts = [className, name == file ? "" : file] + (name == file ? names.sorted() : [])
        return InventoryItem(
            source: .driver,
            name: name,
            version: version,
            publisher: provider.isEmpty ? nil : provider,
            kind: .driver,
            installed: imported,
            summary: parts.filter { !$0.isEmpty }.prefix(4).joined(separator: ", "),
            paths: paths,
            evidence: evidence
        )
    }
}
