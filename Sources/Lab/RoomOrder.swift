public import Primitives
internal import Trust

/// One order to a room: what is done, to which stations, and under which approvals.
///
/// It never changes once written; how far each station is stands in its ``StationRecord``.
public struct RoomOrder: Sendable {
    /// What an order does.
    public enum Kind: String, Sendable, CaseIterable {
        case scan = "controle"
        case plan
        case restore = "restauration"
        /// Asks each station what an undo would change.
        case undoPreview = "apercu"
        case undo = "annulation"

        /// Whether stations are changed by it.
        public var changesStations: Bool { self == .restore || self == .undo }
        /// The playbook that does it.
        var playbook: String {
            switch self {
            case .scan: "scan.yml"
            case .plan: "plan.yml"
            case .restore: "restore.yml"
            case .undoPreview, .undo: "undo.yml"
            }
        }
        /// The phase of the role that decides how a station's part ended.
        var mainPhase: String { rawValue }
    }

    /// One station an order reaches.
    public struct Target: Sendable, Hashable {
        /// The station's name in the roster.
        public let name: String
        /// Where it is reached.
        public let address: String
        /// Its hardware address, to wake it.
        public let hardwareAddress: String?
        /// The plan, or the undo, that was approved for it; nil where nothing is changed.
        public let approval: Digest?
        /// Paths that plan removes.
        public let removals: Int

        /// Creates a target.
        public init(
            _ entry: Roster.Entry,
            approval: Digest? = nil,
            removals: Int = 0
        ) {
            name = entry.name
            address = entry.address
            hardwareAddress = entry.hardwareAddress
            self.approval = approval
            self.removals = removals
        }

        /// The same station, to be looked at only.
        public var unapproved: Target {
            Target(
                name: name,
                address: address,
                hardwareAddress: hardwareAddress,
                approval: nil,
                removals: 0
            )
        }

        /// The same station under the approval of a plan.
        public func approved(_ id: Digest, removals: Int) -> Target {
            Target(
                name: name,
                address: address,
                hardwareAddress: hardwareAddress,
                approval: id,
                removals: removals
            )
        }

        init(
            name: String,
            address: String,
            hardwareAddress: String?,
            approval: Digest?,
            removals: Int
        ) {
            self.name = name
            self.address = address
            self.hardwareAddress = hardwareAddress
            self.approval = approval
            self.removals = removals
        }
    }

    /// What is done.
    public let kind: Kind
    /// The school.
    public let school: SchoolCode
    /// The room.
    public let room: String
    /// When it was given.
    public let given: Instant
    /// The stations, by name.
    public let targets: [Target]
    /// Values of the role's variables, such as the ticket; names without their prefix.
    public let variables: [String: String]

    /// Creates an order.
    public init(
        _ kind: Kind,
        school: SchoolCode,
        room: String,
        given: Instant,
        targets: [Target],
        variables: [String: String] = [:]
    ) {
        self.kind = kind
        self.school = school
        self.room = room
        self.given = given
        self.targets = targets.sorted { $0.name < $1.name }
        self.variables = variables
    }

    /// The id that approves doing `kind` to exactly these stations with exactly these plans.
    ///
    /// SHA-256 over the canonical JSON of the act, the school, the room, and every station's name,
    /// address and plan.
    public static func approval(
        of kind: Kind,
        school: SchoolCode,
        room: String,
        targets: [Target]
    ) throws(LabError) -> Digest {
        let stations = targets.sorted { $0.name < $1.name }.map { target -> JSONValue in
            [
                "nom": .string(target.name), "adresse": .string(target.address),
                "plan": .string(target.approval?.hex ?? ""),
            ]
        }
        let document: JSONValue = [
            "format": 1, "acte": .string(kind.rawValue), "salle": .string(room),
            "etablissement": .string(school.description), "postes": .array(stations),
        ]
        return try LabError.reading { () throws(PrimitivesError) in
            SHA256Hasher.digest(of: try CanonicalJSON.encode(document))
        }
    }

    // MARK: Scope

    /// Refuses an order that goes beyond what its operator may do, or comes at a reserved hour.
    ///
    /// - Throws: ``LabError`` with the rule; nothing was contacted.
    public func check(
        _ policy: LabPolicy,
        hours: ReservedHours?,
        now: Instant
    ) throws(LabError) {
        guard policy.schools.contains(school) else {
            let known = policy.schools.sorted().map(\.description).joined(separator: ", ")
            throw LabError(
                .foreignSchool,
                subject: school.description,
                detail: "not one of the operator’s schools: \(known)"
            )
        }
        guard targets.count <= policy.maximumStations else {
            throw LabError(
                .capExceeded,
                subject: room,
                detail: "\(targets.count) stations; one order may touch \(policy.maximumStations)"
            )
        }
        guard kind.changesStations else { return }
        for target in targets where target.removals > policy.maximumRemovals {
            throw LabError(
                .capExceeded,
                subject: target.name,
                detail:
                    "\(target.removals) removals; one order may make \(policy.maximumRemovals)"
            )
        }
        for target in targets where target.approval == nil {
            throw LabError(.notApproved, subject: target.name, detail: "it has no approved plan")
        }
        try hours?.requireFree(room: room, from: now, seconds: Int64(policy.timeout))
    }

    // MARK: JSON

    /// The order as it is kept.
    func encoded() -> [UInt8] {
        let stations = targets.map { target -> JSONValue in
            [
                "nom": .string(target.name), "adresse": .string(target.address),
                "mac": target.hardwareAddress.map { .string($0) } ?? .null,
                "plan": target.approval.map { .string($0.hex) } ?? .null,
                "retraits": .integer(Int64(target.removals)),
            ]
        }
        let values = variables.sorted { $0.key < $1.key }
            .map { JSONMember($0.key, .string($0.value)) }
        let document: JSONValue = [
            "format": 1, "document": "ordre", "acte": .string(kind.rawValue),
            "etablissement": .string(school.description), "salle": .string(room),
            "donne": .string(given.description), "postes": .array(stations),
            "variables": .object(values),
        ]
        return Array(JSONWriter.pretty(document).utf8)
    }

    /// Reads an order that ``encoded()`` wrote.
    static func decode(_ bytes: [UInt8]) throws(PrimitivesError) -> RoomOrder {
        let document = JSONNode(try JSONParser.parse(bytes))
        _ = try document.member("format").integer(in: 1...1)
        let act = try document.member("acte")
        guard let kind = Kind(rawValue: try act.string()) else {
            throw act.invalid("expected one of \(Kind.allCases.map(\.rawValue))")
        }
        var targets: [Target] = []
        for node in try document.member("postes").elements() {
            targets.append(
                Target(
                    name: try node.member("nom").string(),
                    address: try node.member("adresse").string(),
                    hardwareAddress: try node.member("mac").text,
                    approval: try node.member("plan").digest,
                    removals: Int(try node.member("retraits").integer())
                )
            )
        }
        var variables: [String: String] = [:]
        for (name, node) in try document.member("variables").members() {
            variables[name] = try node.string()
        }
        return RoomOrder(
            kind,
            school: try document.member("etablissement").parsed(SchoolCode.init(_:)),
            room: try document.member("salle").string(),
            given: try document.member("donne").parsed { (text) throws(PrimitivesError) in
                try Instant(text)
            },
            targets: targets,
            variables: variables
        )
    }
}

extension JSONNode {
    /// The string here; nil for null.
    var text: String? {
        get throws(PrimitivesError) {
            if case .null = value { return nil }
            return try string()
        }
    }

    /// The digest here; nil for null.
    var digest: Digest? {
        get throws(PrimitivesError) {
            if case .null = value { return nil }
            return try parsed { (text) throws(PrimitivesError) in try Digest(hex: text) }
        }
    }
}
