package import Model

/// Reads an rpm database in its sqlite form (rpm 4.16 and later).
package enum RPMDatabaseFile {
    /// Whether `bytes` begin as such a database does.
    package static func isOne(_ bytes: [UInt8]) -> Bool { SQLitePages.isOne(bytes) }

    /// The packages in `bytes`; `log` is the content of the file `-wal` beside it.
    package static func items(
        _ bytes: [UInt8],
        log: [UInt8] = [],
        file: String
    ) throws(InventoryError) -> [InventoryItem] {
        let pages = try SQLitePages(bytes, log: log, file: file)
        var items: [InventoryItem] = []
        var row = 0
        try pages.rows(of: "Packages") { payload throws(InventoryError) in
            row += 1
            guard row <= ReadingLimits.packages else {
                throw InventoryError(
                    .tooLarge,
                    subject: file,
                    operation: "parse",
                    detail: "more than \(ReadingLimits.packages) packages"
                )
            }
            // hnum, which is the row's own number and so NULL here, and the header.
            let cells = try SQLiteRecord.cells(payload, file: file)
            guard cells.count == 2, case .data(let blob) = cells[1] else {
                throw .malformed(file, offset: 0, "row \(row) of Packages holds no header")
            }
            if let item = try RPMHeader(payload[blob], file: file).item(file: file, row: row) {
                items.append(item)
            }
        }
        return items
    }

    /// A database that was collected as a file.
    static func draft(_ bytes: [UInt8], file: String) throws(InventoryError) -> ImportDraft {
        var draft = ImportDraft(.rpmDatabase, file: file)
        draft.items = try items(bytes, file: file)
        // Which distribution it is, the database does not say; it is none that dpkg serves.
        draft.system = Inventory.System(id: "rpm", version: "", name: "", architecture: "")
        draft.read[.rpm] = file
        return draft
    }
}
