import Primitives

/// A moment by a wall clock: seconds since 1970-01-01 00:00 as that clock shows them.
struct CalendarTime {
    let seconds: Int64
    /// Whether only a day was written.
    let isDay: Bool
    /// Whether it is universal time.
    let isUniversal: Bool

    var day: Int { Int((seconds >= 0 ? seconds : seconds - 86_399) / 86_400) }

    /// Reads `20261124`, `20261124T083000` or `20261124T083000Z` (RFC 5545, 3.3.4 and 3.3.5).
    static func read(
        _ text: String,
        _ property: CalendarComponent.Property
    ) throws(LabError) -> CalendarTime {
        let bytes = [UInt8](text.utf8)
        let isUniversal = bytes.last == UInt8(ascii: "Z")
        let digits = isUniversal ? bytes.dropLast() : bytes[...]
        guard digits.count == 8 || digits.count == 15 && digits[8] == UInt8(ascii: "T"),
            let year = DecimalDigits.value(digits[0..<4]),
            let month = DecimalDigits.value(digits[4..<6]),
            let number = DecimalDigits.value(digits[6..<8]),
            let day = try? Day(
                "\(DecimalDigits.padded(year, 4))-\(DecimalDigits.padded(month, 2))-"
                    + DecimalDigits.padded(number, 2)
            )
        else { throw property.invalid("no date") }
        var seconds = Int64(day.daysSince1970) * 86_400
        if digits.count == 15 {
            guard let hour = DecimalDigits.value(digits[9..<11]), hour < 24,
                let minute = DecimalDigits.value(digits[11..<13]), minute < 60,
                let second = DecimalDigits.value(digits[13..<15]), second <= 60
            else { throw property.invalid("no time of day") }
            seconds += Int64(hour * 3600 + minute * 60 + second)
        }
        return CalendarTime(seconds: seconds, isDay: digits.count == 8, isUniversal: isUniversal)
    }

    /// Reads a duration such as `PT1H30M` or `P1D` (RFC 5545, 3.3.6), in seconds.
    static func duration(_ property: CalendarComponent.Property) throws(LabError) -> Int64 {
        let units: [Character: Int64] = ["W": 604_800, "D": 86_400, "H": 3600, "M": 60, "S": 1]
        var rest = property.value[...]
        if rest.first == "+" { rest = rest.dropFirst() }
        guard rest.popFirst() == "P" else { throw property.invalid("no duration") }
        var total: Int64 = 0
        var digits = ""
        for character in rest where character != "T" {
            if character.isASCII, character.isNumber, digits.count < 8 {
                digits.append(character)
            } else if let unit = units[character], let number = Int64(digits) {
                total += number * unit
                digits = ""
            } else {
                throw property.invalid("no duration")
            }
        }
        guard digits.isEmpty else { throw property.invalid("no duration") }
        return total
    }

    /// The seven days as iCalendar names them, by the remainder of days since 1970-01-01, a Thursday.
    static let weekdays = ["TH", "FR", "SA", "SU", "MO", "TU", "WE"]

    static func weekday(_ day: Int) -> Int { ((day % 7) + 7) % 7 }
}

/// A clock of the calendar (VTIMEZONE): what it shows at a given moment.
struct CalendarZone {
    private struct Observance {
        let start: CalendarTime
        let from: Int64
        let to: Int64
        /// Every year: the month, the weekday, and which of the month's (negative from its end).
        let yearly: (month: Int, weekday: Int, ordinal: Int)?
    }

    private let observances: [Observance]

    init(_ component: CalendarComponent) throws(LabError) {
        var observances: [Observance] = []
        for part in component.components where ["STANDARD", "DAYLIGHT"].contains(part.name) {
            guard let start = part.property("DTSTART"), let from = part.property("TZOFFSETFROM"),
                let to = part.property("TZOFFSETTO")
            else {
                throw LabError(
                    .malformed,
                    subject: "VTIMEZONE",
                    detail: "expected DTSTART, TZOFFSETFROM and TZOFFSETTO"
                )
            }
            observances.append(
                Observance(
                    start: try CalendarTime.read(start.value, start),
                    from: try Self.offset(from),
                    to: try Self.offset(to),
                    yearly: try part.property("RRULE").map(Self.yearly)
                )
            )
        }
        guard !observances.isEmpty else {
            throw LabError(.malformed, subject: "VTIMEZONE", detail: "it has no observance")
        }
        self.observances = observances
    }

    /// What this clock shows at `moment`.
    func wallClock(_ moment: Instant) -> Int64 {
        let time = moment.secondsSince1970
        var latest: (onset: Int64, offset: Int64)?
        for observance in observances {
            for year in [moment.day.year - 1, moment.day.year] {
                let onset = onset(observance, year) - observance.from
                if onset <= time, onset > latest?.onset ?? .min { latest = (onset, observance.to) }
            }
        }
        return time + (latest?.offset ?? observances[0].from)
    }

    private func onset(_ observance: Observance, _ year: Int) -> Int64 {
        guard let rule = observance.yearly,
            let first = try? Day(
                "\(DecimalDigits.padded(year, 4))-\(DecimalDigits.padded(rule.month, 2))-01"
            )
        else { return observance.start.seconds }
        var days = (first.daysSince1970..<first.daysSince1970 + 31).filter {
            Day(daysSince1970: $0).month == rule.month
                && CalendarTime.weekday($0) == rule.weekday
        }
        if rule.ordinal < 0 { days.reverse() }
        let place = min(abs(rule.ordinal), days.count) - 1
        let time = observance.start.seconds - Int64(observance.start.day) * 86_400
        return max(observance.start.seconds, Int64(days[max(0, place)]) * 86_400 + time)
    }

    private static func offset(
        _ property: CalendarComponent.Property
    ) throws(LabError) -> Int64 {
        let bytes = [UInt8](property.value.utf8)
        guard bytes.count == 5, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let hours = DecimalDigits.value(bytes[1..<3]), hours < 24,
            let minutes = DecimalDigits.value(bytes[3..<5]), minutes < 60
        else { throw property.invalid("no offset such as +0100") }
        return Int64(hours * 3600 + minutes * 60) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1)
    }

    private static func yearly(
        _ property: CalendarComponent.Property
    ) throws(LabError) -> (month: Int, weekday: Int, ordinal: Int) {
        let parts = try CalendarRule.parts(property)
        guard parts["FREQ"] == "YEARLY", let month = parts["BYMONTH"].flatMap({ Int($0) }),
            (1...12).contains(month), let place = parts["BYDAY"],
            let weekday = CalendarTime.weekdays.firstIndex(of: String(place.suffix(2))),
            let ordinal = Int(place.dropLast(2)), (-5...5).contains(ordinal), ordinal != 0
        else { throw property.invalid("expected FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU") }
        return (month, weekday, ordinal)
    }
}
