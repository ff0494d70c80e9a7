public import Model
import Primitives

/// The document of extra software both institutions validated: `complements/*.json`.
public enum WaiverDocument {
    /// Reads a waiver.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> Waiver {
        try DocumentForm.decode(bytes, named: name, kind: .waiver, read)
    }

    /// Writes a waiver so that ``decode(_:named:)`` gives it back.
    public static func encode(_ waiver: Waiver) -> [UInt8] {
        DocumentForm.encode(
            .waiver,
            [
                JSONMember("id", .string(waiver.id)),
                JSONMember("identites", .array(waiver.identities.map(\.json))),
            ] + waiver.scope.members + [
                JSONMember("validite", waiver.validity.json),
                JSONMember("demandeur", .string(waiver.function)),
                JSONMember("motif", .string(waiver.reason)),
            ]
        )
    }

    private static func read(_ field: Field) -> Waiver? {
        guard
            field.isObject(
                of: DocumentForm.members(
                    "id",
                    "identites",
                    "etablissements",
                    "salles",
                    "postes",
                    "validite",
                    "demandeur",
                    "motif"
                )
            )
        else { return nil }
        let id = field.member("id")?.text(
            matching: IdentityName.isID,
            expected: "a-z 0-9 - + ., a letter or digit first"
        )
        let identities = field.member("identites")?.identities()
        let scope = field.scope()
        let validity = field.member("validite")?.validity()
        let function = field.member("demandeur")?.text()
        let reason = field.member("motif")?.text()
        guard let id, let identities, let validity, let function, let reason else { return nil }
        return Waiver(
            id: id,
            identities: identities,
            scope: scope,
            validity: validity,
            function: function,
            reason: reason
        )
    }
}
