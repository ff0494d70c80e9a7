internal import Model
internal import Primitives
internal import Trust

/// The id of a plan: SHA-256 of the canonical JSON of what it would do to whom.
///
/// Paths that are volatile or generated, and times, do not count: the same changes planned a minute
/// later have the same id.
enum PlanIdentity {
    static func id(
        station: StationIdentity,
        layers: [LayerReference],
        scope: RestoreScope,
        changes: [PlanChange]
    ) -> Digest {
        let counted = changes.filter { $0.pathClass != .volatile && $0.pathClass != .generated }
        let value = JSONValue.object([
            JSONMember("format", .integer(Plan.formatVersion)),
            JSONMember("station", .string(station.id)),
            JSONMember("layers", .array(layers.map { .string($0.index.hex) })),
            JSONMember("scope", .string(scope.rawValue)),
            JSONMember("changes", .array(counted.map(change))),
        ])
        // Strings and integers only: encoding can not fail.
        return SHA256Hasher.digest(of: (try? CanonicalJSON.encode(value)) ?? [])
    }

    private static func change(_ change: PlanChange) -> JSONValue {
        .array([
            .string(change.action.rawValue), .string(Hexadecimal.encode(change.path.bytes)),
            .string(change.kind.name), .string(change.pathClass.rawValue),
            .integer(Int64(clamping: change.bytes)),
            change.digest.map { .string($0.hex) } ?? .null,
        ])
    }
}
