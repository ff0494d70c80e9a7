public import Primitives

/// What a reading of the whole record found.
public struct JournalStatus: Sendable, Hashable {
    /// The first place where the record does not hold.
    public struct Fault: Sendable, Hashable, CustomStringConvertible {
        /// The line, from 1.
        public let line: Int
        /// What is wrong there.
        public let reason: String

        /// The line followed by the reason.
        public var description: String { "line \(line): \(reason)" }
    }

    /// How many entries are signed, and by whom.
    public struct Signatures: Sendable, Hashable {
        /// Entries whose signature was checked with a key at hand.
        public internal(set) var verified: Int64 = 0
        /// Entries signed by a key that is not at hand.
        public internal(set) var unverified: Int64 = 0
        /// Entries nobody signed.
        public internal(set) var unsigned: Int64 = 0
    }

    /// The digest of the last entry that holds; of nothing where there is none.
    public let head: Digest
    /// The number of the last entry that holds, and so of all that were ever written.
    public let length: Int64
    /// How many of them, the oldest, the retention rule removed.
    public let pruned: Int64
    /// How many of those left are signed.
    public let signatures: Signatures
    /// The first fault, or nil when every line holds.
    public let firstFault: Fault?
    /// Whether a head known from elsewhere (a printed report) is one of the entries; nil when none
    /// was given, and then the end of the record is not attested.
    public let holdsKnownHead: Bool?

    /// Whether every line holds and no known head is missing.
    public var isWhole: Bool { firstFault == nil && holdsKnownHead != false }
}
