import Inventory
import Model
import Primitives
import Report

/// `socle inventory`: what is installed.
enum InventoryCommand {
    static let spec = CommandSpec(
        "inventory",
        flags: [FlagTable.root, FlagTable.format, FlagTable.output],
        fr: "ce qui est installé, et ce qui n’a pas pu être lu",
        en: "what is installed, and what could not be read"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        let inventory = try context.inventory(of: station.root)
        let text =
            switch invocation.value(FlagTable.format) {
            case "json": JSONWriter.pretty(InventoryDocument.json(inventory))
            case "csv": SeparatedValues.inventory(inventory)
            default:
                InventoryReport.text(inventory, language: context.language, style: context.style)
            }
        try context.emit(text, invocation)
        return inventory.coverage.contains { $0.source == .dpkg && $0.state == .unreadable }
            ? .undetermined : .success
    }
}
