import Deployer
import Model
import Primitives

/// What enrolment fixed for one station: `etc/socle/socle.json`, which no restore touches.
struct StationConfiguration: Sendable, Equatable {
    /// The station's lasting pseudonym, drawn at enrolment.
    var id: String
    var school: SchoolCode?
    var room: String?
    var zone: Zone
    /// Where the depot is.
    var depot: String?
    /// SHA-256 of the root metadata handed over at enrolment.
    var root: Digest
    /// Fingerprints of the Département's keys.
    var departement: Set<Digest>
    /// Fingerprints of the Académie's keys.
    var academie: Set<Digest>
    /// How much of what restores displace is kept; nil for the usual.
    var limits: QuarantineLimits?

    /// Reads a configuration.
    static func decode(_ bytes: [UInt8]) throws(PrimitivesError) -> StationConfiguration {
        let document = JSONNode(try JSONParser.parse(bytes))
        try document.allowMembers([
            "format", "poste", "etablissement", "salle", "zone", "depot", "racine", "empreintes",
            "quarantaine",
        ])
        _ = try document.member("format").integer(in: 1...1)
        let zone = try document.member("zone")
        guard let zoneValue = Zone(rawValue: try zone.string()) else {
            throw zone.invalid("expected pedagogique, administrative or inconnue")
        }
        let pins = try document.member("empreintes")
        try pins.allowMembers(["departement", "academie"])
        return StationConfiguration(
            id: try document.member("poste").string(),
            school: try document.optionalMember("etablissement")?.parsed(SchoolCode.init(_:)),
            room: try document.optionalMember("salle")?.string(),
            zone: zoneValue,
            depot: try document.optionalMember("depot")?.string(),
            root: try document.member("racine").parsed { text throws(PrimitivesError) in
                try Digest(hex: text)
            },
            departement: try digests(pins.member("departement")),
            academie: try digests(pins.member("academie")),
            limits: try document.optionalMember("quarantaine").map {
                (node) throws(PrimitivesError) in try limits(node)
            }
        )
    }

    /// The document that ``decode(_:)`` reads back.
    func encoded() -> [UInt8] {
        var members: [JSONMember] = [JSONMember("format", 1), JSONMember("poste", .string(id))]
        if let school { members.append(JSONMember("etablissement", .string(school.description))) }
        if let room { members.append(JSONMember("salle", .string(room))) }
        members.append(JSONMember("zone", .string(zone.rawValue)))
        if let depot { members.append(JSONMember("depot", .string(depot))) }
        members.append(JSONMember("racine", .string(root.hex)))
        let pins: JSONValue = [
            "departement": .array(departement.sorted().map { .string($0.hex) }),
            "academie": .array(academie.sorted().map { .string($0.hex) }),
        ]
        members.append(JSONMember("empreintes", pins))
        if let limits {
            let value: JSONValue = [
                "jours": .integer(Int64(limits.days)),
                "mebioctets": .integer(Int64(clamping: limits.bytes >> 20)),
            ]
            members.append(JSONMember("quarantaine", value))
        }
        return Array(JSONWriter.pretty(.object(members)).utf8)
    }

    private static func limits(_ node: JSONNode) throws(PrimitivesError) -> QuarantineLimits {
        try node.allowMembers(["jours", "mebioctets"])
        let days = try node.member("jours").integer(in: 1...36_500)
        let size = try node.member("mebioctets").integer(in: 1...(1 << 30))
        return QuarantineLimits(days: Int(days), bytes: UInt64(size) << 20)
    }

    private static func digests(_ list: JSONNode) throws(PrimitivesError) -> Set<Digest> {
        var digests: Set<Digest> = []
        for element in try list.elements() {
            digests.insert(
                try element.parsed { (text) throws(PrimitivesError) in try Digest(hex: text) }
            )
        }
        return digests
    }
}
