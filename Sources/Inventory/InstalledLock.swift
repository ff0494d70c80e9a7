public import Model

/// The exact software of a station, as a lock to hold others to.
public enum InstalledLock {
    /// The packages of `inventory` that are installed, held ones included: Debian's, those of rpm, or
    /// the programs of Windows.
    ///
    /// Broken, removed and hand-copied software is no part of a reference, nor are updates and
    /// programs without a version. Of programs of one name the first counts.
    public static func make(from inventory: Inventory) -> SoftwareLock {
        let source = inventory.packageSource(systemID: inventory.system?.id ?? "")
        let native = inventory.system?.architecture ?? ""
        var seen: Set<[String]> = []
        return SoftwareLock(
            packages: inventory.items.compactMap { item in
                guard item.source == source, item.kind != .update,
                    item.state == .installed || item.state == .held, !item.version.isEmpty
                else { return nil }
                let own = item.architecture ?? ""
                let architecture = own.isEmpty ? (native.isEmpty ? "all" : native) : own
                guard seen.insert([item.name, architecture]).inserted else { return nil }
                return SoftwareLock.Package(
                    name: item.name,
                    version: item.version,
                    architecture: architecture,
                    isAutomatic: item.origin == .automatic
                )
            }
        )
    }
}
