import Model
public import Primitives

/// The stations a room order may reach, by room.
///
/// A station of the administrative zone can not enter a roster (convention, Articles 3 and 4): the
/// whole document is refused, so that nobody learns of it half-way through an order. Names follow
/// the field's rule: letters, digits and hyphens, at most 15 characters.
public struct Roster: Sendable {
    /// One station and how it is reached.
    public struct Entry: Sendable, Hashable {
        /// The host name, unique in the roster whatever the case of its letters.
        public let name: String
        /// The room it stands in.
        public let room: String
        /// The address `ssh` connects to.
        public let address: String
        /// The hardware address woken up before an order; nil where unknown.
        public let hardwareAddress: String?
    }

    /// The school.
    public let school: SchoolCode
    /// The stations, ordered by room, then name.
    public let entries: [Entry]

    /// Reads a roster.
    ///
    /// ```json
    /// {"format": 1, "etablissement": "0829001N", "salles": [
    ///   {"salle": "S121", "zone": "pedagogique", "postes": [
    ///     {"nom": "S121-PC04", "adresse": "192.0.2.14", "mac": "02:00:00:00:00:04"}]}]}
    /// ```
    ///
    /// - Throws: ``LabError`` naming the place and the rule.
    public static func decode(_ bytes: [UInt8]) throws(LabError) -> Roster {
        let school: SchoolCode
        let rooms: [Room]
        do {
            let document = JSONNode(try JSONParser.parse(bytes))
            try document.allowMembers(["format", "etablissement", "salles"])
            _ = try document.member("format").integer(in: 1...1)
            school = try document.member("etablissement").parsed(SchoolCode.init(_:))
            rooms = try readRooms(try document.member("salles"))
        } catch {
            throw LabError(error)
        }
        for room in rooms where Zone(rawValue: room.zone) != .teaching {
            throw LabError(
                .administrativeZone,
                subject: room.name,
                detail: "the room is in the zone “\(room.zone)”; only “pedagogique” may be reached"
            )
        }
        let entries = rooms.flatMap(\.entries)
        try refuseDuplicates(entries)
        return Roster(
            school: school,
            entries: entries.sorted { ($0.room, $0.name) < ($1.room, $1.name) }
        )
    }

    /// The stations of `room`.
    ///
    /// - Throws: ``LabError`` when the roster has no such room, with the rooms it has.
    public func stations(in room: String) throws(LabError) -> [Entry] {
        let found = entries.filter { $0.room == room }
        guard found.isEmpty else { return found }
        let known = Set(entries.map(\.room)).sorted().joined(separator: ", ")
        throw LabError(.unknownRoom, subject: room, detail: "no such room; the roster has \(known)")
    }

    private struct Room {
        let name: String
        let zone: String
        let entries: [Entry]
    }

    private static func readRooms(_ list: JSONNode) throws(PrimitivesError) -> [Room] {
        var rooms: [Room] = []
        for node in try list.elements() {
            try node.allowMembers(["salle", "zone", "postes"])
            let name = try node.member("salle").string()
            let zone = try node.member("zone").string()
            var entries: [Entry] = []
            for station in try node.member("postes").elements() {
                entries.append(try entry(station, room: name))
            }
            rooms.append(Room(name: name, zone: zone, entries: entries))
        }
        return rooms
    }

    private static func entry(_ node: JSONNode, room: String) throws(PrimitivesError) -> Entry {
        try node.allowMembers(["nom", "adresse", "mac"])
        let nameNode = try node.member("nom")
        let name = try nameNode.string()
        let isName = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == 0x2D
        }
        guard isName, (1...15).contains(name.utf8.count), name.utf8.first != 0x2D else {
            throw nameNode.invalid("“\(name)” is not 1 to 15 letters, digits and hyphens")
        }
        let addressNode = try node.member("adresse")
        let address = try addressNode.string()
        let isAddress = address.utf8.allSatisfy {
            (0x30...0x3A).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == 0x2D || $0 == 0x2E
        }
        guard isAddress, (1...253).contains(address.utf8.count), address.utf8.first != 0x2D else {
            throw addressNode.invalid("“\(address)” is no host name or address")
        }
        let hardware = try node.optionalMember("mac")
        if let hardware, !isHardwareAddress(try hardware.string()) {
            throw hardware.invalid("expected six bytes such as 02:00:00:00:00:04")
        }
        return Entry(
            name: name,
            room: room,
            address: address,
            hardwareAddress: try hardware?.string().lowercased()
        )
    }

    private static func isHardwareAddress(_ text: String) -> Bool {
        let parts = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 6
            && parts.allSatisfy { $0.utf8.count == 2 && Hexadecimal.decode(String($0)) != nil }
    }

    private static func refuseDuplicates(_ entries: [Entry]) throws(LabError) {
        var seen: [String: String] = [:]
        for entry in entries {
            for key in [entry.name.lowercased(), "@" + entry.address.lowercased()] {
                if let other = seen.updateValue(entry.name, forKey: key) {
                    throw LabError(
                        .duplicateStation,
                        subject: entry.name,
                        detail: "has the name or the address of “\(other)”"
                    )
                }
            }
        }
    }
}
