public import Model
public import Primitives
public import Trust

/// A record in one file, which another institution checks on its own machine.
///
/// The first line is a JSON object that says what the record is: the station's pseudonym, when it
/// was written out, the head and the length, the public key, and that key's signature over all of
/// it. The record follows line by line, byte for byte.
public struct JournalProof: Sendable {
    /// The pseudonym of the station.
    public let station: String
    /// When it was written out.
    public let taken: Instant
    /// What the record holds; its first fault counts lines from the one after the header.
    public let status: JournalStatus
    /// The entries that hold, first to last.
    public let entries: [JournalEntry]
    /// The key that signed it; nil where the station had none.
    public let key: PublicKey?

    /// Writes out the whole record of `journal`, signed where it has a key.
    ///
    /// - Throws: ``JournalError`` with `.chainBroken` for a record that does not hold.
    public static func export(
        _ journal: Journal,
        station: String,
        now: Instant
    ) throws(JournalError) -> [UInt8] {
        let record = try journal.file.content()
        var reader = ChainReader(
            known: JournalKnowledge(keys: journal.signer.map { [$0.publicKey] } ?? [])
        )
        reader.take(all: record[...])
        let status = reader.status
        if let fault = status.firstFault {
            throw JournalError(
                .chainBroken,
                subject: Journal.fileName,
                detail: "\(fault); a record that does not hold proves nothing"
            )
        }
        let header = try ProofHeader(
            station: station,
            taken: now,
            head: status.head,
            length: status.length,
            signer: journal.signer
        )
        return header.line + record
    }

    /// Checks a file that ``export(_:station:now:)`` wrote.
    ///
    /// The signer `known` from elsewhere vouches for it; without one the header's own key is used,
    /// which shows that the file is of one piece and not whose it is.
    ///
    /// - Throws: ``JournalError`` with `.proofMalformed` for another kind of file, and with
    ///   `.proofRefused` when the header is signed by another key than the known signer, or badly, or
    ///   says other than the record that follows. A fault inside the record is told by ``status``.
    public init(
        checking bytes: [UInt8],
        against known: JournalKnowledge = JournalKnowledge()
    ) throws(JournalError) {
        guard let end = bytes.firstIndex(of: RecordFile.lineFeed), end <= Journal.lineLimit else {
            throw ProofHeader.malformed("it has no first line")
        }
        let header = try ProofHeader(parsing: bytes[..<end])
        try header.checkSignature(of: known.signer)
        var knowledge = known
        knowledge.keys += header.key.map { [$0] } ?? []
        var reader = ChainReader(known: knowledge)
        var entries: [JournalEntry] = []
        reader.take(all: bytes[(end + 1)...]) { line, _ in entries.append(line.entry) }
        self.entries = entries
        (station, taken, key) = (header.station, header.taken, header.key)
        status = reader.status
        let isWhole = status.head == header.head && status.length == header.length
        guard isWhole || status.firstFault != nil else {
            throw ProofHeader.refused("the record does not end where its header says: it was cut")
        }
    }
}
