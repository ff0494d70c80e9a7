public import Model
import Primitives

/// The document of software the gestionnaire réseau says is there.
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
            [JSONMember("identite", declaration.identity.json)] + declaration.scope.members + [
                JSONMember("le", .string(declaration.day.description)),
                .optional("essai-jusqu-au", declaration.trialUntil?.description),
                JSONMember("motif", .string(declaration.reason)),
            ]
        )
    }

    private static func read(_ field: Field) -> Declaration? {
        guard
            field.isObject(
                of: DocumentForm.members(
                    "identite",
                    "etablissements",
                    "salles",
                    "postes",
                    "le",
                    "essai-jusqu-au",
                    "motif"
                )
            )
        else { return nil }
        let identity = field.member("identite")?.identity()
        let scope = field.scope()
        let day = field.member("le")?.day()
        let trial = field.optional("essai-jusqu-au")?.day()
        let reason = field.member("motif")?.text()
        if let day, let trial, trial < day {
            field.member("essai-jusqu-au")?.report(
                .validityReversed,
                found: "a trial until \(trial), declared on \(day)",
                expected: "a last day that is not before the declaration"
            )
        }
        guard let identity, let day, let reason else { return nil }
        return Declaration(
            identity: identity,
            scope: scope,
            day: day,
            trialUntil: trial,
            reason: reason
        )
    }
}
