public import Model

extension LayerKind {
    /// The name the convention gives it, which both languages keep.
    public var title: String {
        switch self {
        case .system: "socle système"
        case .application: "socle applicatif"
        }
    }

    /// A layer as a record names it, such as `systeme 2026.1`, in the convention’s words.
    static func titled(_ recorded: String) -> String {
        for kind in allCases where recorded.hasPrefix(kind.rawValue + " ") {
            return kind.title + recorded.dropFirst(kind.rawValue.count)
        }
        return recorded
    }
}
