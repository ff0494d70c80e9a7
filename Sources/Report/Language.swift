/// The language of what people read.
public enum Language: String, Sendable, CaseIterable {
    case french = "fr"
    case english = "en"

    /// The messages in this language.
    public var wording: any Wording {
        switch self {
        case .french: FrenchWording()
        case .english: EnglishWording()
        }
    }
}
