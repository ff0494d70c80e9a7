import Deployer
import Platform
import Primitives
import Report
import Synchronization

/// Shows how a restore goes on, and keeps how long each phase took.
final class PhaseWatch: RestoreObserver {
    private struct State {
        var phase: RestorePhase?
        var phaseStarted = MonotonicClock.now()
        var seconds: [RestorePhase: Double] = [:]
        var shown = 0.0
        var isOnScreen = false
    }

    private let state = Mutex(State())
    private let started = MonotonicClock.now()
    private let language: Language
    private let isShown: Bool
    private let rewrites = StandardStream.error.isTerminal

    init(_ context: Context) {
        language = context.language
        isShown = !context.isQuiet
    }

    /// Seconds since the start.
    var seconds: Double { MonotonicClock.now() - started }

    func restore(_ phase: RestorePhase, _ progress: RestoreProgress) {
        let now = MonotonicClock.now()
        let line: String? = state.withLock { state in
            let isNew = state.phase != phase
            if isNew { Self.enter(phase, now, &state) }
            let interval = rewrites ? 0.05 : 10
            guard isShown, isNew && !rewrites || now - state.shown > interval else { return nil }
            guard now - started > 0.25 || !rewrites else { return nil }
            state.shown = now
            state.isOnScreen = rewrites
            return self.line(phase, progress, seconds: now - state.phaseStarted)
        }
        guard let line else { return }
        // Progress that can not be shown is no reason to stop the work.
        try? StandardStream.error.write(rewrites ? "\r\u{1B}[K\(line)" : line + "\n")
    }

    /// Ends the last phase and clears the line.
    func finish() {
        let isOnScreen = state.withLock { state in
            Self.enter(nil, MonotonicClock.now(), &state)
            defer { state.isOnScreen = false }
            return state.isOnScreen
        }
        // As above.
        if isOnScreen { try? StandardStream.error.write("\r\u{1B}[K") }
    }

    /// The restore as programs read it, with the milliseconds of each phase.
    func json(_ outcome: Report.RestoreOutcome) -> JSONValue {
        let phases = state.withLock { $0.seconds }
        let times = RestorePhase.allCases.map {
            JSONMember($0.rawValue, .integer(Int64((phases[$0] ?? 0) * 1000)))
        }
        let steps = outcome.steps.map { step -> JSONValue in
            ["id": .string(step.id), "succeeded": .bool(step.succeeded)]
        }
        return [
            "format": 1,
            "plan": .string(outcome.planID?.hex ?? ""),
            "written": .integer(Int64(outcome.written)),
            "removed": .integer(Int64(outcome.removed)),
            "bytesFetched": .integer(Int64(clamping: outcome.bytesFetched)),
            "isProven": .bool(outcome.isProven == true),
            "rebootAdvised": .bool(outcome.rebootAdvised),
            "steps": .array(steps),
            "milliseconds": .object(times),
        ]
    }

    private static func enter(_ phase: RestorePhase?, _ now: Double, _ state: inout State) {
        if let last = state.phase { state.seconds[last, default: 0] += now - state.phaseStarted }
        state.phase = phase
        state.phaseStarted = now
    }

    private func line(_ phase: RestorePhase, _ progress: RestoreProgress, seconds: Double) -> String
    {
        let name = Self.name(phase)(language)
        guard progress.totalBytes > 0 || progress.totalFiles > 0 else { return name }
        let files = "\(progress.files)/\(progress.totalFiles)"
        let mebibytes = "\(progress.bytes >> 20)/\(progress.totalBytes >> 20) MiB"
        let rate = Double(progress.bytes) / max(seconds, 0.001)
        let rest = Double(progress.totalBytes - min(progress.bytes, progress.totalBytes))
        let left = rate > 0 ? Int(rest / rate) : 0
        return "\(name)  \(files)  \(mebibytes)  \(Int(rate) >> 20) MiB/s  \(left) s"
    }

    private static func name(_ phase: RestorePhase) -> Phrase {
        switch phase {
        case .comparing: Phrase(fr: "comparaison", en: "comparing")
        case .staging: Phrase(fr: "préparation", en: "staging")
        case .committing: Phrase(fr: "écriture", en: "committing")
        case .steps: Phrase(fr: "étapes", en: "steps")
        case .proving: Phrase(fr: "preuve", en: "proving")
        }
    }
}
