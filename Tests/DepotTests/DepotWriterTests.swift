import Depot
import Platform
import Primitives
import TestSupport
import Testing
import Trust

@Suite(.scratch) struct DepotWriterTests {
    @Test func aWaiverTakesBothInstitutions() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        let path = "complements/waiver.json"
        try writer.add(path, bytes: Array("{}".utf8), now: depot.now)
        let first = try writer.publish("complements", keys: [depot.keys.d], now: depot.now)
        #expect(first == .waiting(signatures: 1, threshold: 2))
        #expect(
            try writer.changes(in: "complements") == [DepotChange(path: path, kind: .added)]
        )
        let again = try writer.publish("complements", keys: [depot.keys.d], now: depot.now)
        #expect(again == .waiting(signatures: 1, threshold: 2))
        let second = try writer.publish("complements", keys: [depot.keys.a], now: depot.now)
        #expect(second == .published(version: 2))
        try writer.refresh(operatorKey: depot.keys.o, now: depot.now)
        var client = try depot.client()
        #expect(try client.bytes(of: path) == Array("{}".utf8))
    }

    @Test func aKeyThatDoesNotSignTheRoleIsRefused() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        for (role, key) in [
            ("systeme", depot.keys.a), ("applicatif", depot.keys.d), ("systeme", depot.keys.d1),
            ("root", depot.keys.o),
        ] {
            #expect(
                code { () throws(DepotError) in
                    _ = try writer.publish(role, keys: [key], now: depot.now)
                } == .wrongKey
            )
        }
        #expect(
            code { () throws(DepotError) in
                try writer.refresh(operatorKey: depot.keys.d, now: depot.now)
            } == .wrongKey
        )
    }

    @Test func addingTheSameTwiceChangesNothing() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        try writer.add("systeme/base-2026.1.idx", bytes: Fixture.index, now: depot.now)
        #expect(try writer.draft(of: "systeme") == nil)
        let first = try writer.add("systeme/new.json", bytes: [1], now: depot.now)
        let draft = try writer.draft(of: "systeme")?.bytes
        let second = try writer.add("systeme/new.json", bytes: [1], now: depot.now)
        #expect(first.sha256 == second.sha256)
        #expect(try writer.draft(of: "systeme")?.bytes == draft)
    }

    @Test(arguments: [
        "systeme/sub/x", "systeme/Upper", "systeme/", "systeme/.hidden", "other/x", "root.json",
        "systeme/../x", "systeme/é", "/systeme/x", "systeme/x.",
        "systeme/" + String(repeating: "a", count: 127),
    ])
    func aPathNoRoleMayListIsRefused(_ path: String) throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        let code = code { () throws(DepotError) in
            try writer.add(path, bytes: [1], now: depot.now)
        }
        #expect(code == .notTrusted || code == .unsafeName)
    }

    @Test func whatIsNoIndexIsNotAddedAsOne() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        for bytes in [[], [1], Array("SOCLEIDX".utf8) + [1, 0, 0, 0, 255, 255, 0, 0]] {
            #expect(
                code { () throws(DepotError) in
                    try writer.add("systeme/x.idx", bytes: bytes, now: depot.now)
                } == .malformedIndex
            )
        }
    }

    @Test func aFileIsAddedFromDiskAndTakenOutAgain() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        let content = [UInt8](repeating: 9, count: 3_000_000)
        let name = try RelativePath("file")
        try Scratch.current.directory.write(content, atomicallyTo: name, permissions: 0o600)
        let file = try Scratch.current.directory.openFile(name)
        try writer.add("systeme/large.tar.zst", contentsOf: file, now: depot.now)
        _ = try writer.publish("systeme", keys: [depot.keys.d], now: depot.now)
        try writer.refresh(operatorKey: depot.keys.o, now: depot.now)
        var client = try depot.client()
        #expect(try client.bytes(of: "systeme/large.tar.zst") == content)
        try writer.remove("systeme/large.tar.zst", now: depot.now)
        _ = try writer.publish("systeme", keys: [depot.keys.d], now: depot.now)
        try writer.refresh(operatorKey: depot.keys.o, now: depot.now)
        var later = try depot.client()
        #expect(
            code { () throws(DepotError) in
                _ = try later.target("systeme/large.tar.zst")
            } == .notFound
        )
    }

    @Test func aTamperedPublishedDocumentIsNeverSignedAgain() throws {
        let depot = try Fixture.published()
        let name = "metadata/2.systeme.json"
        let text = try depot.read(name).text
        let other = String(
            decoding: Array(text.utf8).map { $0 == UInt8(ascii: "7") ? UInt8(ascii: "8") : $0 },
            as: UTF8.self
        )
        try depot.write(Array(other.utf8), name)
        let writer = try DepotWriter.open(depot.directory)
        #expect(
            code { () throws(DepotError) in
                try writer.add("systeme/x.json", bytes: [1], now: depot.now)
            } == .notTrusted
        )
    }

    @Test func renewingKeepsTheContentAndMovesTheDate() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        let later = depot.now.adding(seconds: 400 * 86400)
        for role in ["complements"] {
            _ = try writer.publish(role, keys: [depot.keys.d, depot.keys.a], now: later)
        }
        try writer.refresh(operatorKey: depot.keys.o, now: later)
        #expect(try depot.refusal(at: later) == nil)
    }

    @Test func aRootIsRenewedByThreeOfItsFourKeys() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        let two = try writer.publish(
            "root",
            keys: [depot.keys.d1, depot.keys.d2],
            now: depot.now
        )
        #expect(two == .waiting(signatures: 2, threshold: 3))
        let three = try writer.publish("root", keys: [depot.keys.a2], now: depot.now)
        #expect(three == .published(version: 2))
        #expect(try depot.refusal() == nil)
    }

    @Test func aRefreshNoStationWouldAcceptIsNotPublished() throws {
        let depot = try Fixture.published()
        let before = try depot.read("metadata/timestamp.json")
        let writer = try DepotWriter.open(depot.directory)
        let code = code { () throws(DepotError) in
            try writer.refresh(
                operatorKey: depot.keys.o,
                now: depot.now.adding(seconds: 3650 * 86400)
            )
        }
        #expect(code == .notTrusted)
        #expect(try depot.read("metadata/timestamp.json") == before)
    }

    @Test func aDirectoryThatHoldsFilesDoesNotBecomeADepot() throws {
        let depot = try Fixture.published()
        let code = code { () throws(DepotError) in
            _ = try DepotWriter.initialise(
                depot.directory,
                roster: depot.keys.roster,
                now: depot.now
            )
        }
        #expect(code == .notADepot)
    }

    @Test func twoWritersExcludeEachOther() throws {
        let depot = try Fixture.published()
        let first = try DepotWriter.open(depot.directory)
        let code = code { () throws(DepotError) in _ = try DepotWriter.open(depot.directory) }
        #expect(code == .locked)
        _ = try first.draft(of: "systeme")
    }

    @Test func aRosterThatBreaksThePolicyIsNeverSigned() throws {
        let depot = try Fixture.empty()
        var roster = depot.keys.roster
        roster.academie.root = roster.departement.root
        let writer = try DepotWriter.initialise(depot.directory, roster: roster, now: depot.now)
        let error = code { () throws(DepotError) in
            try writer.addSignature(to: "root", key: depot.keys.d1)
        }
        #expect(error == .notTrusted)
    }

    func code(_ body: () throws(DepotError) -> Void) -> DepotError.Code? {
        do {
            try body()
            return nil
        } catch {
            return error.code
        }
    }
}
