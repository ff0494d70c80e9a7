internal import Model
internal import Primitives
internal import Trust

/// One entry as it is written: a JSON object on one line, its own digest last.
///
/// The digest is the SHA-256 of the entry's canonical JSON without the member `digest`. The line is
/// the one compact spelling of that object, so that an entry has exactly one form on disk.
struct JournalLine {
    let entry: JournalEntry
    let digest: Digest

    /// What the first entry names as the one before it: the digest of nothing.
    static var origin: Digest { SHA256Hasher.digest(of: []) }

    /// Computes the digest of `entry`.
    init(_ entry: JournalEntry) throws(PrimitivesError) {
        self.entry = entry
        digest = SHA256Hasher.digest(of: try CanonicalJSON.encode(Self.value(of: entry)))
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
                previous: try node.member("previous").parsed { text throws(PrimitivesError) in
                    try Digest(hex: text)
                },
                instant: try node.member("instant").parsed { text throws(PrimitivesError) in
                    try Instant(text)
                },
                action: known,
                subject: try node.member("subject").string(),
                details: try node.member("details").value
            )
        )
        guard bytes.dropLast().elementsEqual(line) else {
            throw node.invalid("the line is not the entry's one spelling, or its digest is wrong")
        }
    }

    /// The line with its line feed.
    var bytes: [UInt8] {
        guard case .object(let members) = Self.value(of: entry) else { return [] }
        let whole = JSONValue.object(members + [JSONMember("digest", .string(digest.hex))])
        return [UInt8](JSONWriter.compact(whole).utf8) + [UInt8(ascii: "\n")]
    }

    private static func value(of entry: JournalEntry) -> JSONValue {
        .object([
            JSONMember("sequence", .integer(entry.sequence)),
            JSONMember("previous", .string(entry.previous.hex)),
            JSONMember("instant", .string(entry.instant.description)),
            JSONMember("action", .string(entry.action.rawValue)),
            JSONMember("subject", .string(entry.subject)),
            JSONMember("details", entry.details),
        ])
    }
}
