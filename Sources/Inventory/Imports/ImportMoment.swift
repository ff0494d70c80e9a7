internal import Primitives

/// Moments in the forms that documents write them.
enum ImportMoment {
    /// A moment as `2022-08-28T01:02:19.143-00:00`, its zone passed over; or nil.
    static func read(_ text: String) -> Instant? {
        let head = text.prefix(19)
        // Anything else dates nothing.
        if head.utf8.count == 19, let moment = try? Instant(head.replacing(" ", with: "T") + "Z") {
            return moment
        }
        return DocumentDay.read(text).map {
            Instant(secondsSince1970: Int64($0.daysSince1970) * 86400)
        }
    }

    /// A moment in seconds since 1970, as text; or nil.
    static func read(unixTime text: String) -> Instant? {
        guard let seconds = Int64(text), (0...4_102_444_800).contains(seconds) else { return nil }
        return Instant(secondsSince1970: seconds)
    }
}
