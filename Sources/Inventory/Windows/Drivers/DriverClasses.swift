package import Model

/// One device's driver, as the class key of the device says.
package struct DeviceDriver: Sendable, Hashable {
    /// The class's number, in lower case.
    package var classID: String
    /// The class's name, such as `Display`.
    package var className: String
    /// The device, in words.
    package var device: String
    package var provider: String
    package var version: String
    /// The name under which Windows keeps the driver's INF file, in lower case (`oem3.inf`).
    package var inf: String
    package var evidence: Evidence
}

/// Reads the drivers that devices use.
package enum DriverClasses {
    /// The drivers of the SYSTEM hive's current control set, one for each device ever seen.
    package static func read(_ hive: Hive, _ faults: inout ReadingFaults) -> [DeviceDriver] {
        let key = faults.attempt { () throws(InventoryError) in
            try hive.key("\(try ControlSet.path(hive))\\Control\\Class")
        }
        var drivers: [DeviceDriver] = []
        for group in key?.subkeys(&faults) ?? [] {
            let name = faults.attempt { () throws(InventoryError) in try group.string("Class") }
            for instance in group.subkeys(&faults) {
                // Beside the numbered instances stand keys such as Properties and Configuration.
                guard instance.name.count == 4, Int(instance.name) != nil else { continue }
                let found = faults.attempt { () throws(InventoryError) in
                    try read(instance, group.name, name ?? "")
                }
                if let found { drivers.append(found) }
            }
        }
        return drivers
    }

    private static func read(
        _ key: HiveKey,
        _ classID: String,
        _ className: String
    ) throws(InventoryError) -> DeviceDriver? {
        guard let inf = try key.string("InfPath"), !inf.isEmpty else { return nil }
        let device = try key.string("DriverDesc").flatMap(IndirectText.shown)
        return DeviceDriver(
            classID: classID.lowercased(),
            className: className,
            device: device ?? "",
            provider: try key.string("ProviderName").flatMap(IndirectText.shown) ?? "",
            version: DisplayName.cleaned(try key.string("DriverVersion") ?? ""),
            inf: DisplayName.cleaned(inf).lowercased(),
            evidence: Evidence(
                file: key.hive.file,
                field: "\(try ControlSet.path(key.hive))\\Control\\Class\\\(classID)\\\(key.name)"
            )
        )
    }
}
