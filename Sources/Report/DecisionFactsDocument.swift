public import Model
public import Primitives

/// The JSON form of what a decision rests on, as records keep it beside the decision.
///
/// Neither the words of a fault nor anybody's name is in it.
public enum DecisionFactsDocument {
    /// The facts as JSON.
    public static func json(_ facts: DecisionFacts) -> JSONValue {
        let order = facts.order
        let backups = order.backups.map { backups -> JSONValue in
            ["function": .string(backups.function), "day": .string(backups.day.description)]
        }
        return .object([
            .text("verdict", facts.verdict.rawValue),
            .text("declared", facts.declaredZone.rawValue),
            .text("address", facts.addressZone?.rawValue),
            .text("day", facts.day.description),
            .text("ticket", order.ticket),
            .text("clause", order.clause?.rawValue),
            JSONMember("fault", .bool(facts.hasFault)),
            JSONMember("backups", backups ?? .null),
            JSONMember("replacement", .bool(order.isReplacement)),
            JSONMember("findings", .array(facts.grounds.map(ground))),
        ])
    }

    private static func ground(_ ground: DecisionFacts.Ground) -> JSONValue {
        var members: [JSONMember] = [
            .text("id", ground.id), .text("weight", ground.weight.rawValue),
        ]
        if ground.isCovered { members.append(JSONMember("covered", .bool(true))) }
        if ground.isBought { members.append(JSONMember("bought", .bool(true))) }
        return .object(members)
    }

    /// Reads facts back, strictly.
    ///
    /// - Throws: ``ReportError`` naming the place that is not as ``json(_:)`` writes it.
    public static func decode(_ value: JSONValue) throws(ReportError) -> DecisionFacts {
        do {
            return try decode(JSONNode(value))
        } catch {
            throw ReportError(.malformed, subject: error.subject, detail: error.detail)
        }
    }

    private static func decode(_ node: JSONNode) throws(PrimitivesError) -> DecisionFacts {
        try node.allowMembers([
            "verdict", "declared", "address", "day", "ticket", "clause", "fault", "backups",
            "replacement", "findings",
        ])
        var backups: RestoreOrder.BackupAcknowledgement?
        if let node = try node.member("backups").present {
            try node.allowMembers(["function", "day"])
            backups = RestoreOrder.BackupAcknowledgement(
                function: try node.member("function").string(),
                day: try day(node)
            )
        }
        var grounds: [DecisionFacts.Ground] = []
        for node in try node.member("findings").elements() { grounds.append(try ground(node)) }
        return DecisionFacts(
            verdict: try node.choice("verdict"),
            grounds: grounds,
            order: RestoreOrder(
                ticket: try node.optionalText("ticket"),
                clause: try node.member("clause").present == nil ? nil : try node.choice("clause"),
                backups: backups,
                isReplacement: try node.member("replacement").bool()
            ),
            hasFault: try node.member("fault").bool(),
            declaredZone: try node.choice("declared"),
            addressZone: try node.member("address").present == nil
                ? nil : try node.choice("address"),
            day: try day(node)
        )
    }

    private static func ground(_ node: JSONNode) throws(PrimitivesError) -> DecisionFacts.Ground {
        try node.allowMembers(["id", "weight", "covered", "bought"])
        let idNode = try node.member("id")
        let id = try idNode.string()
        guard let code = FindingCode(rawValue: String(id.prefix { $0 != "/" })) else {
            throw idNode.invalid("expected a finding, such as hors-socle/minetest")
        }
        return DecisionFacts.Ground(
            id: id,
            code: code,
            weight: try node.choice("weight"),
            isCovered: try node.optionalMember("covered")?.bool() ?? false,
            isBought: try node.optionalMember("bought")?.bool() ?? false
        )
    }

    private static func day(_ node: JSONNode) throws(PrimitivesError) -> Day {
        try node.member("day").parsed { text throws(PrimitivesError) in try Day(text) }
    }
}
