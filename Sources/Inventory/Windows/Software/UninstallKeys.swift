package import Model

/// Reads the `Uninstall` keys of a hive.
package enum UninstallKeys {
    /// One of the places such keys are in.
    package struct Place {
        /// The path in the hive.
        let path: String
        /// The architecture of the view; nil where the place does not say.
        let architecture: String?
    }

    private static let machine = "Microsoft\\Windows\\CurrentVersion\\Uninstall"

    /// The two views of a machine's programs, in its SOFTWARE hive.
    package static func machinePlaces(native: String?) -> [Place] {
        [
            Place(path: machine, architecture: native),
            Place(path: "Wow6432Node\\\(machine)", architecture: "x86"),
        ]
    }

    /// The programs of one person, in that person's hive: nothing else of it is read.
    package static let personalPlaces = [
        Place(path: "Software\\\(machine)", architecture: nil),
        Place(path: "Software\\Wow6432Node\\\(machine)", architecture: "x86"),
    ]

    /// The entries below `places`, with where each was read.
    package static func read(
        _ hive: Hive,
        _ places: [Place],
        _ faults: inout ReadingFaults
    ) -> [(entry: UninstallEntry, architecture: String?, evidence: Evidence)] {
        var entries: [(entry: UninstallEntry, architecture: String?, evidence: Evidence)] = []
        for place in places {
            let key = faults.attempt { () throws(InventoryError) in try hive.key(place.path) }
            for subkey in key?.subkeys(&faults) ?? [] {
                let evidence = Evidence(file: hive.file, field: "\(place.path)\\\(subkey.name)")
                entries.append((entry(subkey, &faults), place.architecture, evidence))
            }
        }
        return entries
    }

    private static func entry(_ key: HiveKey, _ faults: inout ReadingFaults) -> UninstallEntry {
        var entry = UninstallEntry(
            key: key.name,
            written: WindowsTime.day(fileTime: key.written)
        )
        for value in key.values(&faults) {
            let name = value.name
            faults.attempt { () throws(InventoryError) -> Void? in
                if let text = try value.string() {
                    entry.take(name, text: text)
                } else if value.size <= 8, let number = try value.number() {
                    entry.take(name, number: number)
                }
                return nil
            }
        }
        return entry
    }
}
