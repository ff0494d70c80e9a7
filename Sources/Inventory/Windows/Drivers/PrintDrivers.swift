package import Model

/// One printer driver.
package struct PrintDriver: Sendable {
    package var name: String
    package var environment: String
    package var provider: String
    package var version: String
    /// The path of its INF file as Windows writes it; nil before Windows 7.
    package var inf: String?
    package var evidence: Evidence

    /// The name of the INF file, or of its folder in the driver store, in lower case.
    var infName: String? {
        guard let inf else { return nil }
        return inf.split { $0 == "\\" || $0 == "/" }.last.map { $0.lowercased() }
    }
}

/// Reads the printer drivers of the SYSTEM hive.
package enum PrintDrivers {
    package static func read(_ hive: Hive, _ faults: inout ReadingFaults) -> [PrintDriver] {
        let path = faults.attempt { () throws(InventoryError) in
            "\(try ControlSet.path(hive))\\Control\\Print\\Environments"
        }
        guard let path else { return [] }
        let key = faults.attempt { () throws(InventoryError) in try hive.key(path) }
        var drivers: [PrintDriver] = []
        for environment in key?.subkeys(&faults) ?? [] {
            let list = faults.attempt { () throws(InventoryError) in
                try environment.subkey("Drivers")
            }
            for version in list?.subkeys(&faults) ?? [] {
                for driver in version.subkeys(&faults) {
                    let field =
                        "\(path)\\\(environment.name)\\Drivers\\\(version.name)\\\(driver.name)"
                    let found = faults.attempt { () throws(InventoryError) -> PrintDriver? in
                        try read(driver, environment.name, field)
                    }
                    if let found { drivers.append(found) }
                }
            }
        }
        return drivers
    }

    private static func read(
        _ key: HiveKey,
        _ environment: String,
        _ field: String
    ) throws(InventoryError) -> PrintDriver? {
        let maker = try key.string("Manufacturer")
        let provider = try key.string("Provider") ?? maker ?? ""
        return PrintDriver(
            name: DisplayName.cleaned(key.name),
            environment: environment,
            provider: IndirectText.shown(provider) ?? "",
            version: DisplayName.cleaned(try key.string("DriverVersion") ?? ""),
            inf: try key.string("InfPath"),
            evidence: Evidence(file: key.hive.file, field: field)
        )
    }
}
