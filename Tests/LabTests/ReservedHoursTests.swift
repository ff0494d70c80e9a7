import Lab
import Primitives
import Testing

@Suite struct ReservedHoursTests {
    private static let paris = """
        BEGIN:VTIMEZONE
        TZID:Europe/Paris
        BEGIN:STANDARD
        DTSTART:19701025T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:19700329T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        END:VTIMEZONE
        """

    private func hours(_ events: String...) throws -> ReservedHours {
        let bodies = events.map { "BEGIN:VEVENT\nSUMMARY:Cours\n\($0)\nEND:VEVENT\n" }.joined()
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\n\(Self.paris)\n\(bodies)END:VCALENDAR\n"
        return try ReservedHours.decode([UInt8](text.utf8))
    }

    private func isFree(
        _ hours: ReservedHours,
        _ moment: String,
        room: String = "S121",
        seconds: Int64 = 600
    ) throws -> Bool {
        do {
            try hours.requireFree(room: room, from: try Instant(moment), seconds: seconds)
            return true
        } catch let error as LabError {
            try #require(error.code == .reservedHours)
            return false
        }
    }

    @Test func aLessonReservesItsTimeByTheSchoolsClock() throws {
        let winter = try hours(
            "DTSTART;TZID=Europe/Paris:20261124T083000\nDTEND;TZID=Europe/Paris:20261124T093000"
        )
        #expect(try !isFree(winter, "2026-11-24T07:30:00Z"))
        #expect(try isFree(winter, "2026-11-24T08:30:00Z"))
        #expect(try isFree(winter, "2026-11-24T07:15:00Z"))
        // An order that would still be at work when the lesson begins is refused too.
        #expect(try !isFree(winter, "2026-11-24T07:15:00Z", seconds: 1800))
        let summer = try hours(
            "DTSTART;TZID=Europe/Paris:20270615T083000\nDURATION:PT1H"
        )
        #expect(try !isFree(summer, "2027-06-15T06:45:00Z"))
        #expect(try isFree(summer, "2027-06-15T07:30:00Z"))
    }

    @Test func aWeeklyLessonComesAgainOnItsDays() throws {
        let hours = try hours(
            """
            DTSTART;TZID=Europe/Paris:20260901T100000
            DTEND;TZID=Europe/Paris:20260901T120000
            RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270701T000000Z
            EXDATE;TZID=Europe/Paris:20261124T100000
            """
        )
        #expect(try !isFree(hours, "2026-11-26T09:30:00Z"))
        #expect(try isFree(hours, "2026-11-25T09:30:00Z"))
        #expect(try isFree(hours, "2026-11-24T09:30:00Z"))
        #expect(try isFree(hours, "2027-08-31T08:30:00Z"))
        #expect(try isFree(hours, "2026-08-27T08:30:00Z"))
    }

    @Test func everySecondWeekIsCountedFromTheFirst() throws {
        let hours = try hours(
            "DTSTART:20260907T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3"
        )
        for (day, isTaken) in [("07", true), ("14", false), ("21", true), ("28", false)] {
            #expect(try isFree(hours, "2026-09-\(day)T08:10:00Z") != isTaken)
        }
        #expect(try !isFree(hours, "2026-10-05T08:10:00Z"))
        #expect(try isFree(hours, "2026-10-19T08:10:00Z"))
    }

    @Test func anEventInARoomReservesThatRoomAlone() throws {
        let hours = try hours(
            "DTSTART:20261124T080000Z\nDURATION:PT1H\nLOCATION:s121",
            "DTSTART;VALUE=DATE:20261125\nSUMMARY:Brevet blanc"
        )
        #expect(try !isFree(hours, "2026-11-24T08:10:00Z"))
        #expect(try isFree(hours, "2026-11-24T08:10:00Z", room: "S122"))
        #expect(try !isFree(hours, "2026-11-25T20:00:00Z", room: "S122"))
        #expect(try isFree(hours, "2026-11-25T23:30:00Z", room: "S122"))
    }

    @Test func whatIsCancelledOrTransparentReservesNothing() throws {
        let hours = try hours(
            "DTSTART:20261124T080000Z\nDURATION:PT1H\nSTATUS:CANCELLED",
            "DTSTART:20261124T080000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT"
        )
        #expect(try isFree(hours, "2026-11-24T08:10:00Z"))
    }

    @Test func aFoldedLineIsReadAsOne() throws {
        let hours = try hours("DTSTART:20261124T0\r\n 80000Z\r\nDURATION:PT\r\n\t1H")
        #expect(try !isFree(hours, "2026-11-24T08:10:00Z"))
    }

    @Test(arguments: [
        "DTSTART:20261124T080000Z\nRRULE:FREQ=MONTHLY",
        "DTSTART:20261124T080000Z\nRDATE:20261125T080000Z",
        "DTSTART:20261324T080000Z", "DTSTART:20261124T250000Z", "DURATION:PT1H", "DTSTART:hier",
        "DTSTART;TZID=Mars:20261124T080000", "DTSTART:20261124T080000Z\nDTEND:20261123T080000Z",
        "DTSTART:20261124T080000Z\nRRULE:FREQ=DAILY;BYSETPOS=1",
        "DTSTART:20261124T080000Z\nDURATION:1H",
    ])
    func hoursThatAreNotUnderstoodRefuseTheFile(event: String) {
        #expect { try hours(event) } throws: { ($0 as? LabError)?.code == .malformed }
    }

    @Test(arguments: ["", "BEGIN:VCALENDAR", "BEGIN:VEVENT\nEND:VEVENT", "x", "END:VCALENDAR"])
    func refusesWhatIsNoCalendar(text: String) {
        #expect { try ReservedHours.decode([UInt8](text.utf8)) } throws: {
            ($0 as? LabError)?.code == .malformed
        }
    }
}
