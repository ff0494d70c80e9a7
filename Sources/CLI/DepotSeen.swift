import Depot
import Platform
import Primitives
import Trust

/// What a station was shown of its depot when it was enrolled.
///
/// A station with an empty disk has seen nothing, and would believe the oldest depot that has not
/// expired. Whoever enrols it shows it a copy that is known to be recent (the school's mirror, a
/// stick exported this week), and from then on it refuses what is older, whatever is wiped but its
/// enrolment.
struct DepotSeen {
    /// The documents that tell an older depot from a newer one.
    static let names = ["root.json", "timestamp.json", "snapshot.json"]

    /// Those documents, by name; a root only where it is newer than the one pinned.
    let documents: [String: [UInt8]]
    /// The version of the timestamp, which rises with every signature of the operator.
    let version: Int64
    /// The earliest moment it can be, by the dates in them.
    let clockFloor: Instant

    /// Reads the depot at `place` as a station would whose enrolment is `start`; freshness apart,
    /// which says nothing of what may come before.
    ///
    /// - Throws: ``Failure`` that could not judge, for what a station would refuse, and for a copy
    ///   older than the one `start` knows of.
    init(_ place: String, _ start: MetadataUpdater.Start) throws(Failure) {
        let depot = try DepotPlace(place)
        let transport = try depot.transport()
        var start = start
        start.acceptsStale = true
        let storage = TransientStorage()
        let trusted = try Failure.explaining("the copy \(depot) of the depot is not trusted") {
            () throws(DepotError) in
            var client = try DepotClient(transport: transport, storage: storage, start: start)
            try client.refresh(roles: DepotPolicy.roles.map(\.name.text))
            return client.trusted
        }
        documents = try Failure.explaining { () throws(TrustError) in
            var documents = start.known
            for name in Self.names {
                if let bytes = try storage.document(name) { documents[name] = bytes }
            }
            return documents
        }
        version = trusted.timestamp?.header.version ?? 0
        clockFloor = trusted.clockFloor
    }
}

extension Enrolment {
    /// What `--seen` shows, judged by the keys the station is about to trust; nil without the flag.
    static func seen(
        _ invocation: Invocation,
        pinned: [UInt8],
        _ configuration: StationConfiguration,
        _ before: [String: [UInt8]],
        _ context: Context
    ) throws(Failure) -> DepotSeen? {
        guard let place = invocation.value(FlagTable.seen) else { return nil }
        var start = DepotSession.start(
            pinnedRoot: pinned,
            pins: DepotPolicy.Pins(
                departement: configuration.departement,
                academie: configuration.academie
            ),
            now: context.now
        )
        start.known = before
        return try DepotSeen(place, start)
    }
}
