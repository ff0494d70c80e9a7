public import Report

/// A text in the two languages of the terminal.
public struct Phrase: Sendable {
    /// The French text.
    public let french: String
    /// The English text.
    public let english: String

    /// Creates a phrase.
    public init(fr french: String, en english: String) {
        self.french = french
        self.english = english
    }

    /// The text in `language`.
    public func callAsFunction(_ language: Language) -> String {
        switch language {
        case .french: french
        case .english: english
        }
    }
}
