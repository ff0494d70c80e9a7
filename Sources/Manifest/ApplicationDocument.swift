public import Model
import Primitives

/// The document `socle-applicatif.json`.
public enum ApplicationDocument {
    /// Reads a socle applicatif.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> ApplicationBaseline {
        try DocumentForm.decode(bytes, named: name, kind: .application, read)
    }

    /// Writes a socle applicatif so that ``decode(_:named:)`` gives it back.
    public static func encode(_ baseline: ApplicationBaseline) -> [UInt8] {
        DocumentForm.encode(
            .application,
            [
                JSONMember("annee", .string(baseline.schoolYear.description)),
                JSONMember("revision", .integer(Int64(baseline.revision))),
                JSONMember("proprietaire", .string(baseline.owner)),
                JSONMember(
                    "validation",
                    [
                        "inspection": .string(baseline.validation.inspectorate),
                        "le": .string(baseline.validation.day.description),
                    ]
                ),
                JSONMember("validite", baseline.validity.json),
                baseline.layer.map { JSONMember("couche", $0.json) },
                JSONMember("composants", .array(baseline.components.map(\.json))),
            ]
        )
    }

    private static func read(_ field: Field) -> ApplicationBaseline? {
        guard
            field.isObject(
                of: DocumentForm.members(
                    "annee",
                    "revision",
                    "proprietaire",
                    "validation",
                    "validite",
                    "couche",
                    "composants"
                )
            )
        else { return nil }
        let year = field.member("annee")?.parsed { text throws(PrimitivesError) in
            try SchoolYear(text)
        }
        let revision = field.member("revision")?.integer(in: 1...9999)
        let owner = field.member("proprietaire")?.text()
        let validation = field.member("validation").flatMap(validation)
        let validity = field.member("validite")?.validity()
        let layer = field.optional("couche")?.layer(under: LayerKind.application.rawValue)
        let components = field.member("composants").map(components) ?? []
        if let year, let validity { check(validity, of: year, at: field) }
        guard let year, let revision, let owner, let validation, let validity else { return nil }
        return ApplicationBaseline(
            schoolYear: year,
            revision: revision,
            owner: owner,
            validation: validation,
            validity: validity,
            components: components,
            layer: layer
        )
    }

    private static func validation(_ field: Field) -> ApplicationBaseline.Validation? {
        guard field.isObject(of: ["inspection", "le", DocumentForm.note]) else { return nil }
        guard let inspectorate = field.member("inspection")?.text(),
            let day = field.member("le")?.day()
        else { return nil }
        return ApplicationBaseline.Validation(inspectorate: inspectorate, day: day)
    }

    /// A list is for one school year (convention, Article 2): its days may not reach another.
    private static func check(_ validity: Validity, of year: SchoolYear, at field: Field) {
        guard SchoolYear(containing: validity.from) == year,
            SchoolYear(containing: validity.until) == year
        else {
            field.member("validite")?.report(
                .validityOutsideYear,
                found: "\(validity.from) to \(validity.until)",
                expected: "days of the school year \(year)"
            )
            return
        }
    }

    private static func components(_ field: Field) -> [Component] {
        var ids: Set<String> = []
        var owners: [ComponentIdentity.Key: String] = [:]
        let fields = field.list()
        if case .array(let elements) = field.node.value, elements.isEmpty {
            field.report(.emptyValue, found: "no component", expected: "at least one")
        }
        return fields.compactMap { entry in
            guard let component = entry.component() else { return nil }
            guard ids.insert(component.id).inserted else {
                entry.report(
                    .duplicateID,
                    found: "a second component “\(component.id)”",
                    expected: "ids used once"
                )
                return nil
            }
            for identity in component.identities {
                guard let other = owners.updateValue(component.id, forKey: identity.key) else {
                    continue
                }
                entry.report(
                    .packageInTwoComponents,
                    found: "\(identity.source.rawValue) \(identity.name), also of “\(other)”",
                    expected: "each package in one component"
                )
            }
            return component
        }
    }
}
