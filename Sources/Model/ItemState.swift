public import Primitives

/// How something stands to the lists: something outside them, or one of their components.
public enum ItemState: Sendable, Hashable {
    /// Validated by both institutions, for this station and today (A3-4).
    case validatedComplement
    /// Declared by the gestionnaire réseau (A2-4).
    case declared
    /// Declared as on trial until that day, included (B5-7).
    case onTrial(until: Day)
    /// Neither listed, nor validated, nor declared.
    case unlisted
    case compliant
    case missing
    case outdated
    case altered
    /// Listed, and not owed: the hardware can not run it (A3-3).
    case notApplicable

    /// The word people read, without the date of a trial.
    public var word: String {
        switch self {
        case .validatedComplement: "complément validé"
        case .declared: "déclaré"
        case .onTrial: "en test"
        case .unlisted: "non référencé"
        case .compliant: "conforme"
        case .missing: "manquant"
        case .outdated: "version ancienne"
        case .altered: "altéré"
        case .notApplicable: "non applicable (matériel)"
        }
    }

    /// The last day of a trial.
    public var trialUntil: Day? {
        guard case .onTrial(let day) = self else { return nil }
        return day
    }
}
