internal import Model
internal import Primitives

/// Makes inventory items of what documents describe, each thing once.
struct RecordItems {
    private struct Key: Hashable {
        let source: InventorySource
        let name: String
        let version: String
        let architecture: String?

        func hash(into hasher: inout Hasher) {
            // The name alone tells nearly all of them apart.
            hasher.combine(name)
        }
    }

    private let file: String
    private let system: Inventory.System?
    private var seen: Set<Key> = []
    private(set) var items: [InventoryItem] = []

    init(file: String, system: Inventory.System?) {
        self.file = file
        self.system = system
    }

    /// Makes room for that many records more.
    mutating func reserve(_ count: Int) {
        seen.reserveCapacity(count)
        items.reserveCapacity(count)
    }

    /// Adds what `record` describes; what has no name, or was met for another person already, adds
    /// nothing.
    mutating func add(_ record: borrowing SoftwareRecord) {
        let title = DocumentText.cleaned(record.name)
        guard !title.isEmpty else { return }
        let source = source(of: record)
        let place = items.count
        switch source {
        case .windows:
            guard let item = windowsItem(title, record) else { return }
            items.append(item)
        case .appx: items.append(storeItem(title, record))
        default: items.append(packageItem(title, record, source))
        }
        let key = Key(
            source: source,
            name: items[place].title ?? items[place].name,
            version: items[place].version,
            architecture: items[place].architecture
        )
        if seen.insert(key).inserted {
            items[place].installed = DocumentDay.read(record.date)
        } else {
            items.removeLast()
        }
    }

    private func source(of record: borrowing SoftwareRecord) -> InventorySource {
        switch record.manager {
        case "deb", "dpkg": .dpkg
        case "rpm": .rpm
        case "flatpak": .flatpak
        case "snap": .snap
        case "registry", "WMI", "wmi": .windows
        case "uwp", "appx": .appx
        case "pip": .pip
        case "npm": .npm
        case "driver", "files", "appimage", "wine":
            InventorySource(rawValue: record.manager) ?? .files
        default:
            switch system?.id {
            case "windows"?: .windows
            case "debian"?, "ubuntu"?, "linuxmint"?, "raspbian"?: .dpkg
            case "fedora"?, "centos"?, "opensuse"?, "mageia"?: .rpm
            default: .files
            }
        }
    }

    // MARK: Linux

    private func packageItem(
        _ title: String,
        _ record: borrowing SoftwareRecord,
        _ source: InventorySource
    ) -> InventoryItem {
        var name = title
        var architecture = record.architecture
        // dpkg-query qualifies the names of packages that can be there for two architectures.
        if source == .dpkg, let colon = title.utf8.lastIndex(of: UInt8(ascii: ":")) {
            name = String(title[..<colon])
            if architecture.isEmpty { architecture = String(title[title.index(after: colon)...]) }
        }
        return InventoryItem(
            source: source,
            name: name,
            version: DocumentText.version(record.version),
            architecture: architecture.isEmpty ? nil : architecture,
            publisher: source == .dpkg ? nil : DocumentText.optional(record.publisher),
            kind: kind(of: name, record, source),
            evidence: Evidence(file: file, field: record.field)
        )
    }

    private func kind(
        of name: String,
        _ record: borrowing SoftwareRecord,
        _ source: InventorySource
    ) -> ItemKind {
        switch source {
        case .dpkg: PackageKind.of(name: name, section: record.category)
        case .driver: .driver
        default: .application
        }
    }

    // MARK: Windows

    private func windowsItem(_ title: String, _ record: borrowing SoftwareRecord) -> InventoryItem?
    {
        var entry = UninstallEntry(key: record.key)
        entry.take("DisplayName", text: title)
        entry.take("DisplayVersion", text: DocumentText.version(record.version))
        entry.take("Publisher", text: DocumentText.cleaned(record.publisher))
        entry.take("ParentKeyName", text: record.parent)
        entry.take("ReleaseType", text: isUpdate(record) ? "Update" : "")
        entry.take("UninstallString", text: record.isRemovable == false ? "" : "-")
        if record.isHidden || record.category == "system_component" {
            entry.take("SystemComponent", number: 1)
        }
        return entry.item(
            architecture: WindowsSystem.architecture(
                SystemRecord.architecture(record.architecture)
            ),
            evidence: Evidence(file: file, field: record.field)
        )
    }

    private func isUpdate(_ record: borrowing SoftwareRecord) -> Bool {
        let categories = ["update", "hotfix", "security_update", "update_rollup", "servicepack"]
        return !record.releaseType.isEmpty || record.manager.lowercased() == "wmi"
            || categories.contains(record.category.lowercased())
            || UninstallEntry.isUpdateName(record.name)
    }

    /// A Store application: `Name_Version_Arch_Resource_PublisherHash` names it, its title is in the
    /// user's language.
    private func storeItem(_ title: String, _ record: borrowing SoftwareRecord) -> InventoryItem {
        let folder = record.folder.split { $0 == "\\" || $0 == "/" }.last.map(String.init) ?? ""
        let parts = folder.split(separator: "_", omittingEmptySubsequences: false)
        let isNamed = parts.count >= 2 && folder.contains(".")
        let isSystem = record.category == "system" || record.category == "system_component"
        return InventoryItem(
            source: .appx,
            name: isNamed ? String(parts[0]) : title,
            title: isNamed ? title : nil,
            version: DocumentText.version(record.version),
            architecture: DocumentText.optional(record.architecture),
            publisher: DocumentText.optional(record.publisher),
            kind: isSystem ? .component : .application,
            evidence: Evidence(file: file, field: record.field)
        )
    }
}
