import Depot
import Platform
import Primitives
import TestSupport
import Testing
import Trust

@Suite(.scratch) struct DepotClientTests {
    let day: Int64 = 86400

    @Test func whatWasAddedComesBackVerified() throws {
        let depot = try Fixture.published()
        var client = try depot.client()
        #expect(try client.bytes(of: "systeme/base-2026.1.idx") == Fixture.index)
        let paths = try client.targets(inRole: "systeme", suffix: ".tar.zst").map(\.path)
        #expect(paths == ["systeme/base-2026.1.tar.zst"])
        #expect(try depot.refusal() == nil)
    }

    @Test func anIndexIsListedWithItsTableOfContents() throws {
        let depot = try Fixture.published()
        var client = try depot.client()
        let toc = try #require(try client.target("systeme/base-2026.1.idx").tableOfContents)
        #expect(toc.length == 21)
        #expect(toc.sha256 == SHA256Hasher.digest(of: Array(Fixture.index.prefix(21))))
    }

    @Test func aLargeFileIsReadByRangeWithinItsSignedLength() throws {
        let depot = try Fixture.published()
        var client = try depot.client()
        let file = try client.file(of: "systeme/base-2026.1.tar.zst")
        #expect(file.length == 7)
        #expect(try file.bytes(at: 2, count: 3) == Array("chi".utf8))
        #expect(throws: DepotError.self) { try file.bytes(at: 5, count: 3) }
        #expect(throws: DepotError.self) { try file.bytes(at: .max, count: 3) }
    }

    @Test(arguments: [
        "metadata/1.root.json", "metadata/timestamp.json", "metadata/2.snapshot.json",
        "metadata/1.targets.json", "metadata/2.systeme.json", "metadata/2.applicatif.json",
        "metadata/1.complements.json",
    ])
    func everyFlippedByteOfADocumentIsRefused(_ name: String) throws {
        let depot = try Fixture.published()
        let good = try depot.read(name)
        for index in good.indices {
            var bad = good
            bad[index] ^= UInt8(1 << (index % 8))
            let root = name.hasSuffix("1.root.json") ? bad : nil
            let refusal = try depot.refusal(root: root, replacing: (name, bad))
            #expect(refusal != nil, "byte \(index) of \(name)")
            let file = name.split(separator: ".").suffix(2).joined(separator: ".")
            let words = refusal?.description ?? ""
            #expect(words.contains(file.replacing("metadata/", with: "")), "byte \(index)")
        }
        #expect(try depot.refusal() == nil)
    }

    @Test("A5_4: every flipped byte of a target is refused")
    func everyFlippedByteOfATargetIsRefused() throws {
        let depot = try Fixture.published()
        let hex = SHA256Hasher.digest(of: Fixture.index).hex
        let name = "targets/systeme/\(hex).base-2026.1.idx"
        for index in Fixture.index.indices {
            var bad = Fixture.index
            bad[index] ^= 0x10
            try depot.write(bad, name)
            let refusal = try depot.refusal()
            #expect(refusal?.trust == .hashMismatch)
            #expect(refusal?.subject == "systeme/base-2026.1.idx")
        }
        try depot.write(Fixture.index + [0], name)
        #expect(try depot.refusal() != nil)
        try depot.write(Array(Fixture.index.dropLast()), name)
        #expect(try depot.refusal()?.trust == .lengthMismatch)
    }

    @Test(arguments: [
        "metadata/timestamp.json", "metadata/2.snapshot.json", "metadata/1.targets.json",
        "metadata/2.systeme.json",
    ])
    func aHalfWrittenDepotIsRefusedByTheNameOfWhatLacks(_ name: String) throws {
        let depot = try Fixture.published()
        try depot.directory.removeFile(try RelativePath(name))
        let refusal = try depot.refusal()
        #expect(refusal?.code == .notFound)
        #expect((refusal?.subject ?? "") == name.dropFirst("metadata/".count))
    }

    @Test func symbolicLinksInADepotAreRefused() throws {
        let depot = try Fixture.published()
        let path = try RelativePath("metadata/timestamp.json")
        try depot.directory.rename(path, to: depot.directory, try RelativePath("elsewhere"))
        try depot.directory.makeSymbolicLink(path, target: Array("../elsewhere".utf8))
        #expect(try depot.refusal()?.description.contains("timestamp.json") == true)
    }

    @Test func aDirectoryThatIsALinkIsNotFollowed() throws {
        let depot = try Fixture.published()
        let metadata = try RelativePath("metadata")
        let outside = try RelativePath("outside")
        let root = try depot.read("metadata/1.root.json")
        try depot.directory.rename(metadata, to: Scratch.current.directory, outside)
        try depot.directory.makeSymbolicLink(metadata, target: Array("../outside".utf8))
        #expect(try depot.refusal(root: root)?.description.contains("root.json") == true)
    }

    @Test func aPipeInADepotIsRefusedAtOnce() throws {
        let depot = try Fixture.published()
        let path = try RelativePath("metadata/timestamp.json")
        try depot.directory.removeFile(path)
        try depot.directory.makeNode(path, kind: .fifo, permissions: 0o644)
        #expect(try depot.refusal()?.description.contains("timestamp.json") == true)
    }

    @Test func anOlderDepotReplayedIsRefused() throws {
        let depot = try Fixture.published()
        let storage = TransientStorage()
        let old = try depot.read("metadata/timestamp.json")
        let writer = try DepotWriter.open(depot.directory)
        try writer.refresh(operatorKey: depot.keys.o, now: depot.now)
        #expect(try depot.refusal(storage) == nil)
        try depot.write(old, "metadata/timestamp.json")
        #expect(try depot.refusal(storage)?.trust == .rollback)
    }

    @Test func aStickOf101DaysIsRefusedUnlessOneSaysOtherwise() throws {
        let depot = try Fixture.published()
        let later = depot.now.adding(seconds: 101 * day)
        #expect(try depot.refusal(at: later)?.trust == .expired)
        var start = MetadataUpdater.Start(
            pinnedRoot: try depot.read("metadata/1.root.json"),
            system: later,
            built: depot.now,
            policy: DepotPolicy(pinned: depot.keys.pins)
        )
        start.acceptsStale = true
        var client = try DepotClient(
            transport: DirectoryTransport(depot.directory),
            storage: TransientStorage(),
            start: start
        )
        #expect(try client.bytes(of: "systeme/base-2026.1.idx") == Fixture.index)
    }

    @Test func aClockIn2010IsLiftedToTheFloor() throws {
        let depot = try Fixture.published()
        let storage = TransientStorage()
        #expect(try depot.refusal(storage) == nil)
        #expect(try storage.clockFloor() == depot.now)
        // A replayed depot that expired before the floor stays refused although 2010 is earlier.
        let year2010 = try Instant("2010-01-01T00:00:00Z")
        #expect(try depot.refusal(storage, at: year2010) == nil)
        try storage.raiseClockFloor(to: depot.now.adding(seconds: 101 * day))
        #expect(try depot.refusal(storage, at: year2010)?.trust == .expired)
    }

    @Test func theOperatorAloneCannotPushTheFloorFarAhead() throws {
        let depot = try Fixture.published()
        let storage = TransientStorage()
        let writer = try DepotWriter.open(depot.directory)
        try writer.refresh(
            operatorKey: depot.keys.o,
            now: depot.now.adding(seconds: 300 * day)
        )
        #expect(try depot.refusal(storage) == nil)
        let floor = try storage.clockFloor()
        #expect(floor == depot.now.adding(seconds: TrustClock.operatorReach))
    }

    @Test func otherKeysThanThosePinnedAreRefused() throws {
        let depot = try Fixture.published()
        let stranger = try SigningKey.generate().publicKey.fingerprint
        let pins = DepotPolicy.Pins(
            departement: [stranger],
            academie: [depot.keys.a.publicKey.fingerprint]
        )
        #expect(try depot.refusal(pins: pins)?.trust == .policy)
        let swapped = DepotPolicy.Pins(
            departement: depot.keys.pins.academie,
            academie: depot.keys.pins.departement
        )
        #expect(try depot.refusal(pins: swapped)?.trust == .policy)
    }

    @Test func whatIsTrustedIsKeptByteForByteInADirectory() throws {
        let depot = try Fixture.published()
        let name = try RelativePath("state")
        try Scratch.current.directory.makeDirectory(name, permissions: 0o755)
        let state = try Scratch.current.directory.openDirectory(name)
        #expect(try depot.refusal(MetadataStore(state)) == nil)
        for (kept, file) in [
            ("timestamp", "timestamp"), ("snapshot", "2.snapshot"), ("systeme", "2.systeme"),
        ] {
            #expect(
                try state.read(try RelativePath("\(kept).json"), limit: 1 << 20)
                    == depot.read("metadata/\(file).json")
            )
        }
        #expect(try MetadataStore(state).clockFloor() == depot.now)
        #expect(try depot.refusal(MetadataStore(state)) == nil)
    }
}

extension [UInt8] {
    /// The bytes as text.
    var text: String { String(decoding: self, as: UTF8.self) }
}
