import Platform
import Report
import Synchronization

/// One line of progress on standard error: rewritten on a terminal, every ten seconds elsewhere.
///
/// Nothing is shown in the first quarter of a second, and at most twenty lines a second.
final class Meter: Sendable {
    private struct State {
        var started = MonotonicClock.now()
        var shown = 0.0
        var isOnScreen = false
    }

    private let state = Mutex(State())
    private let label: String
    private let isShown: Bool
    private let rewrites: Bool

    init(_ context: Context, _ label: Phrase) {
        self.label = label(context.language)
        isShown = !context.isQuiet
        rewrites = StandardStream.error.isTerminal
    }

    /// Says how far the work is, in bytes.
    func update(done: UInt64, total: UInt64) {
        guard isShown else { return }
        let now = MonotonicClock.now()
        let line: String? = state.withLock { state in
            let interval = rewrites ? 0.05 : 10
            guard now - state.started > 0.25, now - state.shown > interval else { return nil }
            state.shown = now
            state.isOnScreen = rewrites
            return Self.line(label, done: done, total: total, seconds: now - state.started)
        }
        guard let line else { return }
        // Progress that can not be shown is no reason to stop the work.
        try? StandardStream.error.write(rewrites ? "\r\u{1B}[K\(line)" : line + "\n")
    }

    /// Clears the line.
    func finish() {
        let isOnScreen = state.withLock { state in
            defer { state.isOnScreen = false }
            return state.isOnScreen
        }
        if isOnScreen { try? StandardStream.error.write("\r\u{1B}[K") }
    }

    private static func line(
        _ label: String,
        done: UInt64,
        total: UInt64,
        seconds: Double
    ) -> String {
        let rate = Double(done) / max(seconds, 0.001)
        let percent = total == 0 ? 0 : Int(min(100, Double(done) / Double(total) * 100))
        let left = rate > 0 && total > done ? Int(Double(total - done) / rate) : 0
        return
            "\(label) \(percent) %  \(done >> 20)/\(total >> 20) MiB  \(Int(rate) >> 20) MiB/s  \(left) s"
    }
}
