internal import Model
internal import Primitives

/// Reads tables as JSON: `osqueryi --json`, osquery's results log, and `ConvertTo-Json`.
enum RowDocuments {
    /// Reads an array of rows, a single row, or a results log with one object a line.
    static func read(_ reader: inout DocumentJSON) throws(InventoryError) -> ImportDraft {
        var draft = ImportDraft(.powershellJSON, file: reader.file)
        var state = State()
        if try reader.kind() == .array {
            try rows(&reader, &draft, &state)
            try reader.end()
        } else {
            while !reader.isAtEnd() { try result(&reader, &draft, &state) }
        }
        guard state.known > 0 || state.count == 0 else {
            throw reader.fault("no row has the columns of a known table")
        }
        // Rows of osquery hold nothing but text, and its names are in small letters.
        if state.isOsquery { draft.format = .osquery }
        state.tables.cover(&draft)
        if state.isDifference {
            for (source, detail) in draft.read { draft.gaps[source] = "\(detail): changes only" }
            draft.read = [:]
        }
        return draft
    }

    private struct State {
        var tables = RowTables()
        var count = 0
        var known = 0
        var isOsquery = false
        var isDifference = false
    }

    private static func rows(
        _ reader: inout DocumentJSON,
        _ draft: inout ImportDraft,
        _ state: inout State
    ) throws(InventoryError) {
        try reader.enterArray()
        while try reader.nextElement() {
            guard try reader.kind() == .object else {
                try reader.skip()
                continue
            }
            try reader.enterObject()
            try row(&reader, &draft, &state)
        }
    }

    /// Reads the members of the object just entered, as a row.
    private static func row(
        _ reader: inout DocumentJSON,
        _ draft: inout ImportDraft,
        _ state: inout State
    ) throws(InventoryError) {
        var row = DocumentRow(field: "[\(state.count)]")
        var isLower = true
        while let column = try reader.nextMember() {
            row.set(column, try reader.text())
            isLower = isLower && !column.utf8.contains { (0x41...0x5A).contains($0) }
        }
        try take(row, isLower, &draft, &state)
    }

    private static func take(
        _ row: DocumentRow,
        _ isLower: Bool,
        _ draft: inout ImportDraft,
        _ state: inout State
    ) throws(InventoryError) {
        state.count += 1
        guard try state.tables.take(row, into: &draft) else { return }
        state.known += 1
        if isLower { state.isOsquery = true }
    }

    /// One object at the top: a result of osquery's log with rows in it, or a row itself.
    private static func result(
        _ reader: inout DocumentJSON,
        _ draft: inout ImportDraft,
        _ state: inout State
    ) throws(InventoryError) {
        var row = DocumentRow(field: "[\(state.count)]")
        var inner: DocumentRow?
        var isLower = true
        var hasRows = false
        try reader.enterObject()
        while let member = try reader.nextMember() {
            switch (member, try reader.kind()) {
            case ("snapshot", .array):
                hasRows = true
                try rows(&reader, &draft, &state)
            case ("diffResults", .object):
                hasRows = true
                state.isDifference = true
                try differences(&reader, &draft, &state)
            case ("columns", .object):
                state.isDifference = true
                var columns = DocumentRow(field: "[\(state.count)].columns")
                try reader.enterObject()
                while let column = try reader.nextMember() {
                    columns.set(column, try reader.text())
                }
                inner = columns
            case ("unixTime", _):
                draft.made = ImportMoment.read(unixTime: try reader.text()) ?? draft.made
            case ("hostIdentifier", _):
                draft.identifier = try reader.text()
                draft.drop(.serials)
            default:
                row.set(member, try reader.text())
                isLower = isLower && !member.utf8.contains { (0x41...0x5A).contains($0) }
            }
        }
        if let inner {
            // What went away is no longer installed.
            if row["action"] != "removed" { try take(inner, true, &draft, &state) }
        } else if !hasRows {
            try take(row, isLower, &draft, &state)
        }
    }

    private static func differences(
        _ reader: inout DocumentJSON,
        _ draft: inout ImportDraft,
        _ state: inout State
    ) throws(InventoryError) {
        try reader.enterObject()
        while let member = try reader.nextMember() {
            if member == "added", try reader.kind() == .array {
                try rows(&reader, &draft, &state)
            } else {
                try reader.skip()
            }
        }
    }
}
