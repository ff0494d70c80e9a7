public import Model

/// Decides what the convention allows for a station now.
///
/// The steps are asked in order and the first that has an answer gives it, so that nothing is said
/// about a station of the administrative network but that. People assert the malfunction, its
/// cause, the request and the backups; a deviation alone never leads to a reinstallation.
public enum ConventionRules {
    /// What the convention allows, with the rules and the findings it rests on.
    public static func decide(_ restoreCase: RestoreCase) -> Decision {
        decide(by: restoreCase.facts)
    }

    /// What the convention allows by those facts alone: a decision of a record is decided again so.
    public static func decide(by facts: DecisionFacts) -> Decision {
        for step in steps {
            if let decision = step(facts) { return decision }
        }
        return nothingToDo(facts)
    }

    private typealias Step = @Sendable (DecisionFacts) -> Decision?

    private static let steps: [Step] = [
        refuseAdministrativeZone, stopWhereNotJudged, waitForZone, leaveCompliantStations,
        waitForTicket, repairWhatIsListed, waitForFault, waitForClause, refuseWithoutGrounds,
        waitForBackups, reinstall,
    ]

    // MARK: - Refusals

    /// A3-5, A4-1: no action and no judgement on the administrative network.
    private static func refuseAdministrativeZone(_ it: DecisionFacts) -> Decision? {
        guard it.isAdministrative else { return nil }
        let byAddress = it.addressZone == .administrative
        return decision(
            .refusedAdministrativeZone,
            it,
            [.outsideAdministrativeZone, .administrativeNetwork] + (byAddress ? [.addressPlan] : [])
        )
    }

    /// A4-8, A2-5: without a judgement there is no cause to show.
    ///
    /// Annexe V asks for no cause, so that a station too broken to judge can be reinstalled.
    private static func stopWhereNotJudged(_ it: DecisionFacts) -> Decision? {
        guard it.verdict == .undetermined, it.order.clause != .annexV else { return nil }
        return decision(
            .undetermined,
            it,
            [rule(of: it.order.clause)],
            it.grounds.filter { $0.weight == .undetermined }
        )
    }

    /// A5-6: the zone comes from the Académie's plan, never from a guess.
    private static func waitForZone(_ it: DecisionFacts) -> Decision? {
        guard it.zone != .teaching else { return nil }
        return decision(.waitingForZone, it, [.addressPlan, .outsideAdministrativeZone])
    }

    // MARK: - Nothing asked

    /// B5-4, B5-6: the whole socle is there; settings and validated extras do not count.
    private static func leaveCompliantStations(_ it: DecisionFacts) -> Decision? {
        guard it.verdict == .compliant, it.order.clause != .annexV || !it.hasFault else {
            return nil
        }
        return nothingToDo(it)
    }

    // MARK: - Conditions

    /// A1a-3: the guichet's ticket is what makes a request.
    private static func waitForTicket(_ it: DecisionFacts) -> Decision? {
        it.hasTicket ? nil : decision(.waitingForTicket, it, [.ticket])
    }

    /// A4-7: what is listed is kept working without any clause of reinstallation.
    private static func repairWhatIsListed(_ it: DecisionFacts) -> Decision? {
        guard it.order.clause == nil, it.unlisted.isEmpty || !it.hasFault else { return nil }
        guard !it.repairable.isEmpty else { return nil }
        return maintenance(it)
    }

    /// A2-5, A4-8, B5-8: all three speak of a malfunction, which people report.
    private static func waitForFault(_ it: DecisionFacts) -> Decision? {
        guard !it.hasFault, it.order.clause != nil || !it.unlisted.isEmpty else { return nil }
        return decision(.waitingForFault, it, [rule(of: it.order.clause)])
    }

    /// The clause is chosen by whoever asks: the three have different conditions.
    private static func waitForClause(_ it: DecisionFacts) -> Decision? {
        guard it.order.clause == nil, !it.unlisted.isEmpty else { return nil }
        return decision(
            .waitingForFault,
            it,
            [.reinstallationArticle4, .reinstallationArticle2, .reinstallationAnnexV]
        )
    }

    /// A4-8, A2-5: with nothing outside the socles, Articles 2 and 4 found no reinstallation.
    private static func refuseWithoutGrounds(_ it: DecisionFacts) -> Decision? {
        guard it.order.clause != .annexV, it.unlisted.isEmpty else { return nil }
        return it.repairable.isEmpty ? nothingToDo(it) : maintenance(it)
    }

    /// A4-9: users check their backups before, for nothing of theirs is put back after.
    private static func waitForBackups(_ it: DecisionFacts) -> Decision? {
        it.hasBackups ? nil : decision(.waitingForBackups, it, [.backups])
    }

    // MARK: - Answers

    private static func reinstall(_ it: DecisionFacts) -> Decision? {
        guard it.order.clause != .annexV else {
            return decision(
                .reinstallationOnRequest,
                it,
                [.reinstallationAnnexV, .ticket, .backups] + replacement(it),
                it.grounds.filter { $0.weight == .deviation }
            )
        }
        let hasDriver = it.unlisted.contains { $0.code == .unlistedDriver }
        return decision(
            .reinstallationFounded,
            it,
            [rule(of: it.order.clause)] + (hasDriver ? [.peripherals] : []) + [.ticket, .backups]
                + replacement(it),
            it.unlisted
        )
    }

    /// B3-13: a replacement asks for another checklist than a reinstallation.
    private static func replacement(_ it: DecisionFacts) -> [RuleID] {
        it.order.isReplacement ? [.replacement] : []
    }

    private static func maintenance(_ it: DecisionFacts) -> Decision {
        decision(
            .ordinaryMaintenance,
            it,
            [.ordinaryMaintenance, .wholeSocle, .ticket],
            it.repairable
        )
    }

    private static func nothingToDo(_ it: DecisionFacts) -> Decision {
        let isSchools = it.grounds.contains { $0.weight == .deviation }
        return decision(
            .nothingToDo,
            it,
            isSchools ? [.schoolInstalls, .schoolBought] : [.wholeSocle, .settings]
        )
    }

    private static func rule(of clause: Clause?) -> RuleID {
        switch clause {
        case .article2: .reinstallationArticle2
        case .annexV: .reinstallationAnnexV
        case .article4, nil: .reinstallationArticle4
        }
    }

    private static func decision(
        _ kind: Decision.Kind,
        _ it: DecisionFacts,
        _ rules: [RuleID],
        _ grounds: [DecisionFacts.Ground] = []
    ) -> Decision {
        Decision(
            kind: kind,
            rules: rules.map(\.rawValue),
            grounds: grounds.map(\.id),
            order: it.order
        )
    }
}
