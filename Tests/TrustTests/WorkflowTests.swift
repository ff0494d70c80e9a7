import Primitives
import Testing
import Trust

/// The client workflow on documents that are all well signed: versions, dates, digests.
@Suite struct WorkflowTests {
    let day: Int64 = 86400

    @Test func aSoundRepositoryIsReadInExactlyTheOrderOfTheSpecification() throws {
        var repository = try Repository()
        repository.targets["targets"] = [("file", Repository.target("content"))]
        try repository.publish()
        var client = try repository.client()
        #expect(repository.simulator.takeRequests() == [])
        let target = try client.target("file")
        #expect(target?.length == 7)
        #expect(
            repository.simulator.takeRequests() == [
                "2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json",
            ]
        )
    }

    @Test func anUnchangedRepositoryIsNotReadTwice() throws {
        let repository = try Repository()
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        _ = repository.simulator.takeRequests()
        #expect(try repository.refusal(storage) == nil)
        #expect(repository.simulator.takeRequests() == ["2.root.json", "timestamp.json"])
    }

    @Test(arguments: ["root", "timestamp", "snapshot", "targets"])
    func anExpiredRoleIsRefused(_ role: String) throws {
        var repository = try Repository()
        repository.expires[role] = start
        try repository.publish()
        let refusal = try #require(try repository.refusal())
        #expect(refusal.code == .expired)
        #expect(refusal.subject.contains(role))
        #expect(refusal.detail.contains("\(start)"))
    }

    @Test func anExpiredDelegatedRoleIsRefused() throws {
        var repository = try Repository()
        try repository.delegate(to: "child")
        repository.targets["child"] = [("file", Repository.target("x"))]
        repository.expires["child"] = start
        try repository.publish()
        let refusal = try repository.refusal(target: "file")
        #expect(refusal?.code == .expired)
        #expect(refusal?.subject == "1.child.json")
    }

    @Test func anUnchangedTimestampIsRefusedOnceExpired() throws {
        var repository = try Repository()
        repository.expires["timestamp"] = start.adding(seconds: day)
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        let refusal = try repository.refusal(storage, at: start.adding(seconds: 2 * day))
        #expect(refusal?.code == .expired)
        #expect(refusal?.subject == "timestamp.json")
    }

    @Test func aCachedUnchangedSnapshotIsRefusedOnceExpired() throws {
        var repository = try Repository()
        repository.expires["snapshot"] = start.adding(seconds: day)
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        let refusal = try repository.refusal(storage, at: start.adding(seconds: 2 * day))
        #expect(refusal?.code == .expired)
        #expect(refusal?.subject == "1.snapshot.json")
    }

    @Test func theStaleOverrideLiftsTimestampAndSnapshotOnly() throws {
        var repository = try Repository()
        repository.expires["timestamp"] = start
        repository.expires["snapshot"] = start
        try repository.publish()
        #expect(try repository.refusal(stale: true) == nil)
        repository.expires["targets"] = start
        try repository.publish()
        #expect(try repository.refusal(stale: true)?.code == .expired)
    }

    @Test func aClockYearsAheadIsCalledImprobableWithBothDates() throws {
        let repository = try Repository()
        try repository.publish()
        let year2099 = try Instant("2099-01-01T00:00:00Z")
        let refusal = try #require(try repository.refusal(at: year2099))
        #expect(refusal.code == .improbableClock)
        #expect(refusal.detail.contains("2099-01-01"))
        #expect(refusal.detail.contains("\(start.adding(seconds: 30 * day))"))
    }

    // MARK: Rollback

    @Test func anOlderTimestampIsRefused() throws {
        var repository = try Repository()
        repository.versions["timestamp"] = 2
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        repository.versions["timestamp"] = 1
        try repository.publish()
        #expect(try repository.refusal(storage)?.code == .rollback)
    }

    @Test func aTimestampThatListsAnOlderSnapshotIsRefused() throws {
        var repository = try Repository()
        repository.versions["snapshot"] = 2
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        repository.versions["snapshot"] = 1
        repository.versions["timestamp"] = 2
        try repository.publish()
        #expect(try repository.refusal(storage)?.code == .rollback)
    }

    @Test(arguments: ["targets", "child"])
    func aSnapshotThatListsAnOlderDocumentIsRefused(_ role: String) throws {
        var repository = try Repository()
        try repository.delegate(to: "child")
        repository.versions[role] = 5
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        repository.versions[role] = 4
        repository.versions["snapshot"] = 2
        repository.versions["timestamp"] = 2
        try repository.publish()
        let refusal = try repository.refusal(storage)
        #expect(refusal?.code == .rollback)
        #expect(refusal?.detail.contains("\(role).json") == true)
    }

    @Test func aSnapshotThatForgetsADocumentIsRefused() throws {
        var repository = try Repository()
        try repository.delegate(to: "child")
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        repository.versions["child"] = nil
        repository.versions["snapshot"] = 2
        repository.versions["timestamp"] = 2
        try repository.publish()
        #expect(try repository.refusal(storage)?.code == .rollback)
    }

    @Test func anExpiredLocalTimestampStillGuardsAgainstRollback() throws {
        var repository = try Repository()
        repository.versions["timestamp"] = 7
        repository.expires["timestamp"] = start.adding(seconds: day)
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        repository.versions["timestamp"] = 6
        repository.expires["timestamp"] = nil
        try repository.publish()
        let later = start.adding(seconds: 2 * day)
        #expect(try repository.refusal(storage, at: later)?.code == .rollback)
        repository.versions["timestamp"] = 8
        try repository.publish()
        #expect(try repository.refusal(storage, at: later) == nil)
    }

    @Test func replacingTheKeysUndoesAFastForward() throws {
        var repository = try Repository()
        repository.versions["timestamp"] = 1_000_000
        repository.versions["snapshot"] = 1_000_000
        repository.versions["targets"] = 1_000_000
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        for role in ["timestamp", "snapshot", "targets"] {
            repository.versions[role] = 1
            repository.keys[role] = [try SigningKey.generate()]
        }
        repository.versions["root"] = 2
        try repository.publish()
        #expect(try repository.refusal(storage) == nil)
    }

    // MARK: Digests, lengths, versions

    @Test(arguments: ["snapshot", "targets"])
    func aDocumentWithAnotherLengthThanListedIsRefused(_ role: String) throws {
        var repository = try Repository()
        // The digest stays right, so only the length can refuse it; one more keeps it within reach.
        repository.bendListing[role] = { $0.setting("length", .integer(100_000)) }
        try repository.publish()
        #expect(try repository.refusal()?.code == .lengthMismatch)
    }

    @Test(arguments: ["snapshot", "targets"])
    func aSecondDigestThatIsWrongRefusesTheDocument(_ role: String) throws {
        var repository = try Repository()
        repository.bendListing[role] = { listing in
            let sha256 = listing["hashes"]?["sha256"] ?? .null
            let zeros = JSONValue.string(String(repeating: "0", count: 128))
            return listing.setting("hashes", ["sha256": sha256, "sha512": zeros])
        }
        try repository.publish()
        #expect(try repository.refusal()?.code == .hashMismatch)
    }

    @Test func anUnknownKindOfDigestIsRefused() throws {
        var repository = try Repository()
        repository.bendListing["targets"] = { listing in
            let sha256 = listing["hashes"]?["sha256"] ?? .null
            return listing.setting("hashes", ["sha256": sha256, "md4": "00"])
        }
        try repository.publish()
        #expect(try repository.refusal()?.code == .hashMismatch)
    }

    @Test(arguments: ["snapshot", "targets"])
    func theVersionInsideMustBeTheOneListed(_ role: String) throws {
        var repository = try Repository()
        repository.listHashes = false
        repository.bend[role] = { $0.setting("version", 9) }
        try repository.publish()
        #expect(try repository.refusal()?.code == .versionMismatch)
    }

    @Test func lengthsAndDigestsMayBeAbsent() throws {
        var repository = try Repository()
        repository.listHashes = false
        try repository.publish()
        #expect(try repository.refusal() == nil)
    }

    @Test func namesWithoutVersionsWorkWhereTheRootSaysSo() throws {
        var repository = try Repository()
        repository.consistent = false
        try repository.delegate(to: "child")
        repository.targets["child"] = [("file", Repository.target("x"))]
        try repository.publish()
        var client = try repository.client()
        #expect(try client.target("file") != nil)
        #expect(
            repository.simulator.takeRequests() == [
                "2.root.json", "timestamp.json", "snapshot.json", "targets.json", "child.json",
            ]
        )
    }

    @Test(arguments: ["timestamp.json", "1.snapshot.json", "1.targets.json"])
    func aMissingDocumentIsNamed(_ name: String) throws {
        let repository = try Repository()
        try repository.publish()
        repository.simulator[name] = nil
        let refusal = try repository.refusal()
        #expect(refusal?.code == .missing)
        #expect(refusal?.subject == name)
    }

    @Test func aRootOverItsSizeIsRefused() throws {
        var repository = try Repository()
        try repository.publish()
        let old = repository.keys["root"] ?? []
        repository.versions["root"] = 2
        repository.bend["root"] = {
            $0.setting("x", .string(String(repeating: "x", count: 512_000)))
        }
        try repository.publishRoot(alsoBy: old)
        let refusal = try repository.refusal()
        #expect(refusal?.code == .tooLarge)
        #expect(refusal?.subject == "2.root.json")
    }

    @Test(arguments: [("timestamp", 16_384), ("snapshot", 2_000_000), ("targets", 5_000_000)])
    func aDocumentOverItsRolesSizeIsRefused(_ role: String, _ limit: Int) throws {
        var repository = try Repository()
        repository.bend[role] = {
            $0.setting("x", .string(String(repeating: "x", count: limit)))
        }
        try repository.publish()
        #expect(try repository.refusal()?.code == .tooLarge)
    }
}
