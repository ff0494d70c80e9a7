package import Model

/// A driver that Windows starts as a service.
package struct DriverService: Sendable {
    package var name: String
    /// The name that is shown, or the service's own.
    package var shown: String
    /// Where its file is, below the root, with `/`; in the case the registry has it.
    package var file: String
    /// Whether Windows may start it.
    package var isEnabled: Bool
    /// The INF files it came from, in lower case.
    package var owners: [String]
    package var evidence: Evidence
}

/// Reads the kernel and file system drivers among the services of the SYSTEM hive.
package enum DriverServices {
    package static func read(_ hive: Hive, _ faults: inout ReadingFaults) -> [DriverService] {
        let path = faults.attempt { () throws(InventoryError) in
            "\(try ControlSet.path(hive))\\Services"
        }
        guard let path else { return [] }
        let key = faults.attempt { () throws(InventoryError) in try hive.key(path) }
        return (key?.subkeys(&faults) ?? []).compactMap { service in
            faults.attempt { () throws(InventoryError) in try read(service, path) }
        }
    }

    private static func read(
        _ key: HiveKey,
        _ path: String
    ) throws(InventoryError) -> DriverService? {
        // Drivers of the kernel, of file systems, and those that recognise file systems.
        guard let type = try key.number("Type"), [1, 2, 8].contains(type) else { return nil }
        let name = key.name
        let owners = try key.value("Owners")?.strings() ?? []
        return DriverService(
            name: name,
            shown: try key.string("DisplayName").flatMap(IndirectText.shown) ?? name,
            // Without a path the file is the one named for the service.
            file: file(try key.string("ImagePath") ?? "") ?? "Windows/System32/drivers/\(name).sys",
            isEnabled: try key.number("Start") != 4,
            owners: owners.map { $0.lowercased() }.filter { !$0.isEmpty },
            evidence: Evidence(file: key.hive.file, field: "\(path)\\\(name)")
        )
    }

    /// `\SystemRoot\System32\drivers\x.sys`, `system32\drivers\x.sys`, `\??\C:\x.sys` as a path
    /// below the root.
    package static func file(_ image: String) -> String? {
        var text = DisplayName.cleaned(image).replacing("\"", with: "").replacing("\\", with: "/")
        guard !text.isEmpty else { return nil }
        if text.hasPrefix("/??/") { text = String(text.dropFirst(4)) }
        let lower = text.lowercased()
        for prefix in ["/systemroot/", "%systemroot%/", "%windir%/"] where lower.hasPrefix(prefix) {
            return "Windows/" + text.dropFirst(prefix.count)
        }
        if lower.hasPrefix("system32/") || lower.hasPrefix("syswow64/") { return "Windows/" + text }
        let characters = Array(text.prefix(3))
        if characters.count == 3, characters[1] == ":", characters[2] == "/" {
            return String(text.dropFirst(3))
        }
        return text.hasPrefix("/") ? String(text.drop { $0 == "/" }) : text
    }
}
