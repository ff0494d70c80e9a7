/// One command as it is typed, explained and completed.
public struct CommandSpec: Sendable {
    /// The words after `socle`, such as `["package", "build"]`.
    public let words: [String]
    /// The arguments in help, such as `DIR`; empty where it takes none.
    public let arguments: String
    /// How many arguments it takes.
    public let argumentCount: ClosedRange<Int>
    /// The flags it accepts beside the common ones.
    public let flags: [Flag]
    /// Flags that must be given.
    public let required: [Flag]
    /// What it does, in a line.
    public let summary: Phrase
    /// What runs it.
    let action: @Sendable (Invocation, Context) throws(Failure) -> ExitCode

    init(
        _ words: String,
        arguments: String = "",
        count: ClosedRange<Int> = 0...0,
        flags: [Flag] = [],
        required: [Flag] = [],
        fr: String,
        en: String,
        action: @escaping @Sendable (Invocation, Context) throws(Failure) -> ExitCode
    ) {
        self.words = words.split(separator: " ").map(String.init)
        self.arguments = arguments
        self.argumentCount = count
        self.flags = required + flags
        self.required = required
        self.summary = Phrase(fr: fr, en: en)
        self.action = action
    }

    /// The words as one text.
    public var name: String { words.joined(separator: " ") }
}
