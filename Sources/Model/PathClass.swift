/// What a restore may do with a path; the socle système gives each path one class.
public enum PathClass: String, Sendable, CaseIterable, Hashable {
    /// Content and metadata are those of the socle. The default.
    case exact
    /// The station's own: never compared, written or removed.
    case preserve
    /// Written only where it is absent.
    case once
    /// An account file: system accounts come from the socle, people's accounts from the station.
    case merge
    /// Rebuilt by the system or by a step: restored where missing, content not compared.
    case generated
    /// Ignored altogether.
    case volatile
}

/// One rule: the paths a pattern names, and everything below them, have a class.
public struct PathRule: Sendable, Hashable {
    /// The paths the rule is about.
    public let pattern: PathPattern
    /// Their class.
    public let pathClass: PathClass

    /// Creates a rule.
    public init(_ pattern: PathPattern, _ pathClass: PathClass) {
        self.pattern = pattern
        self.pathClass = pathClass
    }
}
