internal import Model

/// A package of the Microsoft Store, by its full name: `Name_Version_Architecture_Resource_Publisher`.
package struct AppxName: Sendable, Hashable {
    package let name: String
    package let version: String
    package let architecture: String
    package let resource: String
    /// The sum of the publisher's certificate name.
    package let publisher: String

    /// Reads a full name, or gives nil for another text.
    package init?(_ text: String) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, !parts[0].isEmpty, !parts[4].isEmpty,
            parts[1].utf8.first.map(ByteText.isDigit) == true
        else { return nil }
        (name, version, architecture, resource, publisher) = (
            parts[0], parts[1], parts[2], parts[3], parts[4]
        )
    }

    /// Whether the package only holds the texts or pictures of another.
    var isResource: Bool { resource.lowercased().hasPrefix("split.") }

    /// Whether other packages need it and nobody starts it.
    var isFramework: Bool {
        [
            "Microsoft.VCLibs.", "Microsoft.NET.", "Microsoft.UI.Xaml.", "Microsoft.DirectX",
            "Microsoft.WindowsAppRuntime", "Microsoft.WinAppRuntime", "Microsoft.WinJS",
            "Microsoft.Services.Store", "Microsoft.Advertising.Xaml",
            "MicrosoftCorporationII.WinApp",
        ].contains { name.hasPrefix($0) }
    }

    /// Who publishes it, for the publishers of Windows' own packages; else the sum.
    var publisherName: String {
        switch publisher {
        case "8wekyb3d8bbwe": "Microsoft Corporation"
        case "cw5n1h2txyewy": "Microsoft Windows"
        default: publisher
        }
    }
}

/// Reads which Store packages a machine has, for any of its accounts.
enum AppxPackages {
    private static let store = "Microsoft\\Windows\\CurrentVersion\\Appx\\AppxAllUserStore"

    /// The packages of the SOFTWARE hive, one item each; what Windows brings is a component.
    static func read(_ hive: Hive, _ faults: inout ReadingFaults) -> [InventoryItem]? {
        let key = faults.attempt { () throws(InventoryError) in try hive.key(store) }
        guard let key else { return nil }
        var found: [String: (name: AppxName, field: String)] = [:]
        var inbox: Set<String> = []
        for place in key.subkeys(&faults) {
            let label = place.name
            let isInbox = label.lowercased() == "inboxapplications"
            let isAccount = label.hasPrefix("S-1-")
            guard isInbox || isAccount || label.lowercased() == "applications" else { continue }
            for package in place.subkeys(&faults) {
                guard let name = AppxName(package.name), !name.isResource else { continue }
                let family = "\(name.name.lowercased())_\(name.publisher)"
                if isInbox { inbox.insert(family) }
                if let known = found[family], !isNewer(name, than: known.name) { continue }
                // The number of an account is as good as a name.
                let folder = isAccount ? "S-1-*" : label
                found[family] = (name, "\(store)\\\(folder)\\\(package.name)")
            }
        }
        return found.map { family, package in
            let name = package.name
            let isPart = inbox.contains(family) || name.isFramework
            return InventoryItem(
                source: .appx,
                name: name.name,
                version: name.version,
                architecture: name.architecture,
                publisher: name.publisherName,
                kind: isPart ? .component : .application,
                evidence: Evidence(file: hive.file, field: package.field)
            )
        }
        .sorted { $0.name < $1.name }
    }

    /// Whether `name` says more than `other`: a later version, or the same for one architecture.
    private static func isNewer(_ name: AppxName, than other: AppxName) -> Bool {
        if name.version != other.version {
            return WindowsSystem.isLater(name.version, than: other.version)
        }
        return other.architecture == "neutral" && name.architecture != "neutral"
    }
}
