import Report

/// Why a command did not do what was asked, in words for the person who typed it.
public struct Failure: Error, Sendable {
    /// The status the program ends with.
    public let exit: ExitCode
    /// What happened: lower case, no final full stop.
    public let message: String
    /// What lay below, outermost first.
    public let causes: [String]
    /// What to do about it.
    public let hints: [String]

    /// Creates a failure.
    public init(_ exit: ExitCode, _ message: String, causes: [String] = [], hints: [String] = []) {
        self.exit = exit
        self.message = message
        self.causes = causes
        self.hints = hints
    }

    /// A wrong command line.
    public static func usage(_ message: String, hint: String) -> Failure {
        Failure(.usage, message, hints: [hint])
    }

    /// The text printed on standard error.
    public var text: String {
        let lines =
            ["socle: error: \(message)"] + causes.map { "  caused by: \($0)" }
            + hints.map { "  hint: \($0)" }
        return lines.map(Escaped.text).joined(separator: "\n") + "\n"
    }
}
