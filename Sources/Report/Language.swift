/// The language of what a person reads.
public enum Language: String, Sendable, CaseIterable {
    case french = "fr"
    case english = "en"
}
