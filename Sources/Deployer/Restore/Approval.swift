internal import Model
internal import Primitives

/// Whether what would be done now was approved.
enum Approval {
    /// Refuses `plan` where it loses or replaces what `approved` did not.
    ///
    /// `id` is what the person approved, `removals` the number the approval names, if it names one.
    static func check(
        _ plan: Plan,
        approved: Plan,
        id: Digest,
        removals: Int?
    ) throws(DeployerError) {
        let own = PlanIdentity.id(
            station: approved.station,
            layers: approved.layers,
            scope: approved.scope,
            changes: approved.changes
        )
        guard own == approved.id else {
            throw DeployerError(
                .approvalMismatch,
                subject: approved.id.hex,
                detail: "the plan was changed after it was made; plan again"
            )
        }
        guard id == approved.id else {
            throw DeployerError(
                .approvalMismatch,
                subject: id.hex,
                detail: "the approval names another plan than \(approved.id.hex)"
            )
        }
        guard plan.station.id == approved.station.id, plan.layers == approved.layers,
            plan.scope == approved.scope
        else {
            throw DeployerError(
                .planChanged,
                subject: approved.id.hex,
                detail: "the plan was made for another station, other socles or another scope; "
                    + "plan again"
            )
        }
        let more = additions(plan, over: approved)
        guard more.isEmpty else {
            throw DeployerError(
                .planChanged,
                subject: approved.id.hex,
                detail:
                    "the station changed since the plan was made, and a restore would lose more; "
                    + "plan again",
                items: more
            )
        }
        let count = plan.changes.count { $0.action == .remove }
        let approvedCount = approved.changes.count { $0.action == .remove }
        guard count <= plan.removalCap || removals == approvedCount else {
            throw DeployerError(
                .removalCapExceeded,
                subject: "\(approvedCount)",
                detail: "the plan removes more than \(plan.removalCap) paths; "
                    + "the approval must name the number"
            )
        }
    }

    /// What `plan` loses or replaces beyond `approved`, one line each.
    private static func additions(_ plan: Plan, over approved: Plan) -> [String] {
        var known: [RelativePath: PlanChange.Action] = [:]
        for change in approved.changes { known[change.path] = change.action }
        return plan.changes.compactMap { change in
            guard change.pathClass != .volatile, change.pathClass != .generated else { return nil }
            let before = known[change.path]
            let isCovered =
                switch change.action {
                case .create: true
                case .remove: before == .remove
                case .replace: before == .replace || before == .remove
                case .merge: before == .merge || before == .replace
                case .setMetadata: before != nil
                }
            return isCovered ? nil : "\(change.action.rawValue) /\(change.path)"
        }
    }
}
