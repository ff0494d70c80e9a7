import Depot
import Platform
import Primitives
import TestSupport
import Trust

/// The keys of a depot in tests, as one person would hold them all.
struct Keys {
    let d1: SigningKey
    let d2: SigningKey
    let a1: SigningKey
    let a2: SigningKey
    let d: SigningKey
    let a: SigningKey
    let o: SigningKey

    init() throws {
        d1 = try SigningKey.generate()
        d2 = try SigningKey.generate()
        a1 = try SigningKey.generate()
        a2 = try SigningKey.generate()
        d = try SigningKey.generate()
        a = try SigningKey.generate()
        o = try SigningKey.generate()
    }

    var roster: DepotRoster {
        DepotRoster(
            departement: .init(root: [d1.publicKey, d2.publicKey], role: d.publicKey),
            academie: .init(root: [a1.publicKey, a2.publicKey], role: a.publicKey),
            operatorKey: o.publicKey
        )
    }

    /// Three of four root keys, so that every signature counts.
    var ceremony: [SigningKey] { [d1, d2, a1, d, a] }

    var pins: DepotPolicy.Pins {
        DepotPolicy.Pins(
            departement: [d.publicKey.fingerprint],
            academie: [a1.publicKey.fingerprint]
        )
    }
}

/// A depot's directory with one file replaced, in memory.
struct Overlay: Transport {
    let base: DirectoryTransport
    let path: String
    let bytes: [UInt8]

    var location: String { base.location }

    func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8] {
        path == self.path ? bytes : try base.fetch(path, limit: limit)
    }

    func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        try base.read(path, ranges: ranges, take: take)
    }

    func length(of path: String) throws(DepotError) -> UInt64 {
        path == self.path ? UInt64(bytes.count) : try base.length(of: path)
    }
}

/// A small depot on disk and a client of it.
struct Fixture {
    let keys: Keys
    let directory: Directory
    let now = Instant(secondsSince1970: 1_790_000_000)

    static let index: [UInt8] =
        Array("SOCLEIDX".utf8) + [1, 0, 0, 0, 5, 0, 0, 0] + Array("table".utf8)
        + Array("chunks".utf8)

    /// A published depot with one layer, one document and one waiver.
    static func published() throws -> Fixture {
        let fixture = try empty()
        let writer = try DepotWriter.initialise(
            fixture.directory,
            roster: fixture.keys.roster,
            now: fixture.now
        )
        try writer.publishAll(
            keys: fixture.keys.ceremony,
            operatorKey: fixture.keys.o,
            now: fixture.now
        )
        try writer.add("systeme/base-2026.1.idx", bytes: index, now: fixture.now)
        try writer.add(
            "systeme/base-2026.1.tar.zst",
            bytes: Array("archive".utf8),
            now: fixture.now
        )
        try writer.add(
            "applicatif/socle-applicatif-2026-2027.json",
            bytes: Array("{}".utf8),
            now: fixture.now
        )
        _ = try writer.publish("systeme", keys: [fixture.keys.d], now: fixture.now)
        _ = try writer.publish("applicatif", keys: [fixture.keys.a], now: fixture.now)
        try writer.refresh(operatorKey: fixture.keys.o, now: fixture.now)
        return fixture
    }

    static func empty() throws -> Fixture {
        let name = try RelativePath("depot")
        let scratch = Scratch.current.directory
        try scratch.makeDirectory(name, permissions: 0o755)
        return Fixture(keys: try Keys(), directory: try scratch.openDirectory(name))
    }

    func read(_ path: String) throws -> [UInt8] {
        try directory.read(try RelativePath(path), limit: 8 << 20)
    }

    func write(_ bytes: [UInt8], _ path: String) throws {
        try directory.write(bytes, atomicallyTo: try RelativePath(path), permissions: 0o644)
    }

    func client(
        _ storage: any MetadataStorage = TransientStorage(),
        at now: Instant? = nil,
        pins: DepotPolicy.Pins? = nil,
        root: [UInt8]? = nil,
        replacing: (path: String, bytes: [UInt8])? = nil
    ) throws -> DepotClient {
        let disk = DirectoryTransport(directory)
        let overlay = replacing.map { Overlay(base: disk, path: $0.path, bytes: $0.bytes) }
        return try DepotClient(
            transport: overlay.map { $0 as any Transport } ?? disk,
            storage: storage,
            start: MetadataUpdater.Start(
                pinnedRoot: try root ?? read("metadata/1.root.json"),
                system: now ?? self.now,
                built: Instant(secondsSince1970: 1_780_000_000),
                policy: DepotPolicy(pinned: pins ?? keys.pins)
            )
        )
    }

    /// Reads every role and target as a station would; the refusal, or nil.
    func refusal(
        _ storage: any MetadataStorage = TransientStorage(),
        at now: Instant? = nil,
        pins: DepotPolicy.Pins? = nil,
        root: [UInt8]? = nil,
        replacing: (path: String, bytes: [UInt8])? = nil
    ) throws -> DepotError? {
        do {
            var client = try client(storage, at: now, pins: pins, root: root, replacing: replacing)
            for role in ["systeme", "applicatif", "complements"] {
                for target in try client.targets(inRole: role) { _ = try client.bytes(of: target) }
            }
            return nil
        } catch let error as DepotError {
            return error
        }
    }
}
