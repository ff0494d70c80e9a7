import Model
import Primitives
import Report
import Testing

/// What the sheets of an intervention must say, one rule a test.
@Suite struct DocumentTests {
    private func page(_ name: String) throws -> String { try PageSamples.page(name, .french) }

    @Test("A1b_2: the account of an intervention says what was done, under which ticket")
    func account() throws {
        let page = try page("intervention")
        for text in ["2026-1147", "S121-PC04", "socle système 2026.1"] {
            #expect(page.contains(text), "\(text)")
        }
    }

    @Test("A5_8: the register sheet leaves to the school what is the school’s to say")
    func register() throws {
        let page = try page("register").plainSpaces
        #expect(page.contains("Responsable de traitement"))
        #expect(page.contains("Finalités"))
    }

    @Test("B5_11: a declaration is read back in plain French")
    func declaration() throws {
        let list = DeclarationList(
            [
                Declaration(
                    identity: ComponentIdentity(source: .dpkg, name: "sonic-pi"),
                    day: try Day("2026-09-14"),
                    trialUntil: try Day("2026-12-18"),
                    reason: "atelier de musique"
                )
            ],
            on: try Day("2026-11-24")
        )
        #expect(
            list.text(language: .french).plainSpaces == """
                Essais qui se terminent avant 60 jours (1)
                  dpkg:sonic-pi  motif : atelier de musique ; déclaré le : 14/09/2026 ; en test jusqu’au 18/12/2026

                """
        )
    }

    @Test("what a fleet comes to is counts alone, one document a line")
    func fleet() throws {
        var summary = FleetSummary()
        for _ in 1...3 { summary.add(FleetSummary.Station(try Samples.scan())) }
        let lines = summary.lines.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first?.contains(#""niveau":"salle""#) == true)
        #expect(lines.last?.contains(#"{"id":"hors-socle/minetest","postes":3}"#) == true)
        #expect(!summary.lines.contains("S121-PC04"))
    }
}
