package import Model
package import Platform
package import Primitives

/// What a transaction is about; the first record of its journal.
package struct TransactionHeader: Sendable, Equatable {
    /// The version of the journal's form.
    package static let formatVersion: Int64 = 1

    /// Its place among the station's transactions, from 1.
    package var number: Int64
    /// When it was made.
    package var made: Instant
    /// The plan that was carried out.
    package var plan: Digest
    /// The plan that was approved, where that is another one.
    package var approved: Digest
    /// The transaction it takes back; nil for a restore.
    package var undoes: Int64?
    /// The scope, as ``Model/RestoreScope`` spells it.
    package var scope: String
    /// Where each file system it changes is mounted; the root's comes first.
    package var volumes: [RelativePath]
    /// The identity of each of them; nil where it has none that lasts.
    package var identities: [FileSystemIdentity?]
    /// The layers the station holds afterwards, as the applied-layers record writes them.
    package var layers: JSONValue
    /// The layers it held before, written the same way.
    package var layersBefore: JSONValue
    /// Bytes kept in quarantine.
    package var keptBytes: UInt64
    /// Whether some of what is kept may be somebody's data.
    package var keepsPossibleData: Bool
    /// The post-restore steps its changes call for, in their order.
    package var steps: [PostRestoreStep]
    /// Directories the steps may write in, with the time each must have afterwards.
    package var settle: [DirectoryTime]

    /// The name of its folder in quarantine.
    package var folder: String { Self.folder(number) }

    package static func folder(_ number: Int64) -> String {
        let digits = String(number)
        return "t" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    /// The header as JSON.
    var value: JSONValue {
        .object([
            JSONMember("format", .integer(Self.formatVersion)),
            JSONMember("number", .integer(number)),
            JSONMember("made", .string(made.description)),
            JSONMember("plan", .string(plan.hex)),
            JSONMember("approved", .string(approved.hex)),
            JSONMember("undoes", undoes.map { .integer($0) } ?? .null),
            JSONMember("scope", .string(scope)),
            JSONMember("volumes", .array(volumes.map { .string(Hexadecimal.encode($0.bytes)) })),
            JSONMember(
                "volume-ids",
                .array(identities.map { $0.map { .string($0.description) } ?? .null })
            ),
            JSONMember("layers", layers),
            JSONMember("layers-before", layersBefore),
            JSONMember("kept-bytes", .integer(Int64(clamping: keptBytes))),
            JSONMember("possible-data", .bool(keepsPossibleData)),
            JSONMember("steps", .array(steps.map(\.value))),
            JSONMember("settle", .array(settle.map(\.value))),
        ])
    }

    package init(
        number: Int64,
        made: Instant,
        plan: Digest,
        approved: Digest,
        undoes: Int64?,
        scope: String,
        volumes: [RelativePath],
        identities: [FileSystemIdentity?],
        layers: JSONValue,
        layersBefore: JSONValue,
        keptBytes: UInt64,
        keepsPossibleData: Bool,
        steps: [PostRestoreStep] = [],
        settle: [DirectoryTime] = []
    ) {
        self.number = number
        self.made = made
        self.plan = plan
        self.approved = approved
        self.undoes = undoes
        self.scope = scope
        self.volumes = volumes
        self.identities = identities
        self.layers = layers
        self.layersBefore = layersBefore
        self.keptBytes = keptBytes
        self.keepsPossibleData = keepsPossibleData
        self.steps = steps
        self.settle = settle
    }

    init(_ node: JSONNode) throws(PrimitivesError) {
        let format = try node.member("format").integer()
        guard format == Self.formatVersion else {
            throw node.invalid("format \(format), expected \(Self.formatVersion)")
        }
        number = try node.member("number").integer(in: 1...Int64.max)
        made = try node.member("made").parsed { text throws(PrimitivesError) in try Instant(text) }
        plan = try node.member("plan").parsed { text throws(PrimitivesError) in
            try Digest(hex: text)
        }
        approved = try node.member("approved").parsed { text throws(PrimitivesError) in
            try Digest(hex: text)
        }
        let taken = try node.member("undoes")
        undoes = taken.value == .null ? nil : try taken.integer(in: 1...Int64.max)
        scope = try node.member("scope").string()
        volumes = []
        for element in try node.member("volumes").elements() {
            let bytes = Hexadecimal.decode(try element.string()) ?? []
            volumes.append(bytes.isEmpty ? .root : try RelativePath(bytes: bytes))
        }
        identities = []
        for element in try node.member("volume-ids").elements() {
            guard element.value != .null else {
                identities.append(nil)
                continue
            }
            guard let identity = FileSystemIdentity(try element.string()) else {
                throw element.invalid("no identity of a file system")
            }
            identities.append(identity)
        }
        guard identities.count == volumes.count else {
            throw node.invalid("\(volumes.count) file systems and \(identities.count) identities")
        }
        layers = try node.member("layers").value
        layersBefore = try node.member("layers-before").value
        keptBytes = UInt64(try node.member("kept-bytes").integer())
        keepsPossibleData = try node.member("possible-data").bool()
        steps = []
        for element in try node.member("steps").elements() {
            steps.append(try PostRestoreStep(element))
        }
        settle = []
        for element in try node.member("settle").elements() {
            settle.append(try DirectoryTime(element))
        }
    }
}
