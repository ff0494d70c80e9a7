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

    /// The digest of the last entry that holds; of nothing where there is none.
    public let head: Digest
    /// The number of entries that hold.
    public let length: Int64
    /// The first fault, or nil when every line holds.
    public let firstFault: Fault?
    /// Whether a head known from elsewhere (a printed report) is one of the entries; nil when none
    /// was given, and then the end of the record is not attested.
    public let holdsKnownHead: Bool?

    /// Whether every line holds and no known head is missing.
    public var isWhole: Bool { firstFault == nil && holdsKnownHead != false }
}
