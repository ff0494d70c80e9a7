import Model

/// What the rules ask of the facts.
extension DecisionFacts {
    /// Whether the station is on the administrative network by its enrolment or by its address.
    var isAdministrative: Bool {
        declaredZone == .administrative || addressZone == .administrative
    }

    /// The zone both agree on; an address outside the plan is never guessed.
    var zone: Zone {
        if isAdministrative { return .administrative }
        return addressZone ?? declaredZone
    }

    /// Software and drivers outside the socles that no waiver covers (A4-8).
    var unlisted: [Ground] {
        grounds.filter {
            ($0.code == .unlisted || $0.code == .unlistedDriver) && $0.weight == .deviation
                && !$0.isCovered
        }
    }

    /// What ordinary maintenance may repair: all that is listed, is not as it should be, and was
    /// not bought by the school (B3-6).
    var repairable: [Ground] {
        grounds.filter { ground in
            guard ground.weight == .deviation, !ground.isBought else { return false }
            switch ground.code {
            case .missing, .outdated, .newer, .altered, .broken: return true
            case .unlisted, .unlistedDriver, .foreignFile, .settings, .notApplicable, .undetermined:
                return false
            }
        }
    }

    var hasTicket: Bool { Self.hasText(order.ticket) }

    /// Whether a function acknowledged the backups, that day or before.
    var hasBackups: Bool {
        guard let backups = order.backups else { return false }
        return Self.hasText(backups.function) && backups.day <= day
    }

    /// Whether `text` says anything.
    static func hasText(_ text: String?) -> Bool {
        text?.contains { !$0.isWhitespace } ?? false
    }
}
