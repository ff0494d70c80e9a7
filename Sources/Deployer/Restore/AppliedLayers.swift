public import Model
internal import Platform
public import Primitives

/// Which layers a station was last restored to: its own record, not evidence.
public struct AppliedLayers: Sendable, Equatable {
    /// The layers, the base first; empty where none was ever applied.
    public var layers: [LayerReference]
    /// When they were applied.
    public var applied: Instant?

    static let path = RelativePath(uncheckedBytes: Array("var/lib/socle/layers.json".utf8))

    /// Nothing was applied.
    static let none = AppliedLayers(layers: [], applied: nil)

    var value: JSONValue {
        .object([
            JSONMember("format", 1),
            JSONMember("applied", applied.map { .string($0.description) } ?? .null),
            JSONMember(
                "layers",
                .array(
                    layers.map { layer in
                        .object([
                            JSONMember("kind", .string(layer.kind.rawValue)),
                            JSONMember("name", .string(layer.name)),
                            JSONMember("edition", .string(layer.edition)),
                            JSONMember("index", .string(layer.index.hex)),
                        ])
                    }
                )
            ),
        ])
    }

    init(layers: [LayerReference], applied: Instant?) {
        self.layers = layers
        self.applied = applied
    }

    init(_ node: JSONNode) throws(PrimitivesError) {
        let time = try node.member("applied")
        applied =
            time.value == .null
            ? nil : try time.parsed { text throws(PrimitivesError) in try Instant(text) }
        layers = []
        for element in try node.member("layers").elements() {
            let kind = try element.member("kind")
            guard let known = LayerKind(rawValue: try kind.string()) else {
                throw kind.invalid("an unknown kind of layer")
            }
            layers.append(
                LayerReference(
                    kind: known,
                    name: try element.member("name").string(),
                    edition: try element.member("edition").string(),
                    index: try element.member("index").parsed { text throws(PrimitivesError) in
                        try Digest(hex: text)
                    }
                )
            )
        }
    }

    /// Reads the record of `root`; a damaged one is an error that names it.
    static func load(_ root: Directory) throws(DeployerError) -> AppliedLayers {
        let bytes = try onDisk { () throws(PlatformError) in
            try root.readIfPresent(path, limit: 1 << 20)
        }
        guard let bytes else { return .none }
        do {
            return try AppliedLayers(JSONNode(try JSONParser.parse(bytes)))
        } catch {
            throw DeployerError(.unreadable, subject: "/\(path)", detail: error.description)
        }
    }

    /// Keeps a record.
    static func save(_ value: JSONValue, _ disk: some Disk) throws(PlatformError) {
        try StationState.prepare(disk)
        let text = Array(JSONWriter.pretty(value).utf8)
        try disk.replace(path, with: text, permissions: 0o644)
    }
}
