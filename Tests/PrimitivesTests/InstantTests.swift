import Primitives
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
            ("2026-11-23T08:30:00Z", 1_795_422_600), ("2024-02-29T12:00:00Z", 1_709_208_000),
            ("2038-01-19T03:14:08Z", 2_147_483_648), ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, Int64)]
    )
    func readsAndWritesTheWrittenForm(_ text: String, _ seconds: Int64) throws {
        #expect(try Instant(text).secondsSince1970 == seconds)
        #expect(Instant(secondsSince1970: seconds).description == text)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T08:30:00", "2026-11-23T08:30:00z", "2026-11-23t08:30:00Z",
        "2026-11-23 08:30:00Z", "2026-11-23T08:30:00+00:00", "2026-11-23T08:30:00.0Z",
        "2026-11-23T24:00:00Z", "2026-11-23T08:60:00Z", "2026-12-31T23:59:60Z",
        "2026-02-29T00:00:00Z", "0000-01-01T00:00:00Z", " 2026-11-23T08:30:00Z",
        "2026-11-23T08:30:0éZ", "2026-11-23T-8:30:00Z",
    ])
    func refusesAnyOtherForm(_ text: String) {
        #expect(
            refusal { () throws(PrimitivesError) in _ = try Instant(text) }
                == .instantMalformed
        )
    }

    @Test func anyWrittenMomentIsReadBack() throws {
        var generator = SeededGenerator(seed: 23)
        for _ in 0..<2000 {
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator)
            let moment = Instant(secondsSince1970: seconds)
            #expect(try Instant(moment.description) == moment)
            #expect(try Day(String(moment.description.prefix(10))) == moment.day)
        }
    }

    @Test func aMomentBeyondTheCalendarIsItsNearestOne() {
        #expect(Instant(secondsSince1970: .max).description == "9999-12-31T23:59:59Z")
        #expect(Instant(secondsSince1970: .min).description == "0001-01-01T00:00:00Z")
    }

    @Test func addingStopsAtTheEndsOfTheCalendar() {
        let start = Instant(secondsSince1970: 60)
        #expect(start.adding(seconds: -61).description == "1969-12-31T23:59:59Z")
        #expect(start.adding(seconds: .max) == Instant(secondsSince1970: .max))
        #expect(
            Instant(secondsSince1970: -60).adding(seconds: .min) == Instant(secondsSince1970: .min)
        )
    }

    @Test func ordersAsTimePasses() {
        #expect(Instant(secondsSince1970: -1) < Instant(secondsSince1970: 0))
    }
}
