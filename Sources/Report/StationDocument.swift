import Model
import Primitives

/// The JSON form of a station's identity.
enum StationDocument {
    static func json(_ station: StationIdentity) -> JSONValue {
        .object([
            .text("id", station.id), .text("name", station.name),
            .text("school", station.school?.description), .text("room", station.room),
            .text("zone", station.zone.rawValue),
        ])
    }

    static func decode(_ node: JSONNode) throws(PrimitivesError) -> StationIdentity {
        try node.allowMembers(["id", "name", "school", "room", "zone"])
        let school = try node.member("school").present
        var code: SchoolCode?
        if let school {
            code = try school.parsed { text throws(PrimitivesError) in try SchoolCode(text) }
        }
        return StationIdentity(
            id: try node.member("id").string(),
            name: try node.member("name").string(),
            school: code,
            room: try node.optionalText("room"),
            zone: try node.choice("zone")
        )
    }
}

/// The JSON form of a reference to a layer.
enum LayerDocument {
    static func json(_ layer: LayerReference) -> JSONValue {
        .object([
            .text("kind", layer.kind.rawValue), .text("name", layer.name),
            .text("edition", layer.edition), .text("index", layer.index.hex),
        ])
    }

    static func decode(_ node: JSONNode) throws(PrimitivesError) -> LayerReference {
        try node.allowMembers(["kind", "name", "edition", "index"])
        return LayerReference(
            kind: try node.choice("kind"),
            name: try node.member("name").string(),
            edition: try node.member("edition").string(),
            index: try node.digest("index")
        )
    }
}
