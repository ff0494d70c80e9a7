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
            JSONMember("imported", inventory.document.map(imported) ?? .null),
            JSONMember("system", system ?? .null),
            JSONMember("hardware", hardware(inventory.hardware)),
            JSONMember("items", .array(inventory.items.map(item))),
            JSONMember("coverage", .array(inventory.coverage.map(CoverageDocument.json))),
            JSONMember("settings", .array(inventory.settings.map(setting))),
        ])
    }

    private static func setting(_ setting: StationSetting) -> JSONValue {
        .object([
            .text("kind", setting.kind.rawValue),
            .text("name", setting.name),
            .text("value", setting.value),
            JSONMember("evidence", EvidenceDocument.json(setting.evidence)),
        ])
    }

    private static func hardware(_ facts: HardwareFacts) -> JSONValue {
        .object([
            JSONMember("memory", facts.memory.map { .integer(Int64($0)) } ?? .null),
            JSONMember("disk", facts.disk.map { .integer(Int64($0)) } ?? .null),
            JSONMember("graphicsProcessor", facts.hasGraphicsProcessor.map { .bool($0) } ?? .null),
        ])
    }

    private static func imported(_ document: ImportedDocument) -> JSONValue {
        let leftOut = document.leftOut.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { JSONMember.count($0.key.rawValue, Int64($0.value)) }
        return .object([
            .text("format", document.format.rawValue),
            .text("file", document.file),
            .text("station", document.station),
            JSONMember("leftOut", .object(leftOut)),
        ])
    }

    private static func item(_ item: InventoryItem) -> JSONValue {
        .object([
            .text("source", item.source.rawValue),
            .text("name", item.name),
            .text("title", item.title),
            .text("language", item.language),
            .text("version", item.version),
            .text("architecture", item.architecture),
            .text("publisher", item.publisher),
            .text("kind", item.kind.rawValue),
            .text("origin", item.origin.rawValue),
            .text("state", state(item.state)),
            .text("installed", item.installed?.description),
            .text("command", item.command),
            .text("summary", item.summary),
            JSONMember("includes", .strings(item.includes)),
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
