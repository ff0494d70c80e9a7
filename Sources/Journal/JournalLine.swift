internal import Model
internal import Primitives
internal import Trust

/// One entry as it is written: a JSON object on one line, its own digest last.
///
/// The digest is the SHA-256 of the entry's canonical JSON without the member `digest`; a signature
/// is over the same without `signature` too, and so the digest covers it. The line is the one
/// compact spelling of that object: an entry has exactly one form on disk.
struct JournalLine {
    let entry: JournalEntry
    let digest: Digest

    /// What the first entry names as the one before it: the digest of nothing.
    static var origin: Digest { SHA256Hasher.digest(of: []) }

    /// Computes the digest of `entry`.
    init(_ entry: JournalEntry) throws(PrimitivesError) {
        self.entry = entry
        let members = Self.members(of: entry) + Self.signature(of: entry)
        digest = SHA256Hasher.digest(of: try CanonicalJSON.encode(.object(members)))
    }

    /// Reads one line without its line feed.
    init(parsing line: ArraySlice<UInt8>) throws(PrimitivesError) {
        let node = JSONNode(try JSONParser.parse([UInt8](line)))
        let action = try node.member("action")
        guard let known = JournalEntry.Action(rawValue: try action.string()) else {
            throw action.invalid("an unknown action")
        }
        try self.init(
            JournalEntry(
                sequence: try node.member("sequence").integer(in: 1...Int64.max),
                previous: try Self.digest(node.member("previous")),
                instant: try node.member("instant").parsed { text throws(PrimitivesError) in
                    try Instant(text)
                },
                action: known,
                subject: try node.member("subject").string(),
                details: try node.member("details").value,
                signature: try Self.signature(node)
            )
        )
        guard bytes.dropLast().elementsEqual(line) else {
            throw node.invalid("the line is not the entry's one spelling, or its digest is wrong")
        }
    }

    /// The line with its line feed.
    var bytes: [UInt8] {
        let members =
            Self.members(of: entry) + Self.signature(of: entry)
            + [JSONMember("digest", .string(digest.hex))]
        return [UInt8](JSONWriter.compact(.object(members)).utf8) + [UInt8(ascii: "\n")]
    }

    /// What a key with this fingerprint signs to vouch for `entry`.
    static func message(
        of entry: JournalEntry,
        key: Digest
    ) throws(PrimitivesError) -> [UInt8] {
        try CanonicalJSON.encode(
            .object(members(of: entry) + [JSONMember("key", .string(key.hex))])
        )
    }

    private static func members(of entry: JournalEntry) -> [JSONMember] {
        [
            JSONMember("sequence", .integer(entry.sequence)),
            JSONMember("previous", .string(entry.previous.hex)),
            JSONMember("instant", .string(entry.instant.description)),
            JSONMember("action", .string(entry.action.rawValue)),
            JSONMember("subject", .string(entry.subject)),
            JSONMember("details", entry.details),
        ]
    }

    private static func signature(of entry: JournalEntry) -> [JSONMember] {
        guard let signature = entry.signature else { return [] }
        return [
            JSONMember("key", .string(signature.key.hex)),
            JSONMember("signature", .string(Hexadecimal.encode(signature.value))),
        ]
    }

    private static func signature(
        _ node: JSONNode
    ) throws(PrimitivesError) -> JournalEntry.Signature? {
        guard let key = try node.optionalMember("key") else { return nil }
        let text = try node.member("signature")
        guard let value = Hexadecimal.decode(try text.string()), value.count == 64 else {
            throw text.invalid("it is not the 128 digits of an Ed25519 signature")
        }
        return JournalEntry.Signature(key: try digest(key), value: value)
    }

    private static func digest(_ node: JSONNode) throws(PrimitivesError) -> Digest {
        try node.parsed { text throws(PrimitivesError) in try Digest(hex: text) }
    }
}
