import Model
import Platform
import Primitives
import Trust

/// `socle enrol`: from here on the station trusts these keys and no other.
struct Enrolment {
    let invocation: Invocation
    let context: Context

    init(_ invocation: Invocation, _ context: Context) {
        self.invocation = invocation
        self.context = context
    }

    func run() throws(Failure) -> ExitCode {
        let station = try Station(invocation)
        try station.refuseWindows()
        try checkDepot()
        let metadata = try UserFile(invocation.value(FlagTable.rootMetadata) ?? "").read(
            limit: Station.rootLimit
        )
        let pins = try fingerprints()
        // Opening an updater checks the root's own signatures, the policy and the pinned keys.
        _ = try Failure.explaining("the root metadata is not the one of these two institutions") {
            () throws(TrustError) in
            try MetadataUpdater(
                MetadataUpdater.Start(
                    pinnedRoot: metadata,
                    system: context.now,
                    built: context.now,
                    policy: DepotPolicy(
                        pinned: DepotPolicy.Pins(departement: [pins.0], academie: [pins.1])
                    )
                ),
                source: NoSource(),
                storage: TransientStorage()
            )
        }
        let known = station.configuration
        let id = if let known { known.id } else { try Self.newID() }
        var configuration = StationConfiguration(
            id: id,
            school: try Self.school(invocation) ?? known?.school,
            room: invocation.value(FlagTable.room) ?? known?.room,
            zone: Self.zone(invocation) ?? known?.zone ?? .unknown,
            depot: invocation.value(FlagTable.depot) ?? known?.depot,
            root: SHA256Hasher.digest(of: metadata),
            departement: [pins.0],
            academie: [pins.1],
            limits: station.configuration?.limits
        )
        var pinned = metadata
        var before: [String: [UInt8]] = [:]
        var replaced: StationConfiguration?
        if let known {
            if known.departement == configuration.departement,
                known.academie == configuration.academie
            {
                // The same keys: the root they were pinned with stays, and all that was seen since.
                pinned = try station.pinnedRoot(invocation)
                configuration.root = known.root
                before = try station.documentsSeen()
            } else {
                try requireReplacement(known)
                replaced = known
            }
        }
        let seen = try Self.seen(invocation, pinned: pinned, configuration, before, context)
        try station.recoverIfNeeded(context)
        let isKept = configuration.zone != .administrative
        if isKept { try station.makeRecordKey() }
        if isKept, let replaced {
            // Written down first: a record of what did not happen harms less than its contrary.
            let details = details(configuration, replacing: replaced, seen)
            try station.record(.enrolled, id, details, context)
        }
        try station.enrol(configuration, root: pinned, seen)
        guard isKept else {
            try context.say("\(configuration.id)\n")
            return .success
        }
        if replaced == nil {
            let enrolled = try Station(invocation)
            let details = details(configuration, replacing: nil, seen)
            try enrolled.record(.enrolled, id, details, context)
        }
        try context.say(
            context.text(
                Phrase(
                    fr: "poste enrôlé : \(configuration.id)\n",
                    en: "station enrolled: \(configuration.id)\n"
                )
            )
        )
        return .success
    }

    /// Refuses an address no depot has now, not at the first scan; and one that tells a secret.
    private func checkDepot() throws(Failure) {
        guard let text = invocation.value(FlagTable.depot) else { return }
        guard try DepotPlace(text).namesUser else { return }
        throw .usage(
            "--depot: the address holds a name or a password, which everybody at the station could read",
            hint: "serve the depot without one: all it holds is signed, and nothing of it is secret"
        )
    }

    /// The zone in the flags.
    static func zone(_ invocation: Invocation) -> Zone? {
        invocation.value(FlagTable.zone).flatMap { Zone(rawValue: $0) }
    }

    /// Refuses to let a station trust other keys unless that was asked for by name.
    private func requireReplacement(_ known: StationConfiguration) throws(Failure) {
        guard !invocation.has(FlagTable.replaceKeys) else { return }
        let keys = (known.departement.sorted() + known.academie.sorted()).map(\.hex)
        throw Failure(
            .refused,
            "the station is enrolled under other keys: \(keys.joined(separator: ", "))",
            hints: [
                "--replace-keys makes it trust the new ones instead, and the record keeps that",
                "after a rotation nothing is to be done: the depot’s roots lead to the new keys",
            ]
        )
    }

    /// What the record keeps of an enrolment.
    private func details(
        _ configuration: StationConfiguration,
        replacing known: StationConfiguration?,
        _ seen: DepotSeen?
    ) -> JSONValue {
        func pins(_ configuration: StationConfiguration) -> JSONValue {
            .array(
                (configuration.departement.sorted() + configuration.academie.sorted())
                    .map { .string($0.hex) }
            )
        }
        var members = [
            JSONMember("zone", .string(configuration.zone.rawValue)),
            JSONMember("empreintes", pins(configuration)),
        ]
        if let known { members.append(JSONMember("remplace", pins(known))) }
        if let seen { members.append(JSONMember("depotVu", .integer(seen.version))) }
        return .object(members)
    }

    private func fingerprints() throws(Failure) -> (Digest, Digest) {
        let text = invocation.value(FlagTable.fingerprint) ?? ""
        let parts = text.split(separator: ",").map(String.init)
        let hint =
            "give the Département’s, a comma, and the Académie’s, as socle trust show prints them"
        guard parts.count == 2 else {
            throw .usage("--fingerprint “\(text)” is not two fingerprints", hint: hint)
        }
        do {
            return (try Digest(hex: parts[0]), try Digest(hex: parts[1]))
        } catch {
            throw .usage(
                "--fingerprint: \(error)",
                hint: hint
            )
        }
    }

    /// The school in the flags.
    static func school(_ invocation: Invocation) throws(Failure) -> SchoolCode? {
        guard let text = invocation.value(FlagTable.school) else { return nil }
        do {
            return try SchoolCode(text)
        } catch {
            throw .usage("--school: \(error)", hint: "give the school’s UAI code, such as 0829001N")
        }
    }

    /// A pseudonym for a station.
    static func newID() throws(Failure) -> String {
        let bytes = try Failure.explaining { () throws(PlatformError) in try RandomBytes.make(16) }
        return Hexadecimal.encode(bytes)
    }
}

/// Enrolment asks no repository for anything.
private struct NoSource: MetadataSource {
    func metadata(_ name: String, limit: Int) throws(TrustError) -> [UInt8]? { nil }
}
