import Primitives
import Synchronization
import Testing
import Trust

/// What a client keeps between two runs, loses, and was given when it was set up.
@Suite struct StateTests {
    /// A storage whose disk fills up after so many documents.
    final class FullStorage: MetadataStorage {
        let base: TransientStorage
        let room: Mutex<Int>

        init(_ base: TransientStorage, room: Int) {
            self.base = base
            self.room = Mutex(room)
        }

        func document(_ name: String) throws(TrustError) -> [UInt8]? { try base.document(name) }

        func keep(_ bytes: [UInt8], as name: String) throws(TrustError) {
            let isFull = room.withLock { left in
                left -= 1
                return left < 0
            }
            guard !isFull else { throw TrustError(.io, subject: name, detail: "no space left") }
            try base.keep(bytes, as: name)
        }

        func clockFloor() throws(TrustError) -> Instant? { try base.clockFloor() }

        func raiseClockFloor(to floor: Instant) throws(TrustError) {
            try base.raiseClockFloor(to: floor)
        }
    }

    /// Root, timestamp and snapshot as the repository has them now.
    func known(_ repository: Repository) -> [String: [UInt8]] {
        let root = repository.versions["root"] ?? 1
        return [
            "root.json": repository.simulator["\(root).root.json"] ?? [],
            "timestamp.json": repository.simulator["timestamp.json"] ?? [],
            "snapshot.json": repository.simulator[repository.name("snapshot")] ?? [],
        ]
    }

    @Test func aWipedStationRefusesADepotOlderThanItsEnrolment() throws {
        var repository = try Repository()
        for role in ["timestamp", "snapshot", "targets"] { repository.versions[role] = 5 }
        try repository.publish()
        let known = known(repository)
        for role in ["timestamp", "snapshot", "targets"] { repository.versions[role] = 4 }
        try repository.publish()
        #expect(try repository.refusal(known: known)?.code == .rollback)
        for role in ["timestamp", "snapshot", "targets"] { repository.versions[role] = 6 }
        try repository.publish()
        #expect(try repository.refusal(known: known) == nil)
    }

    @Test func aWipedStationSeesADocumentGoBackUnderANewTimestamp() throws {
        var repository = try Repository()
        try repository.delegate(to: "child")
        repository.versions["child"] = 5
        try repository.publish()
        let known = known(repository)
        repository.versions["child"] = 4
        for role in ["timestamp", "snapshot"] { repository.versions[role] = 2 }
        try repository.publish()
        let refusal = try repository.refusal(known: known)
        #expect(refusal?.code == .rollback)
        #expect(refusal?.detail.contains("child.json") == true)
    }

    @Test func ofWhatWasSeenAndWhatWasGivenTheNewestDecides() throws {
        var repository = try Repository()
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        let old = known(repository)
        for role in ["timestamp", "snapshot"] { repository.versions[role] = 3 }
        try repository.publish()
        let new = known(repository)
        for role in ["timestamp", "snapshot"] { repository.versions[role] = 2 }
        try repository.publish()
        #expect(try repository.refusal(storage, known: new)?.code == .rollback)
        #expect(try repository.refusal(storage, known: old) == nil)
        for role in ["timestamp", "snapshot"] { repository.versions[role] = 1 }
        try repository.publish()
        #expect(try repository.refusal(storage, known: old)?.code == .rollback)
    }

    @Test func aWithheldRootDoesNotBringReplacedKeysBack() throws {
        var repository = try Repository()
        try repository.publish()
        let first = try #require(repository.simulator["timestamp.json"])
        let before = repository.keys["root"] ?? []
        repository.versions["root"] = 2
        repository.keys["timestamp"] = [try SigningKey.generate()]
        try repository.publishRoot(alsoBy: before)
        try repository.publish()
        let known = known(repository)
        #expect(try repository.refusal(known: known) == nil)
        repository.simulator["2.root.json"] = nil
        repository.simulator["timestamp.json"] = first
        #expect(try repository.refusal(known: known)?.code == .thresholdNotMet)
        #expect(try repository.refusal() == nil)
    }

    @Test func whatReplacedKeysSignedCountsNoMore() throws {
        var repository = try Repository()
        for role in ["timestamp", "snapshot"] { repository.versions[role] = 1_000_000 }
        try repository.publish()
        let known = known(repository)
        repository.versions["root"] = 2
        for role in ["timestamp", "snapshot"] {
            repository.versions[role] = 1
            repository.keys[role] = [try SigningKey.generate()]
        }
        try repository.publish()
        #expect(try repository.refusal(known: known) == nil)
    }

    @Test func aRunThatStopsBetweenTwoDocumentsIsGoneOnWith() throws {
        var repository = try Repository()
        try repository.delegate(to: "child")
        repository.targets["child"] = [("file", Repository.target("x"))]
        try repository.publish()
        let settled = TransientStorage()
        #expect(try repository.refusal(settled, target: "file") == nil)
        let old = repository.keys["root"] ?? []
        for role in ["timestamp", "snapshot", "targets", "child"] {
            repository.versions[role] = 2
            repository.keys[role] = [try SigningKey.generate()]
        }
        repository.versions["root"] = 2
        try repository.publishRoot(alsoBy: old)
        try repository.publish()
        let names = ["root", "timestamp", "snapshot", "targets", "child"].map { $0 + ".json" }
        for room in 0..<names.count {
            let disk = TransientStorage()
            for name in names {
                if let bytes = try settled.document(name) { try disk.keep(bytes, as: name) }
            }
            let refusal = try repository.refusal(FullStorage(disk, room: room), target: "file")
            #expect(refusal?.code == .io)
            #expect(refusal?.subject == names[room])
            #expect(try repository.refusal(disk, target: "file") == nil, "after \(room)")
        }
    }

    @Test func aDamagedCopyOfTheTimestampIsNoReasonToStop() throws {
        let repository = try Repository()
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage) == nil)
        try storage.keep(Array("{".utf8), as: "timestamp.json")
        #expect(try repository.refusal(storage) == nil)
        let kept = try storage.document("timestamp.json")
        #expect(kept == repository.simulator["timestamp.json"])
    }

    @Test func whatIsStaleIsNamedWhenItIsAccepted() throws {
        var repository = try Repository()
        repository.expires["snapshot"] = start
        try repository.publish()
        var client = try repository.client(stale: true)
        try client.refresh()
        #expect(client.trusted.stale.map(\.kind) == [.snapshot])
        #expect(client.trusted.stale.map(\.expires) == [start])
    }
}
