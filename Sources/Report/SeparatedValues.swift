public import Model
import Primitives

/// Tables for spreadsheets: RFC 4180 with semicolons, as French spreadsheets read them.
///
/// A cell that a spreadsheet would take for a formula starts with an apostrophe.
public enum SeparatedValues {
    /// The findings of a scan, one a line, after a line of column names unless the rows follow those
    /// of another station.
    public static func findings(
        _ scan: ScanResult,
        language: Language,
        hasHead: Bool = true
    ) -> String {
        let words = language.wording
        let label = scan.reference.isSigned ? "" : ", " + words.phrase(.unsignedReference)
        let reference = words.reference(scan.reference) + label
        let head = [
            "station", "code", "subject", "weight", "state", "found", "expected", "component",
            "brought", "paths",
            "since", "command", "reference",
        ]
        let station = scan.station.name.isEmpty ? scan.station.id : scan.station.name
        return table(
            hasHead ? head : nil,
            scan.findings.map { finding in
                [
                    station, finding.code.rawValue, finding.subject, finding.weight.rawValue,
                    finding.state.map(words.state) ?? "", finding.found ?? "",
                    finding.expected ?? "", finding.component ?? "",
                    String(finding.brought.count), String(finding.pathCount),
                    finding.since?.description ?? "", finding.command ?? "", reference,
                ]
            }
        )
    }

    /// The items of an inventory, one a line, after a line of column names unless the rows follow
    /// those of another.
    public static func inventory(_ inventory: Inventory, hasHead: Bool = true) -> String {
        let head = [
            "source", "name", "version", "architecture", "publisher", "kind", "origin", "state",
            "installed", "evidence",
        ]
        return table(
            hasHead ? head : nil,
            inventory.items.map { item in
                [
                    item.source.rawValue, item.name, item.version, item.architecture ?? "",
                    item.publisher ?? "", item.kind.rawValue, item.origin.rawValue,
                    InventoryDocument.state(item.state), item.installed?.description ?? "",
                    "\(item.evidence.file): \(item.evidence.field)",
                ]
            }
        )
    }

    static func table(_ head: [String]?, _ rows: [[String]]) -> String {
        ((head.map { [$0] } ?? []) + rows).map { $0.map(cell).joined(separator: ";") + "\r\n" }
            .joined()
    }

    /// One cell, its controls escaped, guarded against formulas, quoted where it must be.
    static func cell(_ text: String) -> String {
        var cell = Escaped.text(text)
        // Spreadsheets skip white space before they look for a formula.
        let first = cell.unicodeScalars.first { !$0.properties.isWhitespace }
        // The full-width forms are read as the plain ones in some locales.
        if let first, "=+-@|＝＋－＠".unicodeScalars.contains(first) { cell = "'" + cell }
        guard cell.contains(where: { $0 == ";" || $0 == "\"" || $0 == "," }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
