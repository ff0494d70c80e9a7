import Manifest
import Model
import Primitives
import Testing

@Suite struct RoleListTests {
    private static let header = "annee;uai;role;fonction;courriel_fonctionnel;debut;fin\n"

    private func shipped() throws -> RoleList {
        try RoleList.decode(Samples.shipped("correspondants.csv"), named: "correspondants.csv")
    }

    @Test("A2_9: the yearly list says who plays which part in each school, and what part is vacant")
    func vacancies() throws {
        let schools = try SchoolList.decode(Samples.shipped("etablissements.csv"), named: "e.csv")
        let vacant = try shipped().vacancies(in: schools, on: try Day("2026-11-24"))
        #expect(vacant.map { "\($0.school) \($0.role.rawValue)" } == ["0829002P gestionnaire"])
        // A list of last year is one in which nobody plays anything any more.
        let stale = try shipped().vacancies(in: schools, on: try Day("2027-09-01"))
        #expect(stale.count == 2 * schools.count)
    }

    @Test("A2_10: the Académie takes the part of an absent gestionnaire réseau, and no other")
    func academy() throws {
        let (school, day) = (try SchoolCode("0829002P"), try Day("2026-11-24"))
        let list = try shipped()
        #expect(list.holder(of: .networkManager, in: school, on: day) == .academy)
        let unknown = try SchoolCode("0829003R")
        #expect(list.holder(of: .correspondent, in: unknown, on: day) == nil)
    }

    @Test("B4_1: every notice about a school goes to its correspondant first")
    func recipients() throws {
        let list = try shipped()
        #expect(
            list.recipients(for: try SchoolCode("0829001N"), on: try Day("2026-11-24")) == [
                "maintenance.0829001n@exemple.invalid", "reseau.0829001n@exemple.invalid",
            ]
        )
    }

    @Test func tellsEveryFaultOfAListWithItsLine() throws {
        let text =
            Self.header
            + "2026-2027;0829001A;chef;;x;2026-09-01;hier\n"
            + "2026-2027;0829001N;gestionnaire;f;a@b;2026-09-01;2027-09-01\n"
        let errors = #expect(throws: ManifestErrors.self) {
            try RoleList.decode([UInt8](text.utf8), named: "c.csv")
        }
        #expect(
            try #require(errors).errors.map(\.path) == [
                "line 2.uai", "line 2.fin", "line 2.role", "line 2.fonction",
                "line 2.courriel_fonctionnel", "line 3.fin",
            ]
        )
    }
}
