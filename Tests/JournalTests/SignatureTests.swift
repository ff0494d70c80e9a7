import Journal
import Model
import Platform
import Primitives
import TestSupport
import Testing
import Trust

@Suite(.scratch) struct SignatureTests {
    private let key: SigningKey
    private let journal: Journal
    private let unsigned: Journal

    init() throws {
        key = try SigningKey.generate()
        journal = try Journal.open(in: Scratch.current.directory, signer: key)
        unsigned = try Journal.open(in: Scratch.current.directory)
    }

    private func add(_ subject: String, to journal: Journal) throws {
        try journal.append(.scanned, subject: subject, details: [:], now: Instant.epoch)
    }

    private func known(_ keys: [PublicKey], signer: Digest? = nil) -> JournalKnowledge {
        JournalKnowledge(keys: keys, signer: signer)
    }

    @Test func everyEntryIsSignedByTheKeyAtHand() throws {
        try add("a", to: journal)
        try add("b", to: journal)
        let status = try journal.verify(against: known([key.publicKey]))
        #expect(status.isWhole)
        #expect(status.signatures.verified == 2)
        #expect(try journal.entries().allSatisfy { $0.signature?.key == key.publicKey.fingerprint })
    }

    @Test func aSignatureByAKeyThatIsNotAtHandIsCountedApart() throws {
        try add("a", to: journal)
        let status = try unsigned.verify()
        #expect(status.isWhole)
        #expect(status.signatures.unverified == 1)
        #expect(status.signatures.verified == 0)
    }

    /// Whoever can write the file can compute digests, and can not sign.
    @Test func anEntryForgedWithRightDigestsIsFoundByItsSignature() throws {
        try add("a", to: journal)
        let forged = try Journal.open(in: Scratch.current.directory, signer: SigningKey.generate())
        try add("forged", to: forged)
        let status = try journal.verify(
            against: known([key.publicKey], signer: key.publicKey.fingerprint)
        )
        #expect(status.firstFault?.line == 2)
        #expect(status.firstFault?.reason.contains("another key") == true)
    }

    @Test func anUnsignedEntryAfterASignedOneIsAFaultWhereTheSignerIsKnown() throws {
        try add("before the key", to: unsigned)
        try add("a", to: journal)
        let signer = known([key.publicKey], signer: key.publicKey.fingerprint)
        #expect(try journal.verify(against: signer).isWhole)
        try add("taken off", to: unsigned)
        #expect(try journal.verify().isWhole)
        #expect(try journal.verify(against: signer).firstFault?.line == 3)
    }

    @Test func aSignatureMovedToAnotherEntryDoesNotHold() throws {
        try add("a", to: journal)
        try add("b", to: journal)
        let entries = try journal.entries()
        let signature = try #require(entries[0].signature)
        // The digest of the forged entry is right: only the signature tells.
        let forged = try RecordForgery.line(entries[1], signature: signature)
        let name = try RelativePath(Journal.fileName)
        let lines = try Scratch.current.directory.read(name, limit: 1 << 20).split(separator: 10)
        try Scratch.current.directory.write(
            Array(lines[0]) + [10] + forged,
            atomicallyTo: name,
            permissions: 0o600
        )
        #expect(try unsigned.verify().isWhole)
        let status = try journal.verify(against: known([key.publicKey]))
        #expect(status.firstFault?.line == 2)
        #expect(status.firstFault?.reason.contains("signature") == true)
    }
}

extension Instant {
    static var epoch: Instant { Instant(secondsSince1970: 1_790_000_000) }
}
