/// When an event comes again: by day or by week (RFC 5545, 3.3.10).
struct CalendarRule: Sendable {
    private let firstDay: Int
    private let isWeekly: Bool
    private let interval: Int
    private let weekdays: Set<Int>
    private let count: Int?
    /// The last moment it may begin, by the event's own clock.
    let until: Int64?

    init(_ property: CalendarComponent.Property, firstDay: Int) throws(LabError) {
        let parts = try Self.parts(property)
        let known: Set = ["FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST"]
        guard let frequency = parts["FREQ"], ["DAILY", "WEEKLY"].contains(frequency),
            Set(parts.keys).isSubset(of: known), parts["WKST"] ?? "MO" == "MO"
        else { throw property.invalid("only rules by day and by week are understood") }
        self.firstDay = firstDay
        isWeekly = frequency == "WEEKLY"
        interval = parts["INTERVAL"].flatMap { Int($0) } ?? 1
        count = parts["COUNT"].flatMap { Int($0) }
        guard (1...1000).contains(interval), (1...10_000).contains(count ?? 1) else {
            throw property.invalid("INTERVAL or COUNT is beyond reason")
        }
        var weekdays: Set<Int> = []
        for word in (parts["BYDAY"] ?? "").split(separator: ",") {
            guard let weekday = CalendarTime.weekdays.firstIndex(of: String(word)) else {
                throw property.invalid("“\(word)” is no weekday")
            }
            weekdays.insert(weekday)
        }
        if weekdays.isEmpty, isWeekly { weekdays = [CalendarTime.weekday(firstDay)] }
        self.weekdays = weekdays
        var until: Int64?
        if let text = parts["UNTIL"] {
            let time = try CalendarTime.read(text, property)
            // Universal time is a day's difference at most from any clock: the later end is kept.
            until = time.seconds + (time.isDay || time.isUniversal ? 86_399 : 0)
        }
        self.until = until
    }

    /// Whether the event comes on `day`, counted in days since 1970.
    func holds(_ day: Int) -> Bool {
        guard day >= firstDay, matches(day) else { return false }
        guard let count else { return true }
        // Bounded by the largest count and interval that are accepted.
        var left = count
        var other = firstDay
        while other < day, left > 0 {
            if matches(other) { left -= 1 }
            other += 1
        }
        return left > 0
    }

    private func matches(_ day: Int) -> Bool {
        guard weekdays.isEmpty || weekdays.contains(CalendarTime.weekday(day)) else { return false }
        guard isWeekly else { return (day - firstDay) % interval == 0 }
        return (week(day) - week(firstDay)) % interval == 0
    }

    /// Weeks begin on Monday; 1970-01-05 was one.
    private func week(_ day: Int) -> Int { (day - 4 - ((day - 4) % 7 + 7) % 7) / 7 }

    /// The parts of a rule, each given once.
    static func parts(
        _ property: CalendarComponent.Property
    ) throws(LabError) -> [String: String] {
        var parts: [String: String] = [:]
        for part in property.value.uppercased().split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, parts.updateValue(pair[1], forKey: pair[0]) == nil else {
                throw property.invalid("“\(part)” is no part of a rule")
            }
        }
        return parts
    }
}
