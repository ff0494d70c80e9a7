import Depot
import Platform
import Primitives
import TestSupport
import Testing
import Trust

@Suite(.scratch) struct DepotExportTests {
    @Test func aCopyNeedsNothingElse() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        _ = try writer.publish(
            "root",
            keys: [depot.keys.d1, depot.keys.d2, depot.keys.a2],
            now: depot.now
        )
        try writer.refresh(operatorKey: depot.keys.o, now: depot.now)
        let stick = try folder("stick")
        let outcome = try export(depot, to: stick)
        #expect(outcome.copied == 3)
        #expect(
            outcome.survey.documents.map(\.role) == [
                "root", "targets", "systeme", "applicatif", "complements", "snapshot", "timestamp",
            ]
        )
        let copy = Fixture(keys: depot.keys, directory: stick)
        #expect(try copy.refusal() == nil)
        #expect(try copy.read("metadata/2.root.json") == depot.read("metadata/2.root.json"))
        #expect(try copy.read("metadata/1.root.json") == depot.read("metadata/1.root.json"))
    }

    @Test func aSecondCopyBringsWhatIsNewAndTakesAwayWhatIsOld() throws {
        let depot = try Fixture.published()
        let stick = try folder("stick")
        _ = try export(depot, to: stick)
        let writer = try DepotWriter.open(depot.directory)
        try writer.add("systeme/new.json", bytes: [1, 2], now: depot.now)
        try writer.remove("systeme/base-2026.1.tar.zst", now: depot.now)
        _ = try writer.publish("systeme", keys: [depot.keys.d], now: depot.now)
        try writer.refresh(operatorKey: depot.keys.o, now: depot.now)
        let outcome = try export(depot, to: stick)
        #expect((outcome.copied, outcome.kept, outcome.bytes) == (1, 2, 2))
        // The archive, and the former documents of systeme and the snapshot.
        #expect(outcome.removed == 3)
        #expect(try Fixture(keys: depot.keys, directory: stick).refusal() == nil)
    }

    @Test func whatWasCutShortGoesOnAndWhatIsWrongIsBroughtAgain() throws {
        let depot = try Fixture.published()
        let stick = try folder("stick")
        let hex = SHA256Hasher.digest(of: Fixture.index).hex
        _ = try export(depot, to: stick)
        let copy = Fixture(keys: depot.keys, directory: stick)
        // The index: cut after ten bytes of a copy, and then a wrong byte under its final name.
        let name = "targets/systeme/\(hex).base-2026.1.idx"
        try stick.removeFile(try RelativePath(name))
        try copy.write(Array(Fixture.index.prefix(10)), "staging/\(hex)")
        let first = try export(depot, to: stick)
        #expect(first.bytes == UInt64(Fixture.index.count - 10))
        #expect(try copy.read(name) == Fixture.index)
        try copy.write([0] + Fixture.index.dropFirst(), name)
        let second = try export(depot, to: stick)
        #expect(second.copied == 1)
        #expect(try copy.refusal() == nil)
        // A cut copy whose bytes are wrong is dropped, and the next run is whole.
        try stick.removeFile(try RelativePath(name))
        try copy.write([9, 9, 9], "staging/\(hex)")
        #expect(throws: DepotError.self) { try export(depot, to: stick) }
        _ = try export(depot, to: stick)
        #expect(try copy.refusal() == nil)
    }

    @Test func whatAStationWouldRefuseIsNotCopied() throws {
        let depot = try Fixture.published()
        let hex = SHA256Hasher.digest(of: Fixture.index).hex
        var bad = Fixture.index
        bad[30 % bad.count] ^= 1
        try depot.write(bad, "targets/systeme/\(hex).base-2026.1.idx")
        let stick = try folder("stick")
        do {
            _ = try export(depot, to: stick)
            Issue.record("a wrong target was copied")
        } catch let error as DepotError {
            #expect(error.trust == .hashMismatch)
            #expect(error.subject == "systeme/base-2026.1.idx")
        }
        let left = try stick.entries(of: try RelativePath("targets/systeme")).map(\.name)
        #expect(left == [])
        #expect(try stick.entries(of: try RelativePath("metadata")).isEmpty)
    }

    @Test func aFolderOfOthersAndANewerDepotAreLeftAlone() throws {
        let depot = try Fixture.published()
        let mine = try folder("mine")
        try mine.write([1], atomicallyTo: try RelativePath("letter"), permissions: 0o644)
        #expect(try code { _ = try export(depot, to: mine) } == .otherDepot)
        let stick = try folder("stick")
        let old = try depot.read("metadata/timestamp.json")
        let writer = try DepotWriter.open(depot.directory)
        try writer.refresh(operatorKey: depot.keys.o, now: depot.now)
        _ = try export(depot, to: stick)
        try depot.write(old, "metadata/timestamp.json")
        #expect(try code { _ = try export(depot, to: stick) } == .otherDepot)
        let other = try Keys()
        #expect(
            try code {
                let name = try RelativePath("strangers")
                try Scratch.current.directory.makeDirectory(name, permissions: 0o755)
                let directory = try Scratch.current.directory.openDirectory(name)
                let strange = try DepotWriter.initialise(
                    directory,
                    roster: other.roster,
                    now: depot.now
                )
                try strange.publishAll(
                    keys: other.ceremony,
                    operatorKey: other.o,
                    now: depot.now
                )
                _ = try export(
                    Fixture(keys: other, directory: directory),
                    to: stick
                )
            } == .otherDepot
        )
    }

    @Test func namesFitTheLongestTargetOnAnyStick() throws {
        let depot = try Fixture.published()
        let writer = try DepotWriter.open(depot.directory)
        let name = "systeme/" + String(repeating: "a", count: DepotPolicy.maximumPathLength - 9)
        let target = try writer.add(name, bytes: [1], now: depot.now)
        #expect(try #require(target.consistentPath).utf8.count < 200)
    }

    // MARK: -

    private func folder(_ name: String) throws -> Directory {
        let path = try RelativePath(name)
        try Scratch.current.directory.makeDirectory(path, permissions: 0o755)
        return try Scratch.current.directory.openDirectory(path)
    }

    private func export(_ depot: Fixture, to folder: Directory) throws -> DepotExport.Outcome {
        try DepotExport.run(
            from: DirectoryTransport(depot.directory),
            to: folder,
            start: MetadataUpdater.Start(
                pinnedRoot: try depot.read("metadata/1.root.json"),
                system: depot.now,
                built: depot.now,
                policy: DepotPolicy(pinned: depot.keys.pins)
            )
        )
    }

    private func code(_ body: () throws -> Void) throws -> DepotError.Code? {
        do {
            try body()
            return nil
        } catch let error as DepotError {
            return error.code
        }
    }
}
