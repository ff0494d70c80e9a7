import Lab
import Primitives
import Testing

@Suite struct RosterTests {
    private func decode(_ text: String) throws -> Roster {
        try Roster.decode([UInt8](text.utf8))
    }

    private func roster(zone: String = "pedagogique", stations: String) -> String {
        """
        {"format": 1, "etablissement": "0829001N",
         "salles": [{"salle": "S121", "zone": "\(zone)", "postes": [\(stations)]}]}
        """
    }

    @Test func readsStationsInTheOrderOfTheirNames() throws {
        let roster = try decode(
            roster(
                stations: """
                    {"nom": "S121-PC04", "adresse": "192.0.2.14", "mac": "02:00:00:00:00:0A"},
                    {"nom": "S121-PC02", "adresse": "pc02.example"}
                    """
            )
        )
        #expect(roster.entries.map(\.name) == ["S121-PC02", "S121-PC04"])
        #expect(roster.entries[1].hardwareAddress == "02:00:00:00:00:0a")
        #expect(try roster.stations(in: "S121").count == 2)
    }

    @Test(arguments: ["administrative", "inconnue", "autre"])
    func refusesTheWholeRosterWhenARoomIsNotForTeaching(zone: String) {
        #expect {
            try decode(roster(zone: zone, stations: #"{"nom": "A", "adresse": "a"}"#))
        } throws: { ($0 as? LabError)?.code == .administrativeZone }
    }

    @Test func refusesTwoStationsWithOneNameWhateverTheCase() {
        #expect {
            try decode(
                roster(stations: #"{"nom": "pc1", "adresse": "a"}, {"nom": "PC1", "adresse": "b"}"#)
            )
        } throws: { ($0 as? LabError)?.code == .duplicateStation }
    }

    @Test func refusesTwoStationsWithOneAddress() {
        #expect {
            try decode(
                roster(stations: #"{"nom": "pc1", "adresse": "a"}, {"nom": "pc2", "adresse": "A"}"#)
            )
        } throws: { ($0 as? LabError)?.code == .duplicateStation }
    }

    @Test(arguments: ["", "-oProxyCommand=x", "a b", "nom-de-seize-caracteres", "é"])
    func refusesANameThatIsNoHostName(name: String) {
        #expect {
            try decode(roster(stations: #"{"nom": "\#(name)", "adresse": "a"}"#))
        } throws: { ($0 as? LabError)?.subject == "$.salles[0].postes[0].nom" }
    }

    @Test(arguments: ["", "-oProxyCommand=x", "a;b", "a b"])
    func refusesAnAddressThatCouldBeReadAsSomethingElse(address: String) {
        #expect {
            try decode(roster(stations: #"{"nom": "a", "adresse": "\#(address)"}"#))
        } throws: { ($0 as? LabError)?.subject == "$.salles[0].postes[0].adresse" }
    }

    @Test func namesTheRoomsItHasWhenAskedForAnother() throws {
        let roster = try decode(roster(stations: #"{"nom": "a", "adresse": "a"}"#))
        #expect {
            try roster.stations(in: "S122")
        } throws: { "\($0)".contains("S121") }
    }
}
