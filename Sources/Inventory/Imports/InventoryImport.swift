public import Model
public import Primitives

/// Reads inventories that other programs made, each format known by its content.
///
/// Nothing about people enters the result: users, sessions, processes, histories, licence keys,
/// serial numbers and paths are met, counted and dropped (`ImportedDocument.leftOut`).
public enum InventoryImport {
    /// The inventory in `document`, a whole file called `file` in messages; `now` is the moment of
    /// import, for documents that do not say when they were made.
    ///
    /// - Throws: ``InventoryError`` with the file and the place of what can not be read.
    public static func read(
        _ document: [UInt8],
        named file: String,
        now: Instant
    ) throws(InventoryError) -> Inventory {
        if RPMDatabaseFile.isOne(document) {
            return try RPMDatabaseFile.draft(document, file: file).inventory(now: now)
        }
        let bytes = try SourceText.content(document, file: file)
        let first = bytes.first { !ByteText.isBlank($0) && $0 != ByteText.newline }
        switch first {
        case nil: throw unknown(file, "the file is empty")
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try json(bytes, file, now)
        case UInt8(ascii: "<"): return try AgentXML.read(bytes, file: file).inventory(now: now)
        default: return try text(SourceText.utf8(bytes), file).inventory(now: now)
        }
    }

    private static func text(
        _ bytes: [UInt8],
        _ file: String
    ) throws(InventoryError) -> ImportDraft {
        if RegistryExport.isOne(bytes) { return try RegistryDocument.read(bytes, file: file) }
        if let sort = DpkgListing.sort(of: bytes) {
            return try DpkgListing.read(bytes, sort, file: file)
        }
        guard SeparatedDocument.isOne(bytes) else {
            throw unknown(file, "no known inventory format")
        }
        return try SeparatedDocument.read(bytes, file: file)
    }

    /// JSON is told apart by the members at its top, whatever their order.
    private static func json(
        _ bytes: [UInt8],
        _ file: String,
        _ now: Instant
    ) throws(InventoryError) -> Inventory {
        var reader = try DocumentJSON(bytes, file: file)
        guard try reader.kind() == .object else {
            return try RowDocuments.read(&reader).inventory(now: now)
        }
        var probe = reader
        var members: Set<String> = []
        try probe.enterObject()
        while let member = try probe.nextMember() {
            members.insert(member)
            // Documents of thousands of stations are of GLPI: their long part is read once only.
            if member == "content" { break }
            try probe.skip()
        }
        if members.isSuperset(of: ["format", "document", "items", "coverage"]) {
            return try OwnDocument.read(bytes, file: file, now: now)
        }
        if members.contains("content") {
            return try GLPIDocument.read(&reader).inventory(now: now)
        }
        if members.contains("Sources"),
            members.contains("CreationDate") || members.contains("$schema")
        {
            return try WingetDocument.read(&reader).inventory(now: now)
        }
        return try RowDocuments.read(&reader).inventory(now: now)
    }

    private static func unknown(_ file: String, _ detail: String) -> InventoryError {
        InventoryError(.malformed, subject: file, operation: "recognise", detail: detail)
    }
}
