/// One flag: the single source of what is parsed, explained and completed.
public struct Flag: Sendable {
    /// The long name without dashes, which is also its key.
    public let name: String
    /// The one-letter form.
    public let letter: Character?
    /// The name of its value in help, in capitals; nil for a flag without value.
    public let value: String?
    /// The values it accepts, where they form a closed list.
    public let choices: [String]
    /// Whether it may be given several times.
    public let isRepeatable: Bool
    /// What it does, in a line.
    public let summary: Phrase

    /// Creates a flag.
    public init(
        _ name: String,
        letter: Character? = nil,
        value: String? = nil,
        choices: [String] = [],
        isRepeatable: Bool = false,
        fr: String,
        en: String
    ) {
        self.name = name
        self.letter = letter
        self.value = value
        self.choices = choices
        self.isRepeatable = isRepeatable
        self.summary = Phrase(fr: fr, en: en)
    }
}
