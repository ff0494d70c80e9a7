import Journal
import Model
import Platform
import Primitives
import TestSupport
import Testing
import Trust

@Suite(.scratch) struct JournalProofTests {
    private let key: SigningKey
    private let journal: Journal

    init() throws {
        key = try SigningKey.generate()
        journal = try Journal.open(in: Scratch.current.directory, signer: key)
        for number in 1...6 {
            try journal.append(
                .scanned,
                subject: "n\(number)",
                details: ["n": .integer(Int64(number))],
                now: Instant(secondsSince1970: 1_760_000_000 + Int64(number) * 86_400 * 30)
            )
        }
    }

    private func export() throws -> [UInt8] {
        try JournalProof.export(
            journal,
            station: "p1",
            now: Instant(secondsSince1970: 1_790_000_000)
        )
    }

    private var known: JournalKnowledge { JournalKnowledge(signer: key.publicKey.fingerprint) }

    @Test("A5_7, B3_12: the record is checked without the station")
    func itIsCheckedWithoutTheStation() throws {
        let proof = try JournalProof(checking: try export(), against: known)
        #expect(proof.station == "p1")
        #expect(proof.status.isWhole)
        #expect(proof.status.length == 6)
        #expect(proof.status.signatures.verified == 6)
        #expect(proof.key == key.publicKey)
    }

    @Test func aPrunedRecordIsCheckedToo() throws {
        #expect(try journal.prune(months: 6, now: Instant(secondsSince1970: 1_782_000_000)) > 0)
        let proof = try JournalProof(checking: try export(), against: known)
        #expect(proof.status.isWhole)
        #expect(proof.status.pruned > 0)
    }

    @Test func anyChangedByteIsFound() throws {
        let whole = try export()
        for offset in stride(from: 0, to: whole.count, by: 5) {
            var changed = whole
            changed[offset] ^= 1
            let proof = try? JournalProof(checking: changed, against: known)
            #expect(proof?.status.isWhole != true, "byte \(offset)")
        }
    }

    @Test func aCutRecordIsFoundByItsHeader() throws {
        let lines = try export().split(separator: 10)
        let cut = Array(lines.dropLast().joined(separator: [10])) + [10]
        let error = #expect(throws: JournalError.self) { try JournalProof(checking: cut) }
        #expect(error?.code == .proofRefused)
    }

    @Test func anotherKeyThanTheKnownOneIsRefused() throws {
        let other = JournalKnowledge(signer: try SigningKey.generate().publicKey.fingerprint)
        let bytes = try export()
        let error = #expect(throws: JournalError.self) {
            try JournalProof(checking: bytes, against: other)
        }
        #expect(error?.code == .proofRefused)
    }

    @Test func anUnsignedRecordIsOneOnlyWhereNoSignerIsKnown() throws {
        let unsigned = try Journal.open(in: Scratch.current.directory)
        let bytes = try JournalProof.export(
            unsigned,
            station: "p1",
            now: Instant(secondsSince1970: 1_790_000_000)
        )
        #expect(try JournalProof(checking: bytes).key == nil)
        #expect(throws: JournalError.self) { try JournalProof(checking: bytes, against: known) }
    }

    @Test(arguments: ["", "\n", "{}\n", "not JSON\n", #"{"document":"scan","format":1}"# + "\n"])
    func anotherFileIsNoRecord(_ text: String) {
        let error = #expect(throws: JournalError.self) {
            try JournalProof(checking: Array(text.utf8))
        }
        #expect(error?.code == .proofMalformed)
    }
}
