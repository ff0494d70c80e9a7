import Primitives

/// Equipment the convention's Annexe 1 lists, and the drivers accepted for it.
public struct HardwareItem: Sendable, Hashable {
    /// The id people type.
    public let id: String
    /// What it is called.
    public let name: String
    /// Such as `poste fixe`, `imprimante`.
    public let kind: String
    /// PCI or USB identifiers, `8086:15bb`; empty where any will do.
    public let devices: [String]
    /// Names of driver modules and driver packages accepted for it.
    public let drivers: [String]

    /// Creates an item.
    public init(id: String, name: String, kind: String, devices: [String], drivers: [String]) {
        self.id = id
        self.name = name
        self.kind = kind
        self.devices = devices
        self.drivers = drivers
    }
}

/// The document `annexe-1.json`.
public enum HardwareDocument {
    /// Reads an Annexe 1.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> [HardwareItem] {
        try DocumentForm.decode(bytes, named: name, kind: .hardware, read)
    }

    /// Writes an Annexe 1 so that ``decode(_:named:)`` gives it back.
    public static func encode(_ items: [HardwareItem]) -> [UInt8] {
        let values = items.map { item -> JSONValue in
            let members: [JSONMember?] = [
                JSONMember("id", .string(item.id)),
                JSONMember("nom", .string(item.name)),
                JSONMember("genre", .string(item.kind)),
                .list("materiels", item.devices),
                .list("pilotes", item.drivers),
            ]
            return .object(members.compactMap(\.self))
        }
        return DocumentForm.encode(.hardware, [JSONMember("equipements", .array(values))])
    }

    private static func read(_ field: Field) -> [HardwareItem]? {
        guard field.isObject(of: DocumentForm.members("equipements")) else { return nil }
        var ids: Set<String> = []
        return field.member("equipements")?.list().compactMap { entry in
            guard let item = item(entry) else { return nil }
            guard ids.insert(item.id).inserted else {
                entry.report(
                    .duplicateID,
                    found: "a second item “\(item.id)”",
                    expected: "ids used once"
                )
                return nil
            }
            return item
        }
    }

    private static func item(_ field: Field) -> HardwareItem? {
        guard
            field.isObject(of: ["id", "nom", "genre", "materiels", "pilotes", DocumentForm.note])
        else { return nil }
        let id = field.member("id")?.text(
            matching: IdentityName.isID,
            expected: "a-z 0-9 - + ., a letter or digit first"
        )
        let name = field.member("nom")?.text()
        let kind = field.member("genre")?.text()
        let devices = field.optional("materiels")?.values {
            $0.text(matching: isDevice, expected: "vendor:product, such as 8086:15bb")
        }
        let drivers = field.optional("pilotes")?.values { $0.text() }
        guard let id, let name, let kind else { return nil }
        return HardwareItem(
            id: id,
            name: name,
            kind: kind,
            devices: devices ?? [],
            drivers: drivers ?? []
        )
    }

    private static func isDevice(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { $0.count == 4 && Hexadecimal.decode(String($0)) != nil }
    }
}
