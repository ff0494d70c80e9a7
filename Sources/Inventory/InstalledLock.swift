public import Model

/// The exact software of a station, as a lock to hold others to.
public enum InstalledLock {
    /// The packages of `inventory` that are installed, held ones included: Debian's, those of rpm, or
    /// the programs of Windows.
    ///
    /// Broken, removed and hand-copied software is no part of a reference, nor are updates. Of
    /// programs of one name the first that tells its version counts.
    public static func make(from inventory: Inventory) -> SoftwareLock {
        var packages: [SoftwareLock.Package] = []
        forEach(in: inventory) { item, architecture in
            packages.append(
                SoftwareLock.Package(
                    name: item.name,
                    version: item.version,
                    architecture: architecture,
                    isAutomatic: item.origin == .automatic
                )
            )
        }
        return SoftwareLock(packages: packages)
    }

    /// How many packages ``make(from:)`` gives.
    public static func count(in inventory: Inventory) -> Int {
        var count = 0
        forEach(in: inventory) { _, _ in count += 1 }
        return count
    }

    private struct Key: Hashable {
        let name: String
        let architecture: String

        func hash(into hasher: inout Hasher) {
            // Few names are there for two architectures.
            hasher.combine(name)
        }
    }

    private static func forEach(
        in inventory: Inventory,
        _ body: (borrowing InventoryItem, _ architecture: String) -> Void
    ) {
        let source = inventory.packageSource(systemID: inventory.system?.id ?? "")
        let native = inventory.system?.architecture ?? ""
        let items = inventory.items
        var seen: Set<Key> = []
        seen.reserveCapacity(items.count)
        var isUnversioned = false
        repeat {
            for place in items.indices {
                guard items[place].source == source, items[place].kind != .update,
                    items[place].version.isEmpty == isUnversioned
                else { continue }
                switch items[place].state {
                case .installed, .held: break
                case .broken, .removed: continue
                }
                let own = items[place].architecture ?? ""
                let architecture = own.isEmpty ? (native.isEmpty ? "all" : native) : own
                let key = Key(name: items[place].name, architecture: architecture)
                guard seen.insert(key).inserted else { continue }
                body(items[place], architecture)
            }
            isUnversioned.toggle()
        } while isUnversioned
    }
}
