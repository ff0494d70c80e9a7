import Depot
import Manifest
import Model
import Packaging
import Platform
import Primitives
import Trust

/// One look at a depot, refreshed and judged: the documents and layers current today.
struct DepotSession {
    var client: DepotClient
    private let now: Instant
    private let edition: String?

    /// Opens the depot `--depot` or the enrolment names, and brings its metadata up to date.
    init(_ station: Station, _ invocation: Invocation, _ context: Context) throws(Failure) {
        guard let place = invocation.value(FlagTable.depot) ?? station.configuration?.depot else {
            throw Failure(
                .undetermined,
                "no depot is named",
                hints: ["give --depot DIR, or --baseline DIR for unsigned documents"]
            )
        }
        let pins = station.configuration.map {
            DepotPolicy.Pins(departement: $0.departement, academie: $0.academie)
        }
        let pinned = try station.pinnedRoot(invocation)
        let directory = try UserFile(place).folder()
        try self.init(
            directory,
            named: place,
            pinnedRoot: pinned,
            pins: pins,
            storage: MetadataStore(try station.stateDirectory("trust")),
            now: context.now,
            edition: invocation.value(FlagTable.edition)
        )
        // Every role is read now: a fault in one must not wait until its targets are wanted.
        for role in ["systeme", "applicatif", "complements"] {
            _ = try Failure.explaining("the depot \(place) is not trusted") {
                () throws(DepotError) in
                try client.targets(inRole: role)
            }
        }
    }

    /// Reads a depot from its own folder, as its publisher does before adding to it.
    init(publisherOf directory: Directory, now: Instant) throws(Failure) {
        let first = RelativePath(uncheckedBytes: Array("metadata/1.root.json".utf8))
        let root = try Failure.explaining { () throws(PlatformError) in
            try directory.read(first, limit: 1 << 20)
        }
        try self.init(
            directory,
            named: directory.location,
            pinnedRoot: root,
            pins: nil,
            storage: TransientStorage(),
            now: now,
            edition: nil
        )
    }

    private init(
        _ directory: Directory,
        named place: String,
        pinnedRoot: [UInt8],
        pins: DepotPolicy.Pins?,
        storage: any MetadataStorage,
        now: Instant,
        edition: String?
    ) throws(Failure) {
        let start = MetadataUpdater.Start(
            pinnedRoot: pinnedRoot,
            system: now,
            built: Self.built,
            policy: DepotPolicy(pinned: pins)
        )
        client = try Failure.explaining("the depot \(place) is not trusted") {
            () throws(DepotError) in
            var client = try DepotClient(
                transport: DirectoryTransport(directory),
                storage: storage,
                start: start
            )
            try client.refresh()
            return client
        }
        self.now = now
        self.edition = edition
    }

    /// The earliest moment it can be.
    private static let built = Instant(secondsSince1970: 1_788_220_800)

    /// The socle système current today, or the one `--edition` names.
    mutating func system() throws(Failure) -> SystemBaseline {
        var found: [SystemBaseline] = []
        for target in try targets("systeme", prefix: "systeme/socle-systeme") {
            let bytes = try bytes(target)
            found.append(
                try Failure.explaining { () throws(ManifestErrors) in
                    try SystemDocument.decode(bytes, named: target.path)
                }
            )
        }
        let today = now.day
        let wanted = found.filter { document in
            edition.map { $0 == document.edition } ?? document.validity.contains(today)
        }
        guard let best = wanted.max(by: { Self.precedes($0.edition, $1.edition) }) else {
            let known = found.map { "\($0.edition) (\($0.validity.from) – \($0.validity.until))" }
            throw Failure(
                .undetermined,
                "the depot has no socle système \(edition ?? "valid on \(today)")",
                causes: known.isEmpty ? [] : ["it has \(known.joined(separator: ", "))"]
            )
        }
        return best
    }

    /// The socle applicatif current today.
    mutating func application() throws(Failure) -> ApplicationBaseline {
        var found: [ApplicationBaseline] = []
        for target in try targets("applicatif", prefix: "applicatif/socle-applicatif") {
            let bytes = try bytes(target)
            found.append(
                try Failure.explaining { () throws(ManifestErrors) in
                    try ApplicationDocument.decode(bytes, named: target.path)
                }
            )
        }
        let today = now.day
        let wanted = found.filter { $0.validity.contains(today) }
        guard
            let best = wanted.max(by: {
                ($0.schoolYear, $0.revision) < ($1.schoolYear, $1.revision)
            })
        else {
            let known = found.map {
                "\($0.schoolYear) (\($0.validity.from) – \($0.validity.until))"
            }
            throw Failure(
                .undetermined,
                "the depot has no socle applicatif valid on \(today)",
                causes: known.isEmpty ? [] : ["it has \(known.joined(separator: ", "))"]
            )
        }
        return best
    }

    /// The layer `target` names: its index, whose digest the document gives, and its archive.
    mutating func layer(_ target: LayerTarget) throws(Failure) -> LayerArchive {
        let bytes = try Failure.explaining { () throws(DepotError) in
            try client.bytes(of: target.target + ".idx")
        }
        let file = try Failure.explaining { () throws(DepotError) in
            try client.file(of: target.target + ".tar.zst")
        }
        return try Failure.explaining(target.target) { () throws(PackagingError) in
            let index = try LayerIndex.decode(bytes, expecting: target.index)
            guard index.archiveLength == file.length, index.archiveDigest == file.target.sha256
            else {
                throw PackagingError(
                    .archiveMismatch,
                    subject: target.target + ".idx",
                    detail: "it describes another archive than the depot signs"
                )
            }
            return try LayerArchive(index: index, source: file)
        }
    }

    /// The scripts that `steps` run, as their targets are signed.
    ///
    /// - Throws: ``Failure`` where the depot does not list one, or lists another under its name.
    mutating func scripts(_ steps: [PostRestoreStep]) throws(Failure) -> [Digest: [UInt8]] {
        var scripts: [Digest: [UInt8]] = [:]
        for script in steps.compactMap(\.script) {
            let bytes = try Failure.explaining { () throws(DepotError) in
                try client.bytes(of: script.target, limit: StepScript.sizeLimit)
            }
            guard SHA256Hasher.digest(of: bytes) == script.digest else {
                throw Failure(
                    .undetermined,
                    "the depot signs another \(script.target) than the socle système names",
                    hints: ["a new version of the script needs a new edition of the socle système"]
                )
            }
            scripts[script.digest] = bytes
        }
        return scripts
    }

    /// Editions order as versions do: 2026.10 after 2026.9.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        do {
            return try DebianVersion(left) < DebianVersion(right)
        } catch {
            return left < right
        }
    }

    private mutating func targets(_ role: String, prefix: String) throws(Failure) -> [TargetInfo] {
        try Failure.explaining { () throws(DepotError) in
            try client.targets(inRole: role, prefix: prefix, suffix: ".json")
        }
    }

    private func bytes(_ target: TargetInfo) throws(Failure) -> [UInt8] {
        try Failure.explaining { () throws(DepotError) in
            try client.bytes(of: target, limit: 16 << 20)
        }
    }
}
