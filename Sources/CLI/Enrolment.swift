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
        let metadata = try UserFile(invocation.value(FlagTable.rootMetadata) ?? "").read(
            limit: 1 << 20
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
        let id = if let known = station.configuration?.id { known } else { try newID() }
        let configuration = StationConfiguration(
            id: id,
            school: try school(),
            room: invocation.value(FlagTable.room),
            zone: invocation.value(FlagTable.zone).flatMap { Zone(rawValue: $0) } ?? .unknown,
            depot: invocation.value(FlagTable.depot),
            departement: [pins.0],
            academie: [pins.1]
        )
        try station.recoverIfNeeded(context)
        try station.enrol(configuration, root: metadata)
        guard configuration.zone != .administrative else {
            try context.say("\(configuration.id)\n")
            return .success
        }
        let enrolled = try Station(invocation)
        try enrolled.record(
            .enrolled,
            configuration.id,
            ["zone": .string(configuration.zone.rawValue)],
            context
        )
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

    private func school() throws(Failure) -> SchoolCode? {
        guard let text = invocation.value(FlagTable.school) else { return nil }
        do {
            return try SchoolCode(text)
        } catch {
            throw .usage("--school: \(error)", hint: "give the school’s UAI code, such as 0829001N")
        }
    }

    private func newID() throws(Failure) -> String {
        let bytes = try Failure.explaining { () throws(PlatformError) in try RandomBytes.make(16) }
        return Hexadecimal.encode(bytes)
    }
}

/// Enrolment asks no repository for anything.
private struct NoSource: MetadataSource {
    func metadata(_ name: String, limit: Int) throws(TrustError) -> [UInt8]? { nil }
}
