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
    let now: Instant
    /// What `--edition` asks for: editions and school years.
    let editions: [String]

    /// Opens the depot `--depot` or the enrolment names, and brings its metadata up to date.
    init(_ station: Station, _ invocation: Invocation, _ context: Context) throws(Failure) {
        guard let place = invocation.value(FlagTable.depot) ?? station.configuration?.depot else {
            throw Failure(
                .undetermined,
                "no depot is named",
                hints: ["give --depot DIR, or --baseline DIR for unsigned documents"]
            )
        }
        let depot = try DepotPlace(place)
        let pins = station.configuration.map {
            DepotPolicy.Pins(departement: $0.departement, academie: $0.academie)
        }
        let pinned = try station.pinnedRoot(invocation)
        try self.init(
            try depot.transport(),
            pinnedRoot: pinned,
            pins: pins,
            storage: try station.trustStorage(invocation),
            known: try station.documentsSeen(),
            now: context.now,
            editions: (invocation.value(FlagTable.edition) ?? "").split(separator: ",")
                .map(String.init),
            acceptsStale: invocation.has(FlagTable.acceptStale),
            cache: try depot.isAddress ? station.depotCache() : nil
        )
        // Every role is read now: a fault in one must not wait until its targets are wanted.
        try Failure.explaining("the depot \(depot) is not trusted") { () throws(DepotError) in
            try client.refresh(roles: DepotPolicy.roles.map(\.name.text))
        }
        if client.isOffline { context.progress(context.text(Self.offline(depot))) }
    }

    private static func offline(_ depot: DepotPlace) -> Phrase {
        Phrase(
            fr: "le dépôt \(depot) est hors d’atteinte : ce que le poste en garde est utilisé",
            en: "the depot \(depot) is out of reach: what the station keeps of it is used"
        )
    }

    /// Reads a depot from its own folder, as its publisher does before adding to it.
    init(publisherOf directory: Directory, now: Instant) throws(Failure) {
        try self.init(keeperOf: DirectoryTransport(directory), now: now)
    }

    /// Reads a depot by its own first root, as whoever keeps it does.
    init(keeperOf transport: any Transport, now: Instant) throws(Failure) {
        try self.init(
            transport,
            pinnedRoot: try Self.firstRoot(transport),
            pins: nil,
            storage: TransientStorage(),
            now: now,
            editions: [],
            acceptsStale: false
        )
    }

    /// The root a depot begins with: who trusts no other yet judges it by this one.
    static func firstRoot(_ transport: any Transport) throws(Failure) -> [UInt8] {
        try Failure.explaining { () throws(DepotError) in
            try transport.fetch("metadata/1.root.json", limit: Station.rootLimit)
        }
    }

    private init(
        _ transport: any Transport,
        pinnedRoot: [UInt8],
        pins: DepotPolicy.Pins?,
        storage: any MetadataStorage,
        known: [String: [UInt8]] = [:],
        now: Instant,
        editions: [String],
        acceptsStale: Bool,
        cache: DepotCache? = nil
    ) throws(Failure) {
        var start = Self.start(pinnedRoot: pinnedRoot, pins: pins, now: now)
        start.known = known
        start.acceptsStale = acceptsStale
        client = try Failure.explaining("the depot \(transport.location) is not trusted") {
            () throws(DepotError) in
            var client = try DepotClient(
                transport: transport,
                storage: storage,
                start: start,
                cache: cache
            )
            try client.refresh()
            return client
        }
        // A clock that a dead battery set back does not bring an old edition back.
        self.now = client.trusted.clock.now
        self.editions = editions
    }

    /// What a depot is judged by when nothing is known of it but its first root.
    static func start(
        pinnedRoot: [UInt8],
        pins: DepotPolicy.Pins?,
        now: Instant
    ) -> MetadataUpdater.Start {
        MetadataUpdater.Start(
            pinnedRoot: pinnedRoot,
            system: now,
            built: built,
            policy: DepotPolicy(pinned: pins)
        )
    }

    /// The earliest moment it can be.
    private static let built = Instant(secondsSince1970: 1_788_220_800)

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

    /// The documents in force and all targets.
    mutating func survey() throws(Failure) -> DepotSurvey {
        try Failure.explaining { () throws(DepotError) in try client.survey() }
    }

    /// Reads all of `target`.
    func verify(_ target: TargetInfo) throws(Failure) {
        try Failure.explaining { () throws(DepotError) in try client.verify(target) }
    }

    /// When the depot's freshness ran out, where it has and that was accepted.
    var staleSince: Instant? { client.trusted.stale.map(\.expires).min() }

    mutating func targets(_ role: String, prefix: String) throws(Failure) -> [TargetInfo] {
        try Failure.explaining { () throws(DepotError) in
            try client.targets(inRole: role, prefix: prefix, suffix: ".json")
        }
    }

    func bytes(_ target: TargetInfo) throws(Failure) -> [UInt8] {
        try Failure.explaining { () throws(DepotError) in
            try client.bytes(of: target, limit: 16 << 20)
        }
    }
}
