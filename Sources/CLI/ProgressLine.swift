import Platform
import Synchronization

/// The one line of progress on standard error: rewritten on a terminal, plain lines elsewhere.
///
/// Nothing is shown in the first quarter of a second. On a terminal there are at most twenty a
/// second, and the line is taken away before anything else is written; elsewhere there is one when
/// a phase begins, and one every ten seconds.
final class ProgressLine: Sendable {
    private struct State {
        var shown = 0.0
        var isOnScreen = false
    }

    private static let delay = 0.25
    private let state = Mutex(State())
    private let started = MonotonicClock.now()
    private let isShown: Bool
    private let rewrites = StandardStream.error.isTerminal

    init(isShown: Bool) { self.isShown = isShown }

    /// Shows what `text` makes of the columns there are, unless it is too early for another line.
    func show(isNews: Bool, _ text: (_ columns: Int) -> String) {
        guard isShown else { return }
        let now = MonotonicClock.now()
        guard now - started > Self.delay else { return }
        state.withLock { state in
            let isDue = now - state.shown > (rewrites ? 0.05 : 10)
            guard isDue || isNews && !rewrites else { return }
            state.shown = now
            state.isOnScreen = rewrites
            // A terminal may have been resized; a line as wide as it is would wrap on some.
            let columns = Terminal.size(StandardStream.error.rawValue)?.columns ?? 100
            let line = text(columns - 1)
            // Progress that can not be shown is no reason to stop the work.
            try? StandardStream.error.write(rewrites ? "\r\u{1B}[K\(line)" : line + "\n")
        }
    }

    /// Takes the line away.
    func clear() {
        state.withLock { state in
            // As above.
            if state.isOnScreen { try? StandardStream.error.write("\r\u{1B}[K") }
            state.isOnScreen = false
        }
    }
}
