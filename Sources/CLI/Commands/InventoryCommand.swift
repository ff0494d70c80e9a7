import Inventory
import Model
import Primitives
import Report

/// `socle inventory`: what is installed.
enum InventoryCommand {
    static let spec = CommandSpec(
        "inventory",
        arguments: "[FILE|DIR…]",
        count: 0...100_000,
        flags: [
            FlagTable.root, FlagTable.imports, FlagTable.explainCoverage,
            FlagTable.inventoryFormat, FlagTable.output, FlagTable.compare,
        ],
        fr: "ce qui est installé, et ce qui n’a pas pu être lu",
        en: "what is installed, and what could not be read"
    ) { (invocation, context) throws(Failure) in
        guard !invocation.has(FlagTable.imports) else { return try imported(invocation, context) }
        try ImportedDocuments.refuseArguments(of: "inventory", invocation)
        let station = try Station(invocation)
        let inventory = try context.inventory(of: station.root)
        try context.emit(
            text(of: inventory, named: station.identity, invocation, context),
            invocation
        )
        return inventory.coverage.contains {
            [.dpkg, .windows].contains($0.source) && $0.state == .unreadable
        }
            ? .undetermined : .success
    }

    private static func text(
        of inventory: Inventory,
        named station: StationIdentity,
        _ invocation: Invocation,
        _ context: Context
    ) -> String {
        if invocation.has(FlagTable.explainCoverage) {
            return InventoryReport.explanation(
                of: inventory,
                language: context.language,
                style: context.style
            )
        }
        if let document = document(inventory, named: station, invocation, context) {
            return JSONWriter.pretty(document)
        }
        return invocation.value(FlagTable.inventoryFormat) == "csv"
            ? SeparatedValues.inventory(inventory)
            : InventoryReport.text(inventory, language: context.language, style: context.style)
    }

    /// The inventory in the form of JSON asked for; nil where none is.
    private static func document(
        _ inventory: Inventory,
        named station: StationIdentity,
        _ invocation: Invocation,
        _ context: Context
    ) -> JSONValue? {
        switch invocation.value(FlagTable.inventoryFormat) {
        case "json": InventoryDocument.json(inventory)
        case "glpi":
            GLPIExport.json(
                inventory,
                deviceID: "socle-\(station.id)",
                station: station.name,
                toolVersion: context.version
            )
        case "cyclonedx": CycloneDXExport.json(inventory, toolVersion: context.version)
        default: nil
        }
    }

    /// The inventories of other tools: one as a station's own, several in a short form each.
    private static func imported(
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> ExitCode {
        let documents = try ImportedDocuments(invocation)
        try documents.checkOutput(invocation)
        if invocation.has(FlagTable.compare) {
            return try ImportedRooms.run(documents, invocation, context)
        }
        var isFirst = true
        return try documents.forEach(context, { $0 }) { (inventory) throws(Failure) in
            let station = StationIdentity(imported: inventory)
            if documents.areSeveral, !invocation.has(FlagTable.explainCoverage) {
                try context.say(
                    short(inventory, named: station, invocation, context, isFirst: isFirst)
                )
                isFirst = false
            } else {
                try context.emit(
                    text(of: inventory, named: station, invocation, context),
                    invocation
                )
            }
            return inventory.coverage.contains { $0.state == .unreadable }
                ? .undetermined : .success
        }
    }

    private static func short(
        _ inventory: Inventory,
        named station: StationIdentity,
        _ invocation: Invocation,
        _ context: Context,
        isFirst: Bool
    ) -> String {
        if let document = document(inventory, named: station, invocation, context) {
            return JSONWriter.compact(document) + "\n"
        }
        return invocation.value(FlagTable.inventoryFormat) == "csv"
            ? SeparatedValues.inventory(inventory, hasHead: isFirst)
            : InventoryReport.line(inventory, language: context.language)
    }
}
