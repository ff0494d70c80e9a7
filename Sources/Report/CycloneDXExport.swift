public import Model
public import Primitives

/// An inventory as a bill of materials: CycloneDX 1.5, ECMA-424's predecessor
/// (`bom-1.5.schema.json`).
///
/// What could be read, and what could not, is told in the properties; the list is called complete
/// only where every source was read or is absent.
public enum CycloneDXExport {
    /// The document; `toolVersion` is this program's.
    public static func json(_ inventory: Inventory, toolVersion: String) -> JSONValue {
        let root = "station"
        let items = inventory.items.filter { $0.state != .removed }
        let isComplete = inventory.coverage.allSatisfy { $0.state == .read || $0.state == .absent }
        return .object([
            .text("bomFormat", "CycloneDX"),
            .text("specVersion", "1.5"),
            .count("version", 1),
            JSONMember(
                "metadata",
                .object([
                    .text("timestamp", inventory.taken.description),
                    JSONMember("tools", ["components": .array([tool(toolVersion)])]),
                    JSONMember("component", system(inventory.system, root)),
                    JSONMember("properties", .array(inventory.coverage.map(coverage))),
                ])
            ),
            JSONMember(
                "components",
                .array(
                    items.enumerated().map { component($1, at: $0, system: inventory.system) }
                )
            ),
            JSONMember(
                "compositions",
                .array([
                    .object([
                        .text("aggregate", isComplete ? "complete" : "incomplete"),
                        .texts("assemblies", [root]),
                    ])
                ])
            ),
        ])
    }

    private static func tool(_ version: String) -> JSONValue {
        .object([.text("type", "application"), .text("name", "socle"), .text("version", version)])
    }

    private static func system(_ system: Inventory.System?, _ root: String) -> JSONValue {
        var members: [JSONMember] = [
            .text("type", "operating-system"), .text("bom-ref", root),
            .text("name", system.map { $0.name.isEmpty ? $0.id : $0.name } ?? "unknown"),
        ]
        if let version = system?.version, !version.isEmpty {
            members.append(.text("version", version))
        }
        return .object(members)
    }

    private static func coverage(_ statement: SourceCoverage) -> JSONValue {
        property(
            "socle:coverage:\(statement.source.rawValue)",
            "\(statement.state.rawValue): \(statement.detail)"
        )
    }

    private static func property(_ name: String, _ value: String) -> JSONValue {
        .object([.text("name", name), .text("value", value)])
    }

    private static func component(
        _ item: InventoryItem,
        at index: Int,
        system: Inventory.System?
    ) -> JSONValue {
        var members: [JSONMember] = [
            .text("type", type(item.kind)), .text("bom-ref", "\(index + 1)"),
            .text("name", item.name),
        ]
        if !item.version.isEmpty { members.append(.text("version", item.version)) }
        if let publisher = item.publisher { members.append(.text("publisher", publisher)) }
        if let url = packageURL(item, system) { members.append(.text("purl", url)) }
        var properties = [
            property("socle:source", item.source.rawValue),
            property("socle:kind", item.kind.rawValue),
            property("socle:origin", item.origin.rawValue),
            property("socle:evidence", "\(item.evidence.file): \(item.evidence.field)"),
        ]
        if let title = item.title { properties.append(property("socle:title", title)) }
        if let day = item.installed {
            properties.append(property("socle:installed", day.description))
        }
        properties += item.includes.map { property("socle:includes", $0) }
        members.append(JSONMember("properties", .array(properties)))
        return .object(members)
    }

    private static func type(_ kind: ItemKind) -> String {
        switch kind {
        case .application, .update: "application"
        case .component: "library"
        case .driver: "device-driver"
        }
    }

    // MARK: Package URLs

    /// The package URL (purl-spec) of what a package manager with one knows; nil for all else.
    private static func packageURL(_ item: InventoryItem, _ system: Inventory.System?) -> String? {
        let name = PercentEncoding.encode(item.name)
        let version = item.version.isEmpty ? "" : "@\(PercentEncoding.encode(item.version))"
        switch item.source {
        case .dpkg, .rpm:
            let space = PercentEncoding.encode(system?.id ?? "debian")
            let architecture = item.architecture.map { "?arch=\(PercentEncoding.encode($0))" } ?? ""
            let type = item.source == .dpkg ? "deb" : "rpm"
            return "pkg:\(type)/\(space)/\(name)\(version)\(architecture)"
        case .pip:
            return "pkg:pypi/\(name.lowercased().replacing("_", with: "-"))\(version)"
        case .npm:
            // The scope is a part of the path of its own.
            return "pkg:npm/\(name.replacing("%2F", with: "/"))\(version)"
        default: return nil
        }
    }
}
