/// One choice made on a station beside what its packages bring: shown, and never judged.
public struct StationSetting: Sendable, Hashable {
    /// What was chosen.
    public enum Kind: String, Sendable, CaseIterable {
        /// Another publisher's repository of packages.
        case repository = "depot-de-paquets"
        /// The program behind a name that several offer (update-alternatives(1)).
        case alternative
        /// The owner and mode of a package's file (dpkg-statoverride(1)).
        case permissions = "droits"
        /// Files that dpkg was told not to unpack.
        case exclusion = "chemins-exclus"
        /// A print queue.
        case printQueue = "file-impression"
    }

    /// What was chosen.
    public var kind: Kind
    /// What it is about.
    public var name: String
    /// What was chosen for it.
    public var value: String
    /// Where it was read.
    public var evidence: Evidence

    /// Creates a description.
    public init(_ kind: Kind, name: String, value: String, evidence: Evidence) {
        self.kind = kind
        self.name = name
        self.value = value
        self.evidence = evidence
    }
}
