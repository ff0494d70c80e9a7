internal import Model
internal import Primitives

/// Reads GLPI's inventory JSON (glpi-project/inventory_format, draft-07 schema).
enum GLPIDocument {
    /// Reads the members of the document, which `reader` is about to enter.
    static func read(_ reader: inout DocumentJSON) throws(InventoryError) -> ImportDraft {
        var document = AgentDocument(.glpi, file: reader.file)
        try reader.enterObject()
        while let member = try reader.nextMember() {
            switch member {
            case "content": try content(&reader, &document)
            case "deviceid": document.machine.identifier = try reader.text()
            case "partial": document.machine.isPartial = try reader.text() == "true"
            case "action":
                let action = try reader.text()
                guard action == "inventory" || action.isEmpty else {
                    throw reader.fault("“\(action)” is no inventory of a computer")
                }
            default: try reader.skip()
            }
        }
        try reader.end()
        return document.finish()
    }

    private static func content(
        _ reader: inout DocumentJSON,
        _ document: inout AgentDocument
    ) throws(InventoryError) {
        try reader.enterObject()
        while let section = try reader.nextMember() {
            switch section {
            case "softwares": try software(&reader, &document)
            case "operatingsystem", "hardware", "accesslog":
                try machine(section, &reader, &document)
            case "printers": try printers(&reader, &document)
            case "drives":
                guard try reader.kind() == .array else {
                    try reader.skip()
                    continue
                }
                try reader.enterArray()
                while try reader.nextElement() { try machine("drives", &reader, &document) }
            case "versionclient", "versionprovider": try reader.skip()
            default:
                let count = try reader.count()
                document.draft.drop(AgentSections.leftOut(section), count)
            }
        }
    }

    private static func software(
        _ reader: inout DocumentJSON,
        _ document: inout AgentDocument
    ) throws(InventoryError) {
        guard try reader.kind() == .array else { throw reader.fault("softwares is no list") }
        document.noteSoftware()
        try reader.enterArray()
        var index = 0
        while try reader.nextElement() {
            guard try reader.kind() == .object else { throw reader.fault("a program is no object") }
            var record = SoftwareRecord()
            // Short texts put together stay short: no memory of their own.
            record.field = "softwares[" + String(index) + "]"
            try reader.enterObject()
            while let member = try reader.nextMember(of: SoftwareMember.names) {
                guard case .known(let place) = member, !record.leaves(SoftwareMember.all[place])
                else {
                    try reader.skip()
                    continue
                }
                let sort: LeftOut? =
                    switch SoftwareMember.all[place] {
                    case .dropped(let sort): try reader.skipTellingText() ? sort : nil
                    case let kept: record.take(kept, try reader.text())
                    }
                if let sort { document.draft.drop(sort) }
            }
            try document.add(record)
            index += 1
        }
    }

    private static func machine(
        _ section: String,
        _ reader: inout DocumentJSON,
        _ document: inout AgentDocument
    ) throws(InventoryError) {
        guard try reader.kind() == .object else { return try reader.skip() }
        try reader.enterObject()
        while let member = try reader.nextMember() {
            let value = try reader.text()
            if let sort = document.machine.take(section, member, value) {
                document.draft.drop(sort)
            }
        }
    }

    private static func printers(
        _ reader: inout DocumentJSON,
        _ document: inout AgentDocument
    ) throws(InventoryError) {
        guard try reader.kind() == .array else { return try reader.skip() }
        try reader.enterArray()
        var index = 0
        while try reader.nextElement() {
            guard try reader.kind() == .object else {
                try reader.skip()
                continue
            }
            try reader.enterObject()
            while let member = try reader.nextMember() {
                if member == "driver" {
                    document.machine.printers.append(
                        (try reader.text(), "printers[\(index)].driver")
                    )
                } else {
                    try reader.skip()
                }
            }
            document.draft.drop(.hardware)
            index += 1
        }
    }
}
