/// How a command ended; the numbers are part of the tool's contract.
public enum ExitCode: Int32, Sendable, CaseIterable {
    /// Conforme, or done.
    case success = 0
    /// Écarts were found.
    case deviations = 1
    /// The command line is wrong.
    case usage = 2
    /// Could not judge: something is unreadable, unsigned, expired or not covered.
    case undetermined = 3
    /// Failed, and everything was put back.
    case rolledBack = 4
    /// Interrupted half-way: `socle recover` must finish.
    case recoveryNeeded = 5
    /// Refused by a rule.
    case refused = 6
    /// Interrupted by the person at the keyboard before anything was changed.
    case interrupted = 130
}
