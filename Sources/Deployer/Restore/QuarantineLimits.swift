/// How much a station's quarantine keeps, and for how long.
///
/// What may be somebody's data counts, and is never purged for a limit.
public struct QuarantineLimits: Sendable, Hashable {
    /// Days after which what a restore displaced may go.
    public var days: Int
    /// Bytes above which the oldest goes first.
    public var bytes: UInt64

    /// What holds where a station says nothing else: a term, and 8 GiB.
    public static let standard = QuarantineLimits(days: 120, bytes: 8 << 30)

    /// Creates limits.
    public init(days: Int, bytes: UInt64) {
        self.days = days
        self.bytes = bytes
    }
}
