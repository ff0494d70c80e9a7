public import Model
public import Platform
public import Primitives
public import Trust

/// The hash-chained record of what was done on a station, one line an action.
///
/// Each entry holds the digest of the one before it, so that an entry changed, removed or put in
/// between is found; a cut tail is found with a head printed earlier. Entries are added under a lock
/// with one write and one sync, and signed where a key is at hand. A line a power cut left half
/// written is moved to a file beside the record, and an entry says so.
public struct Journal: Sendable {
    /// The record's name in the directory it is kept in.
    public static let fileName = "journal.jsonl"
    /// Longest line accepted, in bytes.
    static let lineLimit = 4 << 20
    /// Longest record read, in bytes.
    static let sizeLimit = 1 << 30

    let file: RecordFile
    /// The key that vouches for what is added; nil where there is none.
    public let signer: SigningKey?

    /// Opens the record kept in `directory`; the first entry creates it.
    ///
    /// What is added is signed by `signer`, and unsigned without one.
    public static func open(
        in directory: Directory,
        signer: SigningKey? = nil
    ) throws(JournalError) -> Journal {
        Journal(file: try RecordFile(in: directory), signer: signer)
    }

    /// Adds an entry and gives the new head; it is durable when this returns.
    ///
    /// - Throws: ``JournalError`` with `.chainBroken` when the last line does not hold: nothing is
    ///   added to a record that was changed by hand. With `.detailsMalformed` for facts that can not
    ///   be written down, or take more than 4 MiB.
    @discardableResult
    public func append(
        _ action: JournalEntry.Action,
        subject: String,
        details: JSONValue,
        now: Instant
    ) throws(JournalError) -> JournalHead {
        try file.locked { () throws(JournalError) in
            let end = try soundEnd(now)
            let line = try write(action, subject, details, now, after: end)
            return JournalHead(digest: line.digest, length: line.entry.sequence)
        }
    }

    /// Reads the whole record and says how far it holds.
    ///
    /// A record that does not hold the head that is `known` from elsewhere was cut or replaced, or
    /// is older than what the retention rule kept.
    public func verify(
        against known: JournalKnowledge = JournalKnowledge()
    ) throws(JournalError) -> JournalStatus {
        var reader = ChainReader(known: known)
        reader.take(all: try file.content()[...])
        return reader.status
    }

    /// The entries that hold, first to last.
    public func entries() throws(JournalError) -> [JournalEntry] { try read().entries }

    /// The entries that hold, first to last, and how far the record does, in one reading.
    public func read() throws(JournalError) -> (entries: [JournalEntry], status: JournalStatus) {
        var reader = ChainReader()
        var entries: [JournalEntry] = []
        reader.take(all: try file.content()[...]) { line, _ in entries.append(line.entry) }
        return (entries, reader.status)
    }

    /// The end of the record, after a half-written line was set aside where there is one.
    func soundEnd(_ now: Instant) throws(JournalError) -> RecordFile.End {
        let end = try file.end()
        guard let torn = end.torn else { return end }
        let name = try file.keepAside(torn, number: (end.last?.entry.sequence ?? 0) + 1)
        let details: JSONValue = ["bytes": .integer(Int64(torn.count)), "kept": .string(name)]
        let line = try write(.recovered, Self.fileName, details, now, after: end)
        return RecordFile.End(last: line, offset: end.offset + UInt64(line.bytes.count))
    }

    /// Adds an entry behind `end`; the lock is held.
    func write(
        _ action: JournalEntry.Action,
        _ subject: String,
        _ details: JSONValue,
        _ now: Instant,
        after end: RecordFile.End
    ) throws(JournalError) -> JournalLine {
        func entry(_ signature: JournalEntry.Signature?) -> JournalEntry {
            JournalEntry(
                sequence: (end.last?.entry.sequence ?? 0) + 1,
                previous: end.last?.digest ?? JournalLine.origin,
                instant: now,
                action: action,
                subject: subject,
                details: details,
                signature: signature
            )
        }
        let line: JournalLine
        do {
            var signature: JournalEntry.Signature?
            if let signer {
                let key = signer.publicKey.fingerprint
                let message = try JournalLine.message(of: entry(nil), key: key)
                signature = JournalEntry.Signature(key: key, value: try signer.sign(message))
            }
            line = try JournalLine(entry(signature))
        } catch {
            throw JournalError(.detailsMalformed, subject: subject, detail: "\(error)")
        }
        guard line.bytes.count <= Self.lineLimit else {
            throw JournalError(
                .detailsMalformed,
                subject: subject,
                detail: "the facts take \(line.bytes.count) bytes; an entry has at most "
                    + "\(Self.lineLimit)"
            )
        }
        try file.write(line, at: end.offset)
        return line
    }
}
