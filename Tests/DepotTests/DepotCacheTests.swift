import Depot
import Model
import Packaging
import Platform
import Primitives
import Synchronization
import TestSupport
import Testing
import Trust

/// What a station keeps of what a server gave.
@Suite(.scratch, .tags(.medium)) struct DepotCacheTests {
    private let depot: LayeredDepot
    private let kept: Directory
    private let storage = TransientStorage()

    init() throws {
        depot = try LayeredDepot()
        kept = try LayeredDepot.folder("kept")
    }

    private func client(
        _ line: Line,
        limit: UInt64 = 1 << 30,
        _ storage: TransientStorage? = nil
    ) throws -> DepotClient {
        try DepotClient(
            transport: line,
            storage: storage ?? self.storage,
            start: MetadataUpdater.Start(
                pinnedRoot: try depot.fixture.read("metadata/1.root.json"),
                system: depot.fixture.now,
                built: depot.fixture.now,
                policy: DepotPolicy()
            ),
            cache: DepotCache(kept, limit: limit)
        )
    }

    private func line() -> Line { Line(DirectoryTransport(depot.fixture.directory)) }

    /// Reads the whole layer as a restore into an empty root would.
    private func readLayer(_ client: inout DepotClient) throws {
        let index = try LayerIndex.decode(
            try client.bytes(of: "systeme/base-2026.1.idx"),
            expecting: nil
        )
        let file = try client.file(of: "systeme/base-2026.1.tar.zst")
        let archive = try LayerArchive(index: index, source: file)
        archive.expect(index.runs)
        var sink = Nothing()
        for run in index.runs { try archive.read(run, into: &sink) }
    }

    @Test func framesAreAskedForManyAtATimeAndOnce() throws {
        let line = line()
        var first = try client(line)
        try readLayer(&first)
        #expect(line.readings == 1)
        var second = try client(line)
        try readLayer(&second)
        #expect(line.readings == 1)
    }

    @Test func allIsReadWithTheLineDown() throws {
        var first = try client(line())
        try readLayer(&first)
        let down = line()
        down.isDown = true
        var second = try client(down)
        try readLayer(&second)
        #expect(second.isOffline)
        // One try, not one for each file.
        #expect(down.refusals == 1)
    }

    @Test func aLineCutAnywhereInARefreshLeavesTheOldDepotOrTheNew() throws {
        let roles = DepotPolicy.roles.map(\.name.text)
        var first = try client(line())
        try first.refresh(roles: roles)
        try depot.publish("2026.2", replacing: "2026.1")
        let documents =
            ["timestamp.json", "snapshot.json", "targets.json"] + roles.map { $0 + ".json" }
        var seen: [String] = []
        for asked in 0...12 {
            let state = TransientStorage()
            for name in documents {
                try state.keep(try #require(try storage.document(name)), as: name)
            }
            let cut = line()
            cut.isCut(after: asked)
            for line in [cut, line()] {
                line.isDown = line !== cut
                var client = try client(line, state)
                try client.refresh(roles: roles)
                let layers = try client.targets(inRole: "systeme", suffix: ".idx").map(\.path)
                #expect(layers.count == 1)
                seen += layers
            }
        }
        // What was seen with the line is what is seen without, and it never goes back.
        let turn = try #require(seen.firstIndex(of: "systeme/base-2026.2.idx"))
        #expect(turn.isMultiple(of: 2))
        #expect(seen[..<turn].allSatisfy { $0 == "systeme/base-2026.1.idx" })
        #expect(seen[turn...].allSatisfy { $0 == "systeme/base-2026.2.idx" })
        #expect(turn > 6)
    }

    @Test func withoutALineNothingIsReadThatWasNotKept() throws {
        let down = line()
        down.isDown = true
        var client = try client(down)
        let error = #expect(throws: DepotError.self) { try client.refresh() }
        #expect(error?.code == .io)
        #expect(error?.subject == "timestamp.json")
    }

    @Test func whatExpiredIsRefusedWithTheLineDownToo() throws {
        var first = try client(line())
        try first.refresh()
        let down = line()
        down.isDown = true
        var late = try DepotClient(
            transport: down,
            storage: storage,
            start: MetadataUpdater.Start(
                pinnedRoot: try depot.fixture.read("metadata/1.root.json"),
                system: Instant(
                    secondsSince1970: depot.fixture.now.secondsSince1970 + 101 * 86_400
                ),
                built: depot.fixture.now,
                policy: DepotPolicy()
            ),
            cache: DepotCache(kept)
        )
        let error = #expect(throws: DepotError.self) { try late.refresh() }
        #expect(error?.trust == .expired)
    }

    @Test func damagedFilesAreFetchedAgain() throws {
        var first = try client(line())
        try readLayer(&first)
        var random = SplitMix64(seed: 3)
        for entry in try kept.entries() {
            let path = RelativePath(uncheckedBytes: entry.name)
            let size = try kept.status(of: path).size
            let file = try kept.openFileForWriting(path)
            try file.write([UInt8.random(in: 0...255, using: &random)], at: size / 2)
            try file.write([0, 0, 0], at: size / 3)
        }
        let line = line()
        var second = try client(line)
        try readLayer(&second)
        #expect(line.readings > 0)
        let other = self.line()
        var third = try client(other)
        try readLayer(&third)
        #expect(other.readings == 0)
    }

    @Test func itStaysWithinItsLimit() throws {
        let limit: UInt64 = 60_000
        for _ in 0..<2 {
            var client = try client(line(), limit: limit)
            try readLayer(&client)
            let size = try kept.entries().reduce(UInt64(0)) {
                $0 + (try kept.status(of: RelativePath(uncheckedBytes: $1.name)).size)
            }
            #expect(size <= limit)
            #expect(size > 0)
        }
    }
}

/// A line that may be down, and counts what is asked of it.
private final class Line: Transport {
    private let base: DirectoryTransport
    private let state = Mutex((isDown: false, readings: 0, refusals: 0, left: Int.max))

    init(_ base: DirectoryTransport) { self.base = base }

    var location: String { base.location }
    var isFar: Bool { true }
    var readings: Int { state.withLock { $0.readings } }
    var refusals: Int { state.withLock { $0.refusals } }
    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    /// The line is cut after so many documents.
    func isCut(after count: Int) { state.withLock { $0.left = count } }

    func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8] {
        state.withLock { state in
            state.left -= 1
            if state.left < 0 { state.isDown = true }
        }
        try requireLine()
        return try base.fetch(path, limit: limit)
    }

    func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        try requireLine()
        state.withLock { $0.readings += 1 }
        try base.read(path, ranges: ranges, take: take)
    }

    func length(of path: String) throws(DepotError) -> UInt64 {
        try requireLine()
        return try base.length(of: path)
    }

    private func requireLine() throws(DepotError) {
        let isDown = state.withLock { state in
            if state.isDown { state.refusals += 1 }
            return state.isDown
        }
        if isDown { throw DepotError(.unreachable, subject: location, detail: "no line") }
    }
}

/// Takes nothing of what is decoded.
private struct Nothing: EntrySink {
    mutating func begin(_ entry: LayerEntry) throws(PackagingError) -> Bool { false }
    mutating func write(_ bytes: RawSpan, at offset: UInt64) throws(PackagingError) {}
    mutating func end(_ entry: LayerEntry) throws(PackagingError) {}
}
