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
        flags: [FlagTable.root, FlagTable.imports, FlagTable.format, FlagTable.output],
        fr: "ce qui est installé, et ce qui n’a pas pu être lu",
        en: "what is installed, and what could not be read"
    ) { (invocation, context) throws(Failure) in
        guard !invocation.has(FlagTable.imports) else { return try imported(invocation, context) }
        try ImportedDocuments.refuseArguments(of: "inventory", invocation)
        let station = try Station(invocation)
        let inventory = try context.inventory(of: station.root)
        try context.emit(text(of: inventory, invocation, context), invocation)
        return inventory.coverage.contains { $0.source == .dpkg && $0.state == .unreadable }
            ? .undetermined : .success
    }

    private static func text(
        of inventory: Inventory,
        _ invocation: Invocation,
        _ context: Context
    ) -> String {
        switch invocation.value(FlagTable.format) {
        case "json": JSONWriter.pretty(InventoryDocument.json(inventory))
        case "csv": SeparatedValues.inventory(inventory)
        default: InventoryReport.text(inventory, language: context.language, style: context.style)
        }
    }

    /// The inventories of other tools: one as a station's own, several in a short form each.
    private static func imported(
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> ExitCode {
        let documents = try ImportedDocuments(invocation)
        try documents.checkOutput(invocation)
        var isFirst = true
        return try documents.forEach(context) { (inventory) throws(Failure) in
            if documents.areSeveral {
                try context.say(short(inventory, invocation, context, isFirst: isFirst))
                isFirst = false
            } else {
                try context.emit(text(of: inventory, invocation, context), invocation)
            }
            return inventory.coverage.contains { $0.state == .unreadable }
                ? .undetermined : .success
        }
    }

    private static func short(
        _ inventory: Inventory,
        _ invocation: Invocation,
        _ context: Context,
        isFirst: Bool
    ) -> String {
        switch invocation.value(FlagTable.format) {
        case "json": JSONWriter.compact(InventoryDocument.json(inventory)) + "\n"
        case "csv": SeparatedValues.inventory(inventory, hasHead: isFirst)
        default: InventoryReport.line(inventory, language: context.language)
        }
    }
}
