public import Primitives

/// The hours in which rooms belong to classes and exams: an iCalendar file (RFC 5545).
///
/// Every event reserves its time, for the room its LOCATION names, or for all rooms where it names
/// none; cancelled and transparent events do not. Understood: DTSTART, DTEND, DURATION, EXDATE, and
/// RRULE by day or by week with INTERVAL, BYDAY, COUNT and UNTIL; zones by their VTIMEZONE. Anything
/// else that moves an event refuses the whole file: hours that are not understood are not free.
/// A change of the clock inside an event counts by the clock's time before it.
public struct ReservedHours: Sendable {
    struct Event: Sendable {
        let summary: String
        let room: String?
        let zone: String?
        let start: Int64
        let length: Int64
        let rule: CalendarRule?
        let exceptions: Set<Int64>
    }

    private let events: [Event]
    private let zones: [String: CalendarZone]

    /// Reads a calendar.
    ///
    /// - Throws: ``LabError`` naming the line and what is not understood there.
    public static func decode(_ bytes: [UInt8]) throws(LabError) -> ReservedHours {
        let calendar = try CalendarComponent.parse(bytes)
        var zones: [String: CalendarZone] = [:]
        for component in calendar.components where component.name == "VTIMEZONE" {
            guard let name = component.property("TZID") else {
                throw LabError(.malformed, subject: "VTIMEZONE", detail: "it has no TZID")
            }
            zones[name.value] = try CalendarZone(component)
        }
        var events: [Event] = []
        for component in calendar.components where component.name == "VEVENT" {
            if component.property("STATUS")?.value == "CANCELLED" { continue }
            if component.property("TRANSP")?.value == "TRANSPARENT" { continue }
            events.append(try event(component, zones))
        }
        return ReservedHours(events: events, zones: zones)
    }

    /// Refuses when the room is reserved at any moment of the `seconds` from `now` on.
    ///
    /// - Throws: ``LabError`` with `.reservedHours` and the event's own words.
    public func requireFree(
        room: String,
        from now: Instant,
        seconds: Int64
    ) throws(LabError) {
        for event in events where event.room == nil || event.room == room.lowercased() {
            let first =
                event.zone.flatMap { zones[$0] }?.wallClock(now) ?? now.secondsSince1970
            guard let start = event.occurrence(from: first, to: first + max(1, seconds)) else {
                continue
            }
            let clock = Instant(secondsSince1970: start).description.dropLast().suffix(8).prefix(5)
            throw LabError(
                .reservedHours,
                subject: room,
                detail: "“\(event.summary)” at \(clock) on \(Instant(secondsSince1970: start).day)"
            )
        }
    }

    private static func event(
        _ component: CalendarComponent,
        _ zones: [String: CalendarZone]
    ) throws(LabError) -> Event {
        guard let start = component.property("DTSTART") else {
            throw LabError(.malformed, subject: "VEVENT", detail: "it has no DTSTART")
        }
        if let other = component.property("RDATE") { throw other.invalid("not understood") }
        let zone = try zone(start, zones)
        let time = try CalendarTime.read(start.value, start)
        var length: Int64 = time.isDay ? 86_400 : 0
        if let end = component.property("DTEND") {
            length = try CalendarTime.read(end.value, end).seconds - time.seconds
        } else if let duration = component.property("DURATION") {
            length = try CalendarTime.duration(duration)
        }
        guard (0...31 * 86_400).contains(length) else {
            throw start.invalid("it lasts less than nothing or over a month")
        }
        var exceptions: Set<Int64> = []
        for property in component.properties where property.name == "EXDATE" {
            for text in property.value.split(separator: ",") {
                exceptions.insert(try CalendarTime.read(String(text), property).seconds)
            }
        }
        return Event(
            summary: component.property("SUMMARY")?.value ?? "",
            room: component.property("LOCATION")?.value.lowercased(),
            zone: zone,
            start: time.seconds,
            length: length,
            rule: try component.property("RRULE").map { (rule) throws(LabError) in
                try CalendarRule(rule, firstDay: time.day)
            },
            exceptions: exceptions
        )
    }

    /// The clock an event goes by; nil for universal time.
    private static func zone(
        _ start: CalendarComponent.Property,
        _ zones: [String: CalendarZone]
    ) throws(LabError) -> String? {
        if start.value.hasSuffix("Z") { return nil }
        if let name = start.parameters["TZID"] {
            guard zones[name] != nil else {
                throw start.invalid("the file has no VTIMEZONE “\(name)”")
            }
            return name
        }
        guard zones.count == 1, let only = zones.keys.first else {
            throw start.invalid("it names no time zone")
        }
        return only
    }
}

extension ReservedHours.Event {
    /// The start of an occurrence that touches the stretch, by the event's own clock.
    func occurrence(from first: Int64, to last: Int64) -> Int64? {
        guard let rule else {
            return start < last && start + max(1, length) > first ? start : nil
        }
        let firstDay = Int((start >= 0 ? start : start - 86_399) / 86_400)
        let time = start - Int64(firstDay) * 86_400
        let days = Int((first - length) / 86_400) - 1...Int(last / 86_400) + 1
        for day in days where day >= firstDay && rule.holds(day) {
            let begin = Int64(day) * 86_400 + time
            guard begin < last, begin + max(1, length) > first, !exceptions.contains(begin),
                rule.until.map({ begin <= $0 }) ?? true
            else { continue }
            return begin
        }
        return nil
    }
}
