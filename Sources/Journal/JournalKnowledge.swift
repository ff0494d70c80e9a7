public import Primitives
public import Trust

/// What is known of a record from elsewhere, which it is held against.
public struct JournalKnowledge: Sendable {
    /// A head that a report or a mail printed; nil where none is at hand.
    public var head: Digest?
    /// Keys whose signatures can be checked.
    public var keys: [PublicKey]
    /// The fingerprint of the one key that may sign, where it is known: then an entry signed by
    /// another key is a fault, and so is an unsigned one after a signed one.
    public var signer: Digest?

    /// Creates what is known.
    public init(head: Digest? = nil, keys: [PublicKey] = [], signer: Digest? = nil) {
        self.head = head
        self.keys = keys
        self.signer = signer
    }
}
