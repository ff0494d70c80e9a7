/// The language of what people read.
public enum Language: String, Sendable, CaseIterable {
    case french = "fr"
    case english = "en"

    /// The language the environment asks for: `SOCLE_LANG`, then `LC_ALL`, `LC_MESSAGES`, `LANG`.
    ///
    /// French where none says otherwise, the readers being schools in France; English for any
    /// language that is not French, `C` and `POSIX` included.
    public static func preferred(_ variable: (String) -> String?) -> Language {
        for name in ["SOCLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = variable(name), !value.isEmpty else { continue }
            return value.lowercased().hasPrefix("fr") ? .french : .english
        }
        return .french
    }

    /// The messages in this language.
    public var wording: any Wording {
        switch self {
        case .french: FrenchWording()
        case .english: EnglishWording()
        }
    }
}
