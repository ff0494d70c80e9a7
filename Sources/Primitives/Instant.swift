/// A moment, to the second, in UTC: written `2026-11-23T08:30:00Z` and nothing else.
///
/// The 20-byte form is TUF's (specification 1.0.34, clause 4.2.1), read by hand because the
/// platform's date parsers accept variants.
public struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSince1970: Int64

    /// The first second of year 1 and the last of year 9999, the years the written form can hold.
    private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// A moment by its distance from 1970, in seconds.
    ///
    /// Clocks and files may hold anything: outside the years 1 to 9999 it is the nearest moment
    /// within them.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = min(
            max(secondsSince1970, Self.range.lowerBound),
            Self.range.upperBound
        )
    }

    /// Reads `YYYY-MM-DDTHH:MM:SSZ`.
    ///
    /// - Throws: ``PrimitivesError`` for any other form, or a date that does not exist.
    public init(_ text: String) throws(PrimitivesError) {
        let bytes = [UInt8](text.utf8)
        guard bytes.count == 20,
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z"),
            let hour = DecimalDigits.value(bytes[11..<13]), hour < 24,
            let minute = DecimalDigits.value(bytes[14..<16]), minute < 60,
            let second = DecimalDigits.value(bytes[17..<19]), second < 60,
            let day = Day(bytes: bytes[0..<10])
        else {
            throw PrimitivesError(
                .instantMalformed,
                subject: text,
                detail: "expected YYYY-MM-DDTHH:MM:SSZ"
            )
        }
        secondsSince1970 =
            Int64(day.daysSince1970) * 86400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// The day this moment falls on, in UTC.
    public var day: Day {
        let days =
            secondsSince1970 >= 0 ? secondsSince1970 / 86400 : (secondsSince1970 - 86399) / 86400
        return Day(daysSince1970: Int(days))
    }

    /// This moment plus `seconds`, within the years 1 to 9999.
    public func adding(seconds: Int64) -> Instant {
        let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
        return Instant(secondsSince1970: overflow ? (seconds < 0 ? .min : .max) : sum)
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`.
    public var description: String {
        let day = self.day
        let rest = Int(secondsSince1970 - Int64(day.daysSince1970) * 86400)
        let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { DecimalDigits.padded($0, 2) }
        return "\(day)T\(clock.joined(separator: ":"))Z"
    }

    /// Orders moments as they pass.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }
}
