import Lab
import Primitives
import Testing

@Suite struct RosterImportTests {
    private func read(_ text: String, _ form: RosterImport.Form) throws -> (Roster, [String]) {
        let rule = try RosterRule.decode(
            [UInt8](
                """
                {"format": 1, "document": "regle-postes", "etablissement": "0829001N",
                 "salles": {"S121": "pedagogique", "CDI": "pedagogique", "SECR": "administrative"},
                 "separateur": "-"}
                """.utf8
            )
        )
        let read = try RosterImport.read([UInt8](text.utf8), form: form, rule: rule)
        let bytes = [UInt8](JSONWriter.pretty(read.document).utf8)
        return (try Roster.decode(bytes), read.leftOut)
    }

    @Test func aTableOfTheSchoolGivesItsTeachingRooms() throws {
        let (roster, leftOut) = try read(
            """
            Nom;Salle;Adresse IP;MAC
            S121-PC02;S121;10.0.0.2;02:00:00:00:00:02
            S121-PC01;S121;10.0.0.1;
            SECR-PC01;SECR;10.0.0.9;
            """,
            .csv
        )
        #expect(roster.entries.map(\.name) == ["S121-PC01", "S121-PC02"])
        #expect(roster.entries[1].hardwareAddress == "02:00:00:00:00:02")
        #expect(leftOut == ["SECR-PC01 (SECR)"])
    }

    @Test func aNameTellsItsRoomWhereTheListDoesNot() throws {
        let (roster, leftOut) = try read("nom,adresse\nCDI-PC1,10.0.0.3\nX,10.0.0.4\n", .csv)
        #expect(roster.entries.map(\.room) == ["CDI"])
        #expect(leftOut == ["X (?)"])
    }

    @Test func anExportOfGLPIIsReadWithItsQuotesAndPlaces() throws {
        let (roster, _) = try read(
            "\u{FEFF}\"Nom\";\"Lieu\";\"Réseau - IP\"\r\n"
                + "\"S121-PC01\";\"Collège > Bâtiment A > S121\";\"10.0.0.1\n10.8.0.1\"\r\n",
            .glpi
        )
        #expect(roster.entries.map(\.address) == ["10.0.0.1"])
        #expect(roster.entries.map(\.room) == ["S121"])
    }

    @Test func groupsOfAnAnsibleInventoryAreRooms() throws {
        let (roster, leftOut) = try read(
            """
            {"_meta": {"hostvars": {"S121-PC01": {"ansible_host": "10.0.0.1",
               "socle_mac": "02:00:00:00:00:01"}}},
             "all": {"children": ["ungrouped", "S121", "SECR"]},
             "debian": {"hosts": ["S121-PC01", "CDI-PC1"]},
             "S121": {"hosts": ["S121-PC01", "S121-PC02"]}, "SECR": {"hosts": ["SECR-PC1"]}}
            """,
            .ansible
        )
        #expect(roster.entries.map(\.address) == ["10.0.0.1", "S121-PC02"])
        #expect(leftOut == ["SECR-PC1 (SECR)"])
    }

    @Test(arguments: [
        "", "salle;adresse\nS121;a\n", "nom;salle\n\"S121-PC1;S121\n",
        "nom;salle;mac\nS121-PC1;S121\n",
        "nom;salle;adresse\nS121 PC1;S121;a\n", "nom;salle;adresse\na;S121;x\nb;S121;x\n",
    ])
    func refusesATableThatMakesNoRoster(text: String) {
        #expect(throws: LabError.self) { try read(text, .csv) }
    }
}
