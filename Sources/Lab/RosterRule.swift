public import Primitives

/// How a school's own lists are read: which rooms are for teaching, and how a name tells its room.
///
/// ```json
/// {"format": 1, "document": "regle-postes", "etablissement": "0829001N",
///  "salles": {"S121": "pedagogique", "SECRETARIAT": "administrative"}, "separateur": "-"}
/// ```
public struct RosterRule: Sendable {
    /// The school.
    public let school: SchoolCode
    /// The zone of every room the school named.
    public let zones: [String: String]
    /// What stands in a station's name between its room and the rest, for lists without rooms.
    public let separator: String?

    /// Reads a rule.
    ///
    /// - Throws: ``LabError`` naming the place and the rule.
    public static func decode(_ bytes: [UInt8]) throws(LabError) -> RosterRule {
        try LabError.reading { () throws(PrimitivesError) in
            let document = JSONNode(try JSONParser.parse(bytes))
            try document.allowMembers([
                "format", "document", "etablissement", "salles", "separateur",
            ])
            _ = try document.member("format").integer(in: 1...1)
            var zones: [String: String] = [:]
            for (name, node) in try document.member("salles").members() {
                zones[name] = try node.string()
            }
            return RosterRule(
                school: try document.member("etablissement").parsed(SchoolCode.init(_:)),
                zones: zones,
                separator: try document.optionalMember("separateur")?.string()
            )
        }
    }

    /// The room of a station: the one its list gives, else the part of its name before the separator.
    func room(of name: String, given: String) -> String {
        // A list of places names the whole way: « Collège > Bâtiment A > S121 ».
        let last = given.split(separator: ">").last.map { RosterTable.trimmed($0) } ?? ""
        guard last.isEmpty, let separator, let part = name.split(separator: separator).first,
            part.count < name.count
        else { return last }
        return String(part)
    }
}
