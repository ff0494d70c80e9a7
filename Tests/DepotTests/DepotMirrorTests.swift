import Depot
import Platform
import Primitives
import Synchronization
import TestSupport
import Testing
import Trust

/// A school's copy of a depot: what it costs, and what a stop leaves of it.
@Suite(.scratch, .tags(.medium), .timeLimit(.minutes(3)))
struct DepotMirrorTests {
    private func isWhole(_ folder: Directory, _ depot: LayeredDepot) throws -> Bool {
        try Fixture(keys: depot.fixture.keys, directory: folder).refusal() == nil
    }

    @Test(.enabled(if: Tool.exists("nginx"), "needs nginx"))
    func anUnchangedDepotCostsUnder64KiB() throws {
        let depot = try LayeredDepot()
        let server = try WebServer.nginx(serving: Scratch.current.path + "/depot")
        let transport = HTTPTransport(try DepotURL(server.address))
        let copy = try LayeredDepot.folder("copy")
        #expect(try depot.mirror(transport, to: copy).copied == 2)
        let first = try server.bytesSent()
        #expect(UInt64(first) > (try depot.archiveLength("2026.1")))
        let second = try depot.mirror(transport, to: copy)
        #expect((second.copied, second.kept, second.bytes) == (0, 2, 0))
        let cost = try server.bytesSent() - first
        #expect(cost < 64 << 10, "\(cost) bytes")
        #expect(try isWhole(copy, depot))
    }

    @Test(.enabled(if: Tool.exists("nginx"), "needs nginx"))
    func aNewEditionCostsTheFramesThatChanged() throws {
        let depot = try LayeredDepot()
        let server = try WebServer.nginx(serving: Scratch.current.path + "/depot")
        let transport = HTTPTransport(try DepotURL(server.address))
        let copy = try LayeredDepot.folder("copy")
        _ = try depot.mirror(transport, to: copy)
        let before = try server.bytesSent()
        var random = SplitMix64(seed: 41)
        try depot.write(random.bytes(10_000), package: 7)
        try depot.publish("2026.2", replacing: "2026.1")
        let outcome = try depot.mirror(transport, to: copy)
        let cost = try server.bytesSent() - before
        #expect(try isWhole(copy, depot))
        #expect(outcome.reused > (try depot.archiveLength("2026.2")) * 9 / 10)
        // The package's 10,000 bytes, its index chunk and the documents.
        #expect(cost < 64 << 10, "\(cost) bytes")
        // The edition nothing lists any more is gone.
        let left = try copy.entries(of: RelativePath("targets/systeme"))
        #expect(left.count == 2)
    }

    @Test func everyDocumentIsCopiedByteForByte() throws {
        let depot = try LayeredDepot()
        let writer = try DepotWriter.open(depot.fixture.directory)
        let keys = depot.fixture.keys
        _ = try writer.publish("root", keys: [keys.d1, keys.d2, keys.a2], now: depot.fixture.now)
        try writer.refresh(operatorKey: keys.o, now: depot.fixture.now)
        let copy = try LayeredDepot.folder("copy")
        let outcome = try depot.mirror(DirectoryTransport(depot.fixture.directory), to: copy)
        let names = outcome.survey.documents.map(\.file) + ["1.root.json"]
        #expect(names.count == 8)
        for name in names {
            let path = try RelativePath("metadata/\(name)")
            #expect(
                try copy.read(path, limit: 1 << 20)
                    == depot.fixture.directory.read(path, limit: 1 << 20)
            )
        }
    }

    @Test(arguments: [1000, 9000, 70_000])
    func aStopLeavesTheOldDepotOrTheNewAndIsGoneOnWith(bytes: Int) throws {
        let depot = try LayeredDepot()
        let source = DirectoryTransport(depot.fixture.directory)
        let copy = try LayeredDepot.folder("copy")
        _ = try depot.mirror(source, to: copy)
        // Every second package changes.
        var random = SplitMix64(seed: 42)
        for number in stride(from: 0, to: LayeredDepot.packages, by: 2) {
            try depot.write(random.bytes(10_000), package: number)
        }
        try depot.publish("2026.2", replacing: "2026.1")
        var stops = 0
        var limit = bytes
        while true {
            let line = BreakingTransport(base: source, after: limit)
            do {
                let outcome = try depot.mirror(line, to: copy)
                #expect(outcome.survey.targets.map(\.path).contains("systeme/base-2026.2.tar.zst"))
                break
            } catch let error as DepotError {
                #expect(error.code == .interrupted || error.trust == .io)
                stops += 1
                limit *= 3
                #expect(try isWhole(copy, depot))
            }
        }
        #expect(stops > 0)
        #expect(try isWhole(copy, depot))
        #expect(try copy.entries(of: RelativePath("targets/systeme")).count == 2)
    }

    @Test func whatAStopLeftIsNotFetchedAgain() throws {
        let depot = try LayeredDepot()
        let source = DirectoryTransport(depot.fixture.directory)
        let copy = try LayeredDepot.folder("copy")
        #expect(throws: DepotError.self) {
            try depot.mirror(BreakingTransport(base: source, after: 120_000), to: copy)
        }
        let rest = try depot.mirror(source, to: copy)
        let whole = try depot.archiveLength("2026.1")
        #expect(rest.bytes < whole - 90_000)
        #expect(try isWhole(copy, depot))
    }

    @Test func aFrameThatIsDamagedInTheCopyIsFetched() throws {
        let depot = try LayeredDepot()
        let source = DirectoryTransport(depot.fixture.directory)
        let copy = try LayeredDepot.folder("copy")
        _ = try depot.mirror(source, to: copy)
        try depot.write([1, 2, 3], package: 0)
        try depot.publish("2026.2", replacing: "2026.1")
        let old = try #require(
            try copy.entries(of: RelativePath("targets/systeme"))
                .map { String(decoding: $0.name, as: UTF8.self) }
                .first { $0.hasSuffix("base-2026.1.tar.zst") }
        )
        let file = try copy.openFileForWriting(RelativePath("targets/systeme/\(old)"))
        try file.write([0, 0, 0, 0], at: 100_000)
        let outcome = try depot.mirror(source, to: copy)
        #expect(outcome.copied == 2)
        // Two packages: the one that changed and the one whose frame was damaged.
        #expect((10_000..<25_000).contains(outcome.bytes))
        #expect(try isWhole(copy, depot))
    }

    @Test func documentsThatAreDamagedInTheCopyAreReplaced() throws {
        let depot = try LayeredDepot()
        let source = DirectoryTransport(depot.fixture.directory)
        let copy = try LayeredDepot.folder("copy")
        let outcome = try depot.mirror(source, to: copy)
        for document in outcome.survey.documents where document.role != "root" {
            try copy.write(
                Array("{}".utf8),
                atomicallyTo: RelativePath("metadata/\(document.file)"),
                permissions: 0o644
            )
        }
        _ = try depot.mirror(source, to: copy)
        #expect(try isWhole(copy, depot))
    }

    @Test func twoAtOnceIntoOneFolderAreRefused() throws {
        let depot = try LayeredDepot()
        let copy = try LayeredDepot.folder("copy")
        let source = DirectoryTransport(depot.fixture.directory)
        _ = try depot.mirror(source, to: copy)
        let lock = try FileLock.acquire(in: copy, RelativePath("staging/lock"), kind: .flock)
        let error = #expect(throws: DepotError.self) { try depot.mirror(source, to: copy) }
        #expect(error?.code == .locked)
        _ = consume lock
    }
}

/// A line that gives so many bytes and then breaks.
private final class BreakingTransport: Transport {
    private let base: DirectoryTransport
    private let rest: Mutex<Int>

    init(base: DirectoryTransport, after bytes: Int) {
        self.base = base
        rest = Mutex(bytes)
    }

    var location: String { base.location }

    func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8] {
        let bytes = try base.fetch(path, limit: limit)
        _ = try allow(bytes.count)
        return bytes
    }

    func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        try base.read(path, ranges: ranges) { (number, piece) throws(DepotError) in
            let count = rest.withLock { min($0, piece.count) }
            if count > 0 { try take(number, piece.prefix(count)) }
            try allow(piece.count)
        }
    }

    func length(of path: String) throws(DepotError) -> UInt64 { try base.length(of: path) }

    private func allow(_ count: Int) throws(DepotError) {
        let isBroken = rest.withLock { left in
            left -= count
            return left < 0
        }
        guard isBroken else { return }
        throw DepotError(.interrupted, subject: location, detail: "the line broke")
    }
}
