internal import Model
internal import Primitives

/// Reads which updates Windows itself has installed.
///
/// Source: the packages of Component Based Servicing. A cumulative update carries no KB number
/// there: it is named `RollupFix`, and the build in the system's name tells the same.
enum WindowsUpdates {
    private static let packages =
        "Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\Packages"
    /// `CurrentState` of a package that is installed; one that was replaced has another.
    private static let installed: UInt64 = 0x70

    /// The updates of the SOFTWARE hive, one item each.
    static func read(_ hive: Hive, _ faults: inout ReadingFaults) -> [InventoryItem]? {
        let key = faults.attempt { () throws(InventoryError) in try hive.key(packages) }
        guard let key else { return nil }
        var found: [String: InventoryItem] = [:]
        for package in key.subkeys(&faults) {
            let parts = package.name.split(separator: "~", omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(self.name), parts.count == 5 else { continue }
            let state = faults.attempt { () throws(InventoryError) in
                try package.number("CurrentState")
            }
            guard state == installed else { continue }
            let version = String(parts[4])
            if let known = found[name], !WindowsSystem.isLater(version, than: known.version) {
                continue
            }
            found[name] = InventoryItem(
                source: .windows,
                name: name,
                version: version,
                architecture: WindowsSystem.architecture(String(parts[2])),
                publisher: "Microsoft Corporation",
                kind: .update,
                installed: installDay(package, &faults),
                evidence: Evidence(file: hive.file, field: "\(packages)\\\(package.name)")
            )
        }
        return found.values.sorted { $0.name < $1.name }
    }

    /// `KB5034441` of `Package_for_KB5034441`, `RollupFix` of `Package_for_RollupFix`.
    private static func name(_ text: Substring) -> String? {
        let prefix = "Package_for_"
        guard text.hasPrefix(prefix) else { return nil }
        let rest = text.dropFirst(prefix.count)
        if rest.hasPrefix("KB") { return UninstallEntry.hotfix(in: String(rest)) }
        return rest == "RollupFix" || rest.hasPrefix("DotNetRollup") || rest == "ServicingStack"
            ? String(rest) : nil
    }

    private static func installDay(_ key: HiveKey, _ faults: inout ReadingFaults) -> Day? {
        let high = faults.attempt { () throws(InventoryError) in try key.number("InstallTimeHigh") }
        let low = faults.attempt { () throws(InventoryError) in try key.number("InstallTimeLow") }
        guard let high, let low, high <= UInt64(UInt32.max), low <= UInt64(UInt32.max) else {
            return nil
        }
        return WindowsTime.day(fileTime: high << 32 | low)
    }
}
