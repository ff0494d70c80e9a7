public import Model

extension ItemState {
    /// The rule of the convention the state comes from.
    public var rule: RuleID {
        switch self {
        case .validatedComplement: .validatedNeed
        case .declared: .schoolInstalls
        case .onTrial: .trial
        case .unlisted: .reinstallationArticle4
        case .compliant, .missing, .outdated, .altered: .wholeSocle
        case .notApplicable: .hardware
        }
    }
}
