public import Model
public import Primitives

/// The JSON form of an inventory: `Baselines/schema/inventory.schema.json`.
public enum InventoryDocument {
    /// The version of the form.
    public static let formatVersion: Int64 = 1

    /// The inventory as JSON.
    public static func json(_ inventory: Inventory) -> JSONValue {
        let system = inventory.system.map { system -> JSONValue in
            .object([
                .text("id", system.id), .text("version", system.version),
                .text("name", system.name), .text("architecture", system.architecture),
            ])
        }
        return .object([
            .count("format", formatVersion),
            .text("document", "inventory"),
            .text("taken", inventory.taken.description),
            JSONMember("system", system ?? .null),
            JSONMember("items", .array(inventory.items.map(item))),
            JSONMember("coverage", .array(inventory.coverage.map(CoverageDocument.json))),
        ])
    }

    private static func item(_ item: InventoryItem) -> JSONValue {
        .object([
            .text("source", item.source.rawValue),
            .text("name", item.name),
            .text("version", item.version),
            .text("architecture", item.architecture),
            .text("publisher", item.publisher),
            .text("kind", item.kind.rawValue),
            .text("origin", item.origin.rawValue),
            .text("state", state(item.state)),
            .text("installed", item.installed?.description),
            .text("command", item.command),
            .text("summary", item.summary),
            JSONMember("paths", PathValue.list(item.paths)),
            JSONMember("evidence", EvidenceDocument.json(item.evidence)),
        ])
    }

    static func state(_ state: InventoryItem.State) -> String {
        switch state {
        case .installed: "installed"
        case .held: "held"
        case .broken(let word): "broken: \(word)"
        case .removed: "removed"
        }
    }
}
