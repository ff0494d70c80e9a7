import Depot
import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Trust

/// A depot with a real layer, of which editions are published one after the other.
struct LayeredDepot {
    let fixture: Fixture
    private let root: Directory
    private let layers: Directory

    /// The packages of the layer's image, one file each.
    static let packages = 20

    /// A depot whose first edition is published.
    init() throws {
        fixture = try Fixture.empty()
        root = try Self.folder("image")
        layers = try Self.folder("layers")
        var random = SplitMix64(seed: 40)
        for number in 0..<Self.packages {
            try write(random.bytes(10_000), package: number)
        }
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
        try publish("2026.1", writer)
    }

    /// Changes the file of a package of the image.
    func write(_ bytes: [UInt8], package number: Int) throws {
        let folder = try RelativePath("usr/lib/p\(number)")
        try root.makeDirectories(folder, permissions: 0o755)
        let path = try RelativePath("usr/lib/p\(number)/data")
        try root.write(bytes, atomicallyTo: path, permissions: 0o644)
    }

    /// Publishes the image as it is now, in the place of the edition before.
    func publish(_ edition: String, replacing old: String? = nil) throws {
        let writer = try DepotWriter.open(fixture.directory)
        if let old {
            for ending in ["idx", "tar.zst"] {
                try writer.remove("systeme/base-\(old).\(ending)", now: fixture.now)
            }
        }
        try publish(edition, writer)
    }

    private func publish(_ edition: String, _ writer: borrowing DepotWriter) throws {
        let name = "base-\(edition)"
        let builder = LayerBuilder(
            kind: .system,
            name: "base",
            edition: edition,
            base: nil,
            rules: PathRules([]),
            overridable: [],
            lock: SoftwareLock(packages: [])
        )
        _ = try builder.build(
            root: root,
            owner: { $0.components.count > 2 ? "\($0.components[2])" : nil },
            into: layers,
            fileName: name,
            workers: Workers(count: 2)
        )
        for ending in ["idx", "tar.zst"] {
            let file = try RelativePath("\(name).\(ending)")
            try writer.add(
                "systeme/\(name).\(ending)",
                bytes: try layers.read(file, limit: 1 << 26),
                now: fixture.now
            )
        }
        _ = try writer.publish("systeme", keys: [fixture.keys.d], now: fixture.now)
        try writer.refresh(operatorKey: fixture.keys.o, now: fixture.now)
    }

    /// The length of the archive of `edition`.
    func archiveLength(_ edition: String) throws -> UInt64 {
        try layers.status(of: try RelativePath("base-\(edition).tar.zst")).size
    }

    /// Copies what `transport` reaches into `folder`.
    func mirror(_ transport: any Transport, to folder: Directory) throws -> DepotExport.Outcome {
        try DepotExport.run(
            from: transport,
            to: folder,
            start: MetadataUpdater.Start(
                pinnedRoot: try transport.fetch("metadata/1.root.json", limit: 1 << 20),
                system: fixture.now,
                built: fixture.now,
                policy: DepotPolicy()
            )
        )
    }

    static func folder(_ name: String) throws -> Directory {
        let path = try RelativePath(name)
        try Scratch.current.directory.makeDirectories(path, permissions: 0o755)
        return try Scratch.current.directory.openDirectory(path)
    }
}
