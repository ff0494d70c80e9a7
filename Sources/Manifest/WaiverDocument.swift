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
                .list("etablissements", waiver.schools.map(\.description)),
                .list("salles", waiver.rooms),
                .list("postes", waiver.stations),
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
        let schools = field.optional("etablissements")?.values(atLeast: 1) { $0.schoolCode() }
        let rooms = field.optional("salles")?.values(atLeast: 1) { $0.text() }
        let stations = field.optional("postes")?.values(atLeast: 1) { $0.text() }
        let validity = field.member("validite")?.validity()
        let function = field.member("demandeur")?.text()
        let reason = field.member("motif")?.text()
        guard let id, let identities, let validity, let function, let reason else { return nil }
        return Waiver(
            id: id,
            identities: identities,
            schools: schools ?? [],
            rooms: rooms ?? [],
            stations: stations ?? [],
            validity: validity,
            function: function,
            reason: reason
        )
    }
}

/// The document of software the gestionnaire says is there.
public enum DeclarationDocument {
    /// Reads a declaration.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> Declaration {
        try DocumentForm.decode(bytes, named: name, kind: .declaration, read)
    }

    /// Writes a declaration so that ``decode(_:named:)`` gives it back.
    public static func encode(_ declaration: Declaration) -> [UInt8] {
        DocumentForm.encode(
            .declaration,
            [
                JSONMember("identite", declaration.identity.json),
                .optional("essai-jusqu-au", declaration.trialUntil?.description),
                JSONMember("motif", .string(declaration.reason)),
            ]
        )
    }

    private static func read(_ field: Field) -> Declaration? {
        guard field.isObject(of: DocumentForm.members("identite", "essai-jusqu-au", "motif"))
        else { return nil }
        let identity = field.member("identite")?.identity()
        let trial = field.optional("essai-jusqu-au")?.day()
        let reason = field.member("motif")?.text()
        guard let identity, let reason else { return nil }
        return Declaration(identity: identity, trialUntil: trial, reason: reason)
    }
}
