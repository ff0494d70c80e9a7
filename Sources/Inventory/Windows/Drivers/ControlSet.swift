/// Where the SYSTEM hive keeps the settings Windows used last.
enum ControlSet {
    /// The path of the current control set; `CurrentControlSet` itself exists only in a running
    /// Windows.
    static func path(_ hive: Hive) throws(InventoryError) -> String {
        guard let key = try hive.key("Select") else {
            throw InventoryError(
                .malformed,
                subject: hive.file,
                operation: "parse",
                detail: "the key Select, which names the control set, is missing"
            )
        }
        guard let number = try key.number("Current"), (1...999).contains(number) else {
            throw hive.malformed(key.offset, "the value Current names no control set")
        }
        let digits = String(number)
        return "ControlSet" + String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// The architecture Windows runs on.
    static func architecture(_ hive: Hive) throws(InventoryError) -> String? {
        let path = try path(hive)
        let key = try hive.key("\(path)\\Control\\Session Manager\\Environment")
        return try key?.string("PROCESSOR_ARCHITECTURE").flatMap(WindowsSystem.architecture)
    }
}

/// Text that may stand in a driver's own resource: `@oem3.inf,%name%;Alps Touch Pad` is what
/// follows the last semicolon.
package enum IndirectText {
    /// The text to show, or nil where only the resource has it.
    package static func shown(_ text: String) -> String? {
        let cleaned = DisplayName.cleaned(text)
        guard cleaned.hasPrefix("@") || cleaned.hasPrefix("%") else {
            return cleaned.isEmpty ? nil : cleaned
        }
        guard let semicolon = cleaned.lastIndex(of: ";") else { return nil }
        let rest = DisplayName.cleaned(String(cleaned[cleaned.index(after: semicolon)...]))
        return rest.isEmpty ? nil : rest
    }
}
