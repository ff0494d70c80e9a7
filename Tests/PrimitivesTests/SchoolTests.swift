import Primitives
import Testing

@Suite struct SchoolYearTests {
    @Test func readsBackWhatItWrites() throws {
        let year = try SchoolYear("2026-2027")
        #expect(year.startYear == 2026)
        #expect(year.description == "2026-2027")
        #expect(year == SchoolYear(startingIn: 2026))
    }

    @Test(arguments: [
        "", "2026", "2026-27", "2026/2027", "2026-2028", "2027-2026", "2026-2026", " 2026-2027",
        "2026-2027 ", "2026–2027", "+026-2027", "9999-10000",
    ])
    func refusesAnythingElse(_ text: String) {
        #expect(
            refusal { () throws(PrimitivesError) in _ = try SchoolYear(text) }
                == .schoolYearMalformed
        )
    }

    @Test(arguments: [
        ("2026-08-31", "2025-2026"), ("2026-09-01", "2026-2027"), ("2026-12-31", "2026-2027"),
        ("2027-01-01", "2026-2027"),
    ])
    func startsOnTheFirstOfSeptember(_ day: String, _ year: String) throws {
        #expect(try SchoolYear(containing: Day(day)).description == year)
    }

    @Test func ordersAsYearsPass() throws {
        #expect(try SchoolYear("2025-2026") < SchoolYear("2026-2027"))
    }
}

@Suite struct SchoolCodeTests {
    /// Three public codes and a fictitious one.
    @Test(arguments: ["0951099D", "0942434K", "0350760L", "0829001N"])
    func acceptsACodeWhoseLetterMatches(_ text: String) throws {
        #expect(try SchoolCode(text).description == text)
    }

    @Test func exactlyOneLetterMatchesANumber() {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let accepted = letters.filter { letter in
            refusal { () throws(PrimitivesError) in _ = try SchoolCode("0951099\(letter)") } == nil
        }
        #expect(accepted == "D")
    }

    @Test func readsLowerCaseAndSpaces() throws {
        #expect(try SchoolCode(" 095 1099 d").description == "0951099D")
    }

    @Test func namesTheExpectedLetter() throws {
        let error = #expect(throws: PrimitivesError.self) { try SchoolCode("0951099A") }
        #expect(error?.description == "0951099A: the check letter should be D")
    }

    @Test(arguments: [
        "", "0951099", "095109D", "09510991", "0951099DD", "O951099D", "0951099é", "-951099D",
    ])
    func refusesOtherForms(_ text: String) {
        #expect(
            refusal { () throws(PrimitivesError) in _ = try SchoolCode(text) }
                == .schoolCodeMalformed
        )
    }

    @Test func knowsItsDepartment() throws {
        #expect(try SchoolCode("0829001N").department == "082")
    }
}
