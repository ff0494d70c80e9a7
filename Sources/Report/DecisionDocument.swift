public import Model
public import Primitives

/// The JSON form of a decision, as plans and records keep it.
public enum DecisionDocument {
    /// The decision as JSON.
    public static func json(_ decision: Decision) -> JSONValue {
        let order = decision.order
        let backups = order.backups.map { backups -> JSONValue in
            [
                "function": .string(backups.function), "day": .string(backups.day.description),
            ]
        }
        var asserted: [JSONMember] = [
            .text("ticket", order.ticket), .text("clause", order.clause?.rawValue),
            .text("fault", order.fault), JSONMember("backups", backups ?? .null),
        ]
        if order.isReplacement { asserted.append(JSONMember("replacement", .bool(true))) }
        return .object([
            .text("kind", decision.kind.rawValue),
            .texts("rules", decision.rules),
            .texts("grounds", decision.grounds),
            JSONMember("order", .object(asserted)),
        ])
    }

    /// Reads a decision back, strictly.
    ///
    /// - Throws: ``ReportError`` naming the place that is not as ``json(_:)`` writes it.
    public static func decode(_ value: JSONValue) throws(ReportError) -> Decision {
        try ReportError.malformed { () throws(PrimitivesError) in try decode(JSONNode(value)) }
    }

    static func decode(_ node: JSONNode) throws(PrimitivesError) -> Decision {
        try node.allowMembers(["kind", "rules", "grounds", "order"])
        return Decision(
            kind: try node.choice("kind"),
            rules: try node.texts("rules"),
            grounds: try node.texts("grounds"),
            order: try order(node.member("order"))
        )
    }

    private static func order(_ node: JSONNode) throws(PrimitivesError) -> RestoreOrder {
        try node.allowMembers(["ticket", "clause", "fault", "backups", "replacement"])
        let clause: Clause? =
            try node.member("clause").present == nil
            ? nil : try node.choice("clause")
        var backups: RestoreOrder.BackupAcknowledgement?
        if let node = try node.member("backups").present {
            try node.allowMembers(["function", "day"])
            backups = RestoreOrder.BackupAcknowledgement(
                function: try node.member("function").string(),
                day: try node.member("day").parsed { text throws(PrimitivesError) in
                    try Day(text)
                }
            )
        }
        return RestoreOrder(
            ticket: try node.optionalText("ticket"),
            clause: clause,
            fault: try node.optionalText("fault"),
            backups: backups,
            isReplacement: try node.optionalMember("replacement")?.bool() ?? false
        )
    }
}
