extension UninstallEntry {
    /// Whether a name is that of an update: in exports that do not say so in a value of its own.
    ///
    /// "Security Update for Microsoft Office 2010 (KB2553154)", "Hotfix for Windows XP (KB952287)",
    /// "Mise à jour de sécurité pour …", or the bare number of a fix.
    package static func isUpdateName(_ name: String) -> Bool {
        guard hotfix(in: name) != nil else { return false }
        let lower = name.lowercased()
        return lower.hasPrefix("kb") || words.contains { lower.contains($0) }
    }

    /// The product an update's name says it is for, or nil.
    package static func product(ofUpdate name: String) -> String? {
        for word in [" for ", " pour "] {
            guard let place = name.range(ofLast: word) else { continue }
            let rest = name[place.upperBound...]
            return DisplayName.cleaned(String(rest.prefix { $0 != "(" }))
        }
        return nil
    }

    private static let words = ["update", "hotfix", "mise à jour", "correctif", "service pack"]
}
