package import Primitives

/// Days in the ways Windows writes them.
package enum WindowsTime {
    /// Seconds from 1601-01-01 to 1970-01-01.
    private static let epoch: Int64 = 11_644_473_600

    /// The day (UTC) of a FILETIME, units of 100 ns since 1601; nil for 0 and what no clock shows.
    package static func day(fileTime: UInt64) -> Day? {
        guard fileTime > 0, fileTime < 1 << 60 else { return nil }
        return day(unixTime: Int64(fileTime / 10_000_000) - epoch)
    }

    /// The day (UTC) of seconds since 1970; nil before 1980 and after 2100, where no PC was installed.
    package static func day(unixTime: Int64) -> Day? {
        guard unixTime >= 315_532_800, unixTime < 4_133_980_800 else { return nil }
        return Day(daysSince1970: Int(unixTime / 86_400))
    }
}
