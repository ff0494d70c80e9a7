import Primitives
import Testing

@Suite struct DayTests {
    @Test(arguments: ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "1970-01-01"])
    func readsBackWhatItWrites(_ text: String) throws {
        #expect(try Day(text).description == text)
    }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2100-02-29", "2026-02-30", "2026-04-31", "2026-00-01",
        "2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01",
    ])
    func refusesDaysThatDoNotExist(_ text: String) {
        #expect(refusal { () throws(PrimitivesError) in _ = try Day(text) } == .dayMalformed)
    }

    @Test(arguments: [
        "", "2026-1-1", "2026/01/01", "20260101", " 2026-01-01", "2026-01-01 ", "+026-01-01",
        "2026-01-0a", "12026-01-01", "２026-01-01",
    ])
    func refusesOtherForms(_ text: String) {
        #expect(refusal { () throws(PrimitivesError) in _ = try Day(text) } == .dayMalformed)
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017), ("2026-09-01", 20_697),
        ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
    func countsDaysFrom1970(_ text: String, _ days: Int) throws {
        #expect(try Day(text).daysSince1970 == days)
        #expect(Day(daysSince1970: days).description == text)
    }

    @Test func everyDayFollowsTheOneBefore() throws {
        var previous = Day(daysSince1970: -719_162)
        for days in stride(from: -719_161, through: 2_932_896, by: 1) {
            let day = Day(daysSince1970: days)
            // One expectation a day would be three million; only a fault is recorded.
            if !(previous < day && day.daysSince1970 == days) {
                Issue.record("\(previous) and \(day)")
            }
            previous = day
        }
        #expect(previous.description == "9999-12-31")
    }

    @Test(arguments: [(Int.min, "0001-01-01"), (Int.max, "9999-12-31"), (2_932_897, "9999-12-31")])
    func aCountBeyondTheCalendarIsItsNearestDay(_ days: Int, _ text: String) {
        #expect(Day(daysSince1970: days).description == text)
    }
}
