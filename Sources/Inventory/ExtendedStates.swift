package import Platform

/// apt's record of which packages came only because others needed them.
///
/// A package that is not recorded was asked for, as `apt-mark showmanual` says.
package struct ExtendedStates: Sendable {
    /// The file.
    package static let file = "var/lib/apt/extended_states"

    /// `name:architecture` of every automatic package.
    private let automatic: Set<String>

    /// Reads the file below `root`; nil when it does not exist.
    package static func read(root: Directory) throws(InventoryError) -> ExtendedStates? {
        guard
            let bytes = try StationFiles(root).content(file, limit: ReadingLimits.database)
        else { return nil }
        return try parse(bytes)
    }

    /// Reads the file's bytes.
    package static func parse(_ bytes: [UInt8]) throws(InventoryError) -> ExtendedStates {
        var reader = ControlReader(bytes, file: file)
        var fields: [ControlReader.Field] = []
        var automatic: Set<String> = []
        while try reader.next(into: &fields) {
            var name = ""
            var architecture = ""
            var isAutomatic = false
            for field in fields {
                let value = reader.bytes[field.value]
                switch ByteText.string(reader.bytes[field.name]).lowercased() {
                case "package": name = ByteText.string(value)
                case "architecture": architecture = ByteText.string(value)
                case "auto-installed": isAutomatic = value.elementsEqual("1".utf8)
                default: continue
                }
            }
            guard !name.isEmpty else {
                throw .malformed(
                    file,
                    line: fields.first?.line ?? 0,
                    "the record has no Package field"
                )
            }
            guard automatic.count < ReadingLimits.packages else {
                throw InventoryError(
                    .tooLarge,
                    subject: file,
                    operation: "parse",
                    detail: "more than \(ReadingLimits.packages) packages"
                )
            }
            if isAutomatic { automatic.insert("\(name):\(architecture)") }
        }
        return ExtendedStates(automatic: automatic)
    }

    /// Whether the package came by itself; apt records `all` under the native architecture.
    package func isAutomatic(
        _ name: String,
        architecture: String,
        native: String
    ) -> Bool {
        let key = architecture == "all" ? native : architecture
        return automatic.contains("\(name):\(key)") || automatic.contains("\(name):")
    }
}
