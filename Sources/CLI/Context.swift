public import Platform
public import Primitives
public import Report

/// What every command is given: where text goes, in which language, how fast, and the time.
public struct Context: Sendable {
    /// The language of what is printed.
    public private(set) var language: Language
    /// Whether the result may hold colour.
    public let usesColor: Bool
    /// Columns of the terminal; 100 where there is none.
    public let width: Int
    /// Whether progress is left out.
    public let isQuiet: Bool
    /// The line of progress on the terminal.
    let screen: ProgressLine
    /// Where programs read how the command goes on; nil where none asked.
    let events: EventFile?
    /// The workers heavy work is spread over.
    public let workers: Workers
    /// The moment the command started; every check of dates uses it.
    public let now: Instant
    /// The program's own version.
    public let version: String

    /// Resolves the common flags and the environment.
    ///
    /// - Throws: ``Failure`` of usage for a wrong number of workers.
    public init(
        _ invocation: Invocation,
        environment: (String) -> String?,
        now: Instant,
        version: String
    ) throws(Failure) {
        language = Self.language(flag: invocation.value(FlagTable.language), environment)
        switch invocation.value(FlagTable.color) {
        case "always": usesColor = true
        case "never": usesColor = false
        default:
            usesColor =
                StandardStream.output.isTerminal && environment("NO_COLOR") == nil
                && !invocation.has(FlagTable.output)
        }
        let columns = environment("COLUMNS").flatMap { Int($0) }
        width = max(40, columns ?? Terminal.size(StandardStream.output.rawValue)?.columns ?? 100)
        isQuiet = invocation.has(FlagTable.quiet)
        screen = ProgressLine(isShown: !isQuiet)
        events = try invocation.value(FlagTable.events).map { (path) throws(Failure) in
            try EventFile(path)
        }
        workers = Workers(count: try invocation.number(FlagTable.jobs, in: 1...256))
        self.now = now
        self.version = version
    }

    /// The language asked for: the flag, then what the environment says.
    public static func language(flag: String?, _ environment: (String) -> String?) -> Language {
        let names = ["SOCLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        let wanted = flag ?? names.compactMap { environment($0) }.first { !$0.isEmpty }
        return wanted.map { $0.lowercased().hasPrefix("fr") ? .french : .english } ?? .french
    }

    /// The same in another language.
    func speaking(_ language: Language) -> Context {
        var context = self
        context.language = language
        return context
    }

    /// How text reports look here.
    public var style: TextStyle { TextStyle(color: usesColor, width: width) }

    /// Writes a result to `--output`, else to standard output.
    ///
    /// - Throws: ``Failure`` when the file can not be written; a closed pipe is no failure.
    public func emit(_ text: String, _ invocation: Invocation) throws(Failure) {
        if let path = invocation.value(FlagTable.output) {
            try UserFile(path).write([UInt8](text.utf8))
        } else {
            try say(text)
        }
    }

    /// Writes text to standard output.
    ///
    /// - Throws: ``Failure`` when it can not be written; a closed pipe is no failure.
    public func say(_ text: String) throws(Failure) {
        screen.clear()
        do {
            try StandardStream.output.write(text)
        } catch {
            guard error.code == .brokenPipe else { throw error.failure }
        }
    }

    /// Writes a line of progress to standard error, unless the person asked for quiet.
    public func progress(_ text: String) {
        guard !isQuiet else { return }
        screen.clear()
        // Progress that can not be shown is no reason to stop the work.
        try? StandardStream.error.write(text + "\n")
    }

    /// Tells on standard error what could not be done, where the command goes on without it.
    func report(_ failure: Failure) {
        screen.clear()
        // An error that can not be shown still shows in the exit status.
        try? StandardStream.error.write(failure.text)
    }

    /// The text of `phrase` in the language of this run.
    func text(_ phrase: Phrase) -> String { phrase(language) }
}
