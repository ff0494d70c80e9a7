package import Model
package import Primitives

/// One entry of an `Uninstall` key: what Windows lists as an installed program.
///
/// Values and their meaning: Microsoft, "Uninstall Registry Key". Only those named here are read;
/// paths, keys and product identifiers never become part of an item.
package struct UninstallEntry: Sendable {
    /// The name of the entry's key.
    package let key: String
    /// When the key was last changed.
    package var written: Day?
    private var texts: [String: String] = [:]
    private var isComponentFlagged = false
    private var canNotBeRemoved = false

    /// The values an entry is made of.
    package static let textNames = [
        "DisplayName", "DisplayVersion", "Publisher", "InstallDate", "ParentKeyName",
        "ReleaseType", "UninstallString", "QuietUninstallString", "InstallLocation", "DisplayIcon",
    ]

    /// Starts an entry without values.
    package init(key: String, written: Day? = nil) {
        self.key = key
        self.written = written
    }

    /// Takes a text value; one that is not looked at is left.
    package mutating func take(_ name: String, text: String) {
        guard let known = Self.textNames.first(where: { $0.lowercased() == name.lowercased() })
        else { return }
        let cleaned = DisplayName.cleaned(text)
        if !cleaned.isEmpty { texts[known] = cleaned }
    }

    /// Takes a number; one that is not looked at is left.
    package mutating func take(_ name: String, number: UInt64) {
        switch name.lowercased() {
        case "systemcomponent": isComponentFlagged = number == 1
        case "noremove": canNotBeRemoved = number == 1
        default: break
        }
    }

    /// The name as it is shown; nil for an entry Windows does not show.
    package var displayName: String? { texts["DisplayName"] }

    /// Whether the Settings of Windows show the entry as a program.
    package var isVisible: Bool {
        displayName != nil && !isComponentFlagged && texts["ParentKeyName"] == nil
            && texts["ReleaseType"] == nil && (texts["UninstallString"] != nil || canNotBeRemoved)
    }

    /// Folders and files the entry names, for telling what on the disk belongs to it.
    package var claims: [String] {
        ["InstallLocation", "DisplayIcon", "UninstallString"].compactMap { texts[$0] }
    }

    /// The entry as an item, the name as it is spelt beside its own; nil for one without a name.
    ///
    /// `architecture` is that of the view of the registry the entry is in.
    package func item(architecture: String?, evidence: Evidence) -> InventoryItem? {
        guard let displayName else { return nil }
        let version = texts["DisplayVersion"]
        let parts = DisplayName(displayName, version: version)
        return InventoryItem(
            source: .windows,
            name: parts.name,
            title: displayName == parts.name ? nil : displayName,
            language: parts.language,
            version: version ?? parts.version ?? "",
            architecture: parts.architecture ?? architecture,
            publisher: texts["Publisher"],
            kind: kind(of: parts),
            installed: installed,
            evidence: evidence
        )
    }

    private func kind(of name: DisplayName) -> ItemKind {
        if texts["ReleaseType"] != nil { return .update }
        if texts["ParentKeyName"] != nil {
            return Self.hotfix(in: key) != nil || Self.hotfix(in: name.name) != nil
                ? .update : .component
        }
        guard isVisible else { return .component }
        if isFixOfWindows { return .update }
        let isRuntime = Self.runtimes.contains { name.name.hasPrefix($0) }
        return isRuntime && isOfMicrosoft ? .component : .application
    }

    /// Whether the entry is what Windows' own update installer left, though it names no parent: it is
    /// removed by that installer, its key is the number of a fix, or its name ends with one.
    private var isFixOfWindows: Bool {
        let remover = (texts["UninstallString"] ?? "").lowercased().filter { $0 != "\"" }
        if remover.hasSuffix("\\spuninst.exe") { return isOfMicrosoft }
        if let fix = Self.hotfix(in: key), key.uppercased().hasPrefix(fix) { return isOfMicrosoft }
        guard let shown = displayName, let fix = Self.hotfix(in: shown) else { return false }
        return isOfMicrosoft && shown.uppercased().hasSuffix("(\(fix))")
    }

    /// Whether Microsoft publishes it, as far as the entry says.
    private var isOfMicrosoft: Bool {
        texts["Publisher"].map { $0.hasPrefix("Microsoft") } ?? true
    }

    /// Programs that others need and nobody starts.
    private static let runtimes = [
        "Microsoft Visual C++", "Microsoft .NET", "Microsoft ASP.NET", "Microsoft Windows Desktop",
        "Microsoft Edge WebView2 Runtime", "Microsoft Edge Update", "Microsoft Update Health Tools",
        "Microsoft DirectX", "Microsoft XNA Framework", "Microsoft Windows SDK",
    ]

    /// The number of a fix in `text`, such as `KB4019215`.
    package static func hotfix(in text: String) -> String? {
        let upper = text.uppercased()
        guard let start = upper.range(ofLast: "KB") else { return nil }
        let digits = upper[start.upperBound...].prefix { $0.isASCII && $0.isNumber }
        return (6...8).contains(digits.count) ? "KB\(digits)" : nil
    }

    // MARK: Dates

    /// `InstallDate` in the forms installers write, else the day the key was last changed.
    private var installed: Day? {
        guard let text = texts["InstallDate"] else { return written }
        let digits = text.filter { $0.isASCII && $0.isNumber }
        if digits.count == 8, digits.count == text.count {
            return Self.day(digits.prefix(4), digits.dropFirst(4).prefix(2), digits.suffix(2))
        }
        let parts = text.split { "/.- ".contains($0) }
        guard parts.count >= 3 else { return written }
        if parts[0].count == 4 { return Self.day(parts[0], parts[1], parts[2]) ?? written }
        // Day and month can be told apart only where one of them is over 12.
        guard let first = Int(parts[0]), let second = Int(parts[1]), first != second else {
            return Self.day(parts[2], parts[0], parts[1]) ?? written
        }
        if first > 12 { return Self.day(parts[2], parts[1], parts[0]) ?? written }
        if second > 12 { return Self.day(parts[2], parts[0], parts[1]) ?? written }
        return written
    }

    private static func day(
        _ year: some StringProtocol,
        _ month: some StringProtocol,
        _ day: some StringProtocol
    ) -> Day? {
        guard let year = Int(year), let month = Int(month), let day = Int(day) else { return nil }
        // A text that is no day dates nothing.
        return try? Day(
            [(year, 4), (month, 2), (day, 2)].map(DecimalDigits.padded).joined(separator: "-")
        )
    }
}
