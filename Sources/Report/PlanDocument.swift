public import Model
public import Primitives

/// The JSON form of a plan: `Baselines/schema/plan.schema.json`.
///
/// A plan is read back to be carried out, so what is written here is read strictly.
public enum PlanDocument {
    /// The plan as JSON.
    public static func json(_ plan: Plan) -> JSONValue {
        .object([
            .count("format", Plan.formatVersion),
            .text("document", "plan"),
            .text("id", plan.id.hex),
            .text("made", plan.made.description),
            JSONMember("station", StationDocument.json(plan.station)),
            .text("scope", plan.scope.rawValue),
            JSONMember("layers", .array(plan.layers.map(LayerDocument.json))),
            JSONMember("changes", .array(plan.changes.map(change))),
            JSONMember("losses", losses(plan.losses)),
            .count("bytesToFetch", plan.bytesToFetch),
            .count("bytesReused", plan.bytesReused),
            .texts("steps", plan.steps),
            .count("estimatedSeconds", plan.estimatedSeconds),
            .count("removalCap", plan.removalCap),
            JSONMember("decision", plan.decision.map(DecisionDocument.json) ?? .null),
            .texts("toReinstall", plan.toReinstall),
        ])
    }

    private static func change(_ change: PlanChange) -> JSONValue {
        .object([
            JSONMember("path", PathValue.json(change.path)),
            .text("action", change.action.rawValue),
            .text("kind", change.kind.name),
            .text("class", change.pathClass.rawValue),
            .count("bytes", change.bytes),
            .text("digest", change.digest?.hex),
            .text("package", change.package),
        ])
    }

    private static func losses(_ losses: PlanLosses) -> JSONValue {
        .object([
            .texts("packages", losses.packages),
            .texts("programs", losses.programs),
            JSONMember("settings", PathValue.list(losses.settings)),
            JSONMember("possibleData", PathValue.list(losses.possibleData)),
            .texts("downgrades", losses.downgrades),
            .count("bytes", losses.bytes),
        ])
    }

    // MARK: Reading

    /// Reads a plan's file back.
    ///
    /// - Throws: ``ReportError`` naming the place that is no JSON, or not as ``json(_:)`` writes it.
    public static func decode(_ bytes: [UInt8]) throws(ReportError) -> Plan {
        try decode(ReportError.parsing(bytes))
    }

    /// Reads a plan back.
    ///
    /// - Throws: ``ReportError`` naming the place that is not as ``json(_:)`` writes it.
    public static func decode(_ value: JSONValue) throws(ReportError) -> Plan {
        try ReportError.reading(value, as: "plan", version: Plan.formatVersion, of: plan)
    }

    private static func plan(_ node: JSONNode) throws(PrimitivesError) -> Plan {
        try node.allowMembers([
            "format", "document", "id", "made", "station", "scope", "layers", "changes", "losses",
            "bytesToFetch", "bytesReused", "steps", "estimatedSeconds", "removalCap", "decision",
            "toReinstall",
        ])
        var layers: [LayerReference] = []
        for node in try node.member("layers").elements() {
            layers.append(try LayerDocument.decode(node))
        }
        var changes: [PlanChange] = []
        for node in try node.member("changes").elements() { changes.append(try change(node)) }
        var decision: Decision?
        if let node = try node.member("decision").present {
            decision = try DecisionDocument.decode(node)
        }
        return Plan(
            id: try node.digest("id"),
            station: try StationDocument.decode(node.member("station")),
            made: try node.member("made").parsed { text throws(PrimitivesError) in
                try Instant(text)
            },
            scope: try node.choice("scope"),
            layers: layers,
            changes: changes,
            losses: try losses(node.member("losses")),
            bytesToFetch: try node.count("bytesToFetch"),
            bytesReused: try node.count("bytesReused"),
            steps: try node.texts("steps"),
            estimatedSeconds: try node.number("estimatedSeconds"),
            removalCap: try node.number("removalCap"),
            decision: decision,
            toReinstall: try node.texts("toReinstall")
        )
    }

    private static func change(_ node: JSONNode) throws(PrimitivesError) -> PlanChange {
        try node.allowMembers(["path", "action", "kind", "class", "bytes", "digest", "package"])
        let kindNode = try node.member("kind")
        let name = try kindNode.string()
        guard let kind = FileKind.allCases.first(where: { $0.name == name }) else {
            throw kindNode.invalid(
                "expected one of \(FileKind.allCases.map(\.name).joined(separator: ", "))"
            )
        }
        let digest = try node.member("digest").present == nil ? nil : try node.digest("digest")
        return PlanChange(
            path: try PathValue.decode(node.member("path")),
            action: try node.choice("action"),
            kind: kind,
            pathClass: try node.choice("class"),
            bytes: try node.count("bytes"),
            digest: digest,
            package: try node.optionalText("package")
        )
    }

    private static func losses(_ node: JSONNode) throws(PrimitivesError) -> PlanLosses {
        try node.allowMembers([
            "packages", "programs", "settings", "possibleData", "downgrades", "bytes",
        ])
        return PlanLosses(
            packages: try node.texts("packages"),
            programs: try node.texts("programs"),
            settings: try node.paths("settings"),
            possibleData: try node.paths("possibleData"),
            downgrades: try node.texts("downgrades"),
            bytes: try node.count("bytes")
        )
    }
}
