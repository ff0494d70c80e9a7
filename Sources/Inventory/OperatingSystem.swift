package import Model
package import Platform
internal import Primitives

/// Reads os-release (freedesktop.org): shell-like assignments.
package enum OperatingSystem {
    /// What the station runs, or nil when no file says.
    package static func read(
        root: Directory,
        architecture: String
    ) throws(InventoryError) -> Inventory.System? {
        let station = StationFiles(root)
        // etc/os-release is normally a link to the other; it is a file where someone made it one.
        for file in ["usr/lib/os-release", "etc/os-release"] {
            guard station.kind(file) == .regular,
                let bytes = try station.content(file, limit: ReadingLimits.configuration)
            else { continue }
            let values = parse(bytes)
            return Inventory.System(
                id: values["ID"] ?? "linux",
                version: values["VERSION_ID"] ?? "",
                name: values["PRETTY_NAME"] ?? values["NAME"] ?? "",
                architecture: architecture
            )
        }
        return nil
    }

    /// The assignments of a file, quotes and backslashes taken away; other lines are passed over.
    package static func parse(_ bytes: [UInt8]) -> [String: String] {
        var values: [String: String] = [:]
        for line in ByteText.lines(bytes[...]) {
            let text = ByteText.trimmed(line)
            guard text.first != UInt8(ascii: "#"), let equals = text.firstIndex(of: 61) else {
                continue
            }
            values[ByteText.string(text[..<equals])] = unquoted(text[(equals + 1)...])
        }
        return values
    }

    private static func unquoted(_ value: ArraySlice<UInt8>) -> String {
        var value = value
        var escapes = true
        if let first = value.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            escapes = first == UInt8(ascii: "\"")
            value = value.dropFirst()
            if value.last == first { value = value.dropLast() }
        }
        guard escapes else { return ByteText.string(value) }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in value {
            if byte == UInt8(ascii: "\\"), !isEscaped {
                isEscaped = true
                continue
            }
            isEscaped = false
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
