internal import Model

/// Reads the XML that FusionInventory's, GLPI's and OCS's agents write:
/// `REQUEST/CONTENT/SOFTWARES` and its neighbours.
enum AgentXML {
    /// Reads the whole of `bytes`.
    static func read(_ bytes: [UInt8], file: String) throws(InventoryError) -> ImportDraft {
        var reader = try XMLReader(bytes, file: file)
        guard reader.name == "REQUEST" else {
            throw reader.fault("<\(reader.name)> is no inventory; expected <REQUEST>")
        }
        var document = AgentDocument(.fusionInventory, file: file)
        while let member = try reader.nextChild() {
            switch member {
            case "CONTENT": try content(&reader, &document)
            case "DEVICEID": document.machine.identifier = try reader.text()
            case "QUERY":
                let query = try reader.text()
                guard query == "INVENTORY" else {
                    throw reader.fault("“\(query)” is no inventory of a computer")
                }
            default: try reader.skip()
            }
        }
        try reader.end()
        return document.finish()
    }

    private static func content(
        _ reader: inout XMLReader,
        _ document: inout AgentDocument
    ) throws(InventoryError) {
        var counts: [String: Int] = [:]
        while let section = try reader.nextChild() {
            let index = counts[section, default: 0]
            counts[section] = index + 1
            switch section {
            case "SOFTWARES": try software(&reader, &document, index)
            case "OPERATINGSYSTEM", "HARDWARE", "ACCESSLOG":
                try machine(section.lowercased(), &reader, &document)
            case "DRIVES": try machine("drives", &reader, &document)
            case "PRINTERS": try printer(&reader, &document, index)
            case "VERSIONCLIENT":
                if try reader.text().contains("OCS") { document.draft.format = .ocs }
            case "DEVICE": throw reader.fault("a network device is no station")
            default:
                document.draft.drop(AgentSections.leftOut(section.lowercased()))
                try reader.skip()
            }
        }
    }

    private static func software(
        _ reader: inout XMLReader,
        _ document: inout AgentDocument,
        _ index: Int
    ) throws(InventoryError) {
        var record = SoftwareRecord()
        record.field = "SOFTWARES[\(index)]"
        while let member = try reader.nextChild() {
            if member == "ARCHITECTURE" { document.draft.format = .ocs }
            guard let known = SoftwareMember.named(member.lowercased()) else {
                try reader.skip()
                continue
            }
            if let sort = record.take(known, try reader.text()) { document.draft.drop(sort) }
        }
        try document.add(record)
    }

    private static func machine(
        _ section: String,
        _ reader: inout XMLReader,
        _ document: inout AgentDocument
    ) throws(InventoryError) {
        while let member = try reader.nextChild() {
            let name = member.lowercased()
            if let sort = document.machine.take(section, name, try reader.text()) {
                document.draft.drop(sort)
            }
        }
    }

    private static func printer(
        _ reader: inout XMLReader,
        _ document: inout AgentDocument,
        _ index: Int
    ) throws(InventoryError) {
        document.draft.drop(.hardware)
        while let member = try reader.nextChild() {
            guard member == "DRIVER" else {
                try reader.skip()
                continue
            }
            document.machine.printers.append(
                (try reader.text(), "PRINTERS[\(index)].DRIVER")
            )
        }
    }
}
