public import Primitives

/// One link of the record of what was done.
public struct JournalEntry: Sendable, Equatable {
    /// What was done.
    public enum Action: String, Sendable, CaseIterable {
        case enrolled = "enrolement"
        case scanned = "controle"
        case planned = "plan"
        case restored = "restauration"
        case undone = "annulation"
        case recovered = "reprise"
        case purged = "purge"
        case refused = "refus"
        case stepRun = "etape"
        /// A disk was laid out for the station, and what was on it is gone.
        case diskLaidOut = "disque"
        /// An edition that is not the current one was asked for by name.
        case editionChosen = "edition"
        /// A depot whose freshness has run out was used all the same.
        case staleAccepted = "depot-perime"
        /// Entries older than the retention rule allows were removed.
        case pruned = "elagage"
    }

    /// Who vouches for an entry: a station's key, or an operator's.
    public struct Signature: Sendable, Equatable {
        /// The fingerprint of the key.
        public let key: Digest
        /// The 64 bytes of an Ed25519 signature.
        public let value: [UInt8]

        /// Creates a signature.
        public init(key: Digest, value: [UInt8]) {
            self.key = key
            self.value = value
        }
    }

    /// The place in the record, from 1.
    public let sequence: Int64
    /// The SHA-256 of the entry before, or of nothing for the first.
    public let previous: Digest
    /// When it was done.
    public let instant: Instant
    /// What is done.
    public let action: Action
    /// What it was about: a plan id, an edition, a station.
    public let subject: String
    /// The facts, as a JSON object.
    public let details: JSONValue
    /// Who vouches for it; nil where no key was there.
    public let signature: Signature?

    /// Creates an entry.
    public init(
        sequence: Int64,
        previous: Digest,
        instant: Instant,
        action: Action,
        subject: String,
        details: JSONValue,
        signature: Signature? = nil
    ) {
        self.sequence = sequence
        self.previous = previous
        self.instant = instant
        self.action = action
        self.subject = subject
        self.details = details
        self.signature = signature
    }
}
