public import Model

/// The exact software of a station, as a lock to hold others to.
public enum InstalledLock {
    /// The packages of `inventory` that are installed, held ones included.
    ///
    /// Broken, removed and hand-copied software is no part of a reference.
    public static func make(from inventory: Inventory) -> SoftwareLock {
        SoftwareLock(
            packages: inventory.items.compactMap { item in
                guard item.source == .dpkg, item.state == .installed || item.state == .held else {
                    return nil
                }
                return SoftwareLock.Package(
                    name: item.name,
                    version: item.version,
                    architecture: item.architecture ?? "",
                    isAutomatic: item.origin == .automatic
                )
            }
        )
    }
}
