import Model
import Primitives

extension Field {
    func component() -> Component? {
        guard
            isObject(of: [
                "id", "nom", "editeur", "licence", "disciplines", "education-nationale",
                "identites", "exigences", "apporte", DocumentForm.note,
            ])
        else { return nil }
        let id = member("id")?.text(
            matching: IdentityName.isID,
            expected: "a-z 0-9 - + ., a letter or digit first"
        )
        let name = member("nom")?.text()
        let publisher = member("editeur")?.text()
        let licence = member("licence")?.licence()
        let disciplines = optional("disciplines")?.values { $0.text() } ?? []
        let isNational = optional("education-nationale").map { $0.flag() } ?? false
        let identities = member("identites")?.identities() ?? []
        let requirements = optional("exigences")?.requirements()
        let brings = optional("apporte")?.values { $0.text() } ?? []
        guard let id, let name, let publisher, let licence, let isNational else { return nil }
        return Component(
            id: id,
            name: name,
            publisher: publisher,
            licenceKind: licence.kind,
            licence: licence.name,
            buyer: licence.buyer,
            disciplines: disciplines,
            isNationalEducation: isNational,
            identities: identities,
            requirements: requirements,
            brings: brings
        )
    }

    /// A paid component needs a buyer, and only a paid one has one (convention, Annexe III note 2).
    private func licence() -> (
        kind: Component.LicenceKind, name: String, buyer: Component.Buyer?
    )? {
        guard isObject(of: ["type", "nom", "acheteur"]) else { return nil }
        let kind = member("type")?.choice(Component.LicenceKind.self)
        let name = member("nom")?.text()
        let buyer = optional("acheteur")?.choice(Component.Buyer.self)
        guard let kind, let name else { return nil }
        if kind == .paid, optional("acheteur") == nil {
            report(
                .buyerMissing,
                found: "a paid licence without buyer",
                expected: "acheteur: etablissement or collectivite"
            )
        } else if kind != .paid, buyer != nil {
            report(
                .buyerUnexpected,
                found: "a buyer for a licence that is not paid",
                expected: "no acheteur, or type payant"
            )
        }
        return (kind, name, buyer)
    }

    private func requirements() -> HardwareRequirements? {
        guard
            isObject(of: [
                "memoire", "disque", "architectures", "processeur-graphique", DocumentForm.note,
            ])
        else { return nil }
        let memory = optional("memoire")?.integer(in: 1...16_777_216)
        let disk = optional("disque")?.integer(in: 1...1_073_741_824)
        let architectures = optional("architectures")?.values {
            $0.text(matching: IdentityName.isID, expected: "an architecture such as amd64")
        }
        return HardwareRequirements(
            memory: memory,
            disk: disk,
            architectures: architectures ?? [],
            needsGraphicsProcessor: optional("processeur-graphique")?.flag() ?? false
        )
    }
}

extension Component {
    var json: JSONValue {
        var licenceMembers = [
            JSONMember("type", .string(licenceKind.rawValue)), JSONMember("nom", .string(licence)),
        ]
        if let buyer { licenceMembers.append(JSONMember("acheteur", .string(buyer.rawValue))) }
        let members: [JSONMember?] = [
            JSONMember("id", .string(id)),
            JSONMember("nom", .string(name)),
            JSONMember("editeur", .string(publisher)),
            JSONMember("licence", .object(licenceMembers)),
            .list("disciplines", disciplines),
            isNationalEducation ? JSONMember("education-nationale", true) : nil,
            JSONMember("identites", .array(identities.map(\.json))),
            requirements.map { JSONMember("exigences", $0.json) },
            .list("apporte", brings),
        ]
        return .object(members.compactMap(\.self))
    }
}

extension HardwareRequirements {
    var json: JSONValue {
        let members: [JSONMember?] = [
            memory.map { JSONMember("memoire", .integer(Int64($0))) },
            disk.map { JSONMember("disque", .integer(Int64($0))) },
            .list("architectures", architectures),
            needsGraphicsProcessor ? JSONMember("processeur-graphique", true) : nil,
        ]
        return .object(members.compactMap(\.self))
    }
}
