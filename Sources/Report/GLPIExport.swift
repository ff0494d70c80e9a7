public import Model
public import Primitives

/// An inventory in GLPI's own form (glpi-project/inventory_format, `inventory.schema.json`).
///
/// It is marked as partial: it speaks of software, and GLPI keeps what it knows of the rest. GLPI has
/// no list of drivers; they stand among the software, in a category of their own.
public enum GLPIExport {
    /// The document for the station called `station`, which GLPI tells from others by `deviceID`.
    public static func json(
        _ inventory: Inventory,
        deviceID: String,
        station: String,
        toolVersion: String
    ) -> JSONValue {
        let moment = inventory.taken.description.replacing("T", with: " ").replacing("Z", with: "")
        var content: [JSONMember] = [
            .text("versionclient", "Socle_v\(toolVersion)"),
            JSONMember("accesslog", ["logdate": .string(moment)]),
        ]
        if !station.isEmpty { content.append(JSONMember("hardware", ["name": .string(station)])) }
        if let system = inventory.system {
            content.append(JSONMember("operatingsystem", operatingSystem(system)))
        }
        let items = inventory.items.filter { $0.state != .removed }
        content.append(JSONMember("softwares", .array(items.map(software))))
        return .object([
            .text("action", "inventory"),
            .text("deviceid", deviceID),
            .text("itemtype", "Computer"),
            JSONMember("partial", .bool(true)),
            JSONMember("content", .object(content)),
        ])
    }

    private static func operatingSystem(_ system: Inventory.System) -> JSONValue {
        let isWindows = system.id == "windows"
        return members([
            ("kernel_name", isWindows ? "MSWin32" : "linux"),
            (
                "name",
                isWindows ? "Windows" : system.id.prefix(1).uppercased() + system.id.dropFirst()
            ),
            ("full_name", system.name),
            ("version", system.version),
            ("arch", system.architecture),
        ])
    }

    private static func software(_ item: InventoryItem) -> JSONValue {
        members([
            ("name", item.title ?? item.name),
            ("version", item.version),
            ("arch", item.architecture ?? ""),
            ("publisher", item.publisher ?? ""),
            ("from", manager(item.source)),
            ("install_date", item.installed?.description ?? ""),
            ("system_category", category(item.kind)),
        ])
    }

    /// The schema knows no null: what is empty is left out, but for the name.
    private static func members(_ texts: [(name: String, value: String)]) -> JSONValue {
        .object(
            texts.filter { !$0.value.isEmpty || $0.name == "name" }
                .map { JSONMember.text($0.name, $0.value) }
        )
    }

    private static func manager(_ source: InventorySource) -> String {
        switch source {
        case .dpkg: "deb"
        case .windows: "registry"
        case .appx: "uwp"
        default: source.rawValue
        }
    }

    private static func category(_ kind: ItemKind) -> String {
        kind == .component ? "system_component" : kind.rawValue
    }
}
