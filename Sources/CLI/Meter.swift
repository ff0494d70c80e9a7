import Deployer
import Platform
import Report

/// Shows how one work that counts bytes goes on.
final class Meter: Sendable {
    private let started = MonotonicClock.now()
    private let label: String
    private let language: Language
    private let screen: ProgressLine

    init(_ context: Context, _ label: Phrase) {
        self.label = label(context.language)
        language = context.language
        screen = context.screen
    }

    /// Says how far the work is, in bytes.
    func update(done: UInt64, total: UInt64) {
        let text = ProgressText(
            label: label,
            progress: RestoreProgress(bytes: done, totalBytes: total),
            seconds: MonotonicClock.now() - started
        )
        screen.show(isNews: false) { text.line(language, columns: $0) }
    }

    /// Takes the line away.
    func finish() { screen.clear() }
}
