import Deployer
import Model
import Platform
import Primitives
import Report
import Synchronization

/// Shows how a restore goes on, tells it to programs that listen, and keeps how long phases took.
final class PhaseWatch: RestoreObserver {
    private struct State {
        var phase: RestorePhase?
        var phaseStarted = MonotonicClock.now()
        var seconds: [RestorePhase: Double] = [:]
    }

    private let state = Mutex(State())
    private let started = MonotonicClock.now()
    private let language: Language
    private let screen: ProgressLine
    private let events: EventFile?

    init(_ context: Context) {
        language = context.language
        screen = context.screen
        events = context.events
    }

    /// Seconds since the start.
    var seconds: Double { MonotonicClock.now() - started }

    func restore(_ phase: RestorePhase, _ progress: RestoreProgress) {
        let now = MonotonicClock.now()
        let (isNew, began) = state.withLock { state in
            let isNew = state.phase != phase
            if isNew { Self.enter(phase, now, &state) }
            return (isNew, state.phaseStarted)
        }
        let text = ProgressText(
            label: Self.name(phase)(language),
            progress: progress,
            seconds: now - began
        )
        events?.note(phase, text, isNew: isNew)
        screen.show(isNews: isNew) { text.line(language, columns: $0) }
    }

    /// Ends the last phase and clears the line.
    func finish() {
        state.withLock { state in Self.enter(nil, MonotonicClock.now(), &state) }
        screen.clear()
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
            "rebootAdvised": .bool(!outcome.rebootReasons.isEmpty),
            "rebootReasons": .array(outcome.rebootReasons.map { .string($0.rawValue) }),
            "steps": .array(steps),
            "milliseconds": .object(times),
        ]
    }

    private static func enter(_ phase: RestorePhase?, _ now: Double, _ state: inout State) {
        if let last = state.phase { state.seconds[last, default: 0] += now - state.phaseStarted }
        state.phase = phase
        state.phaseStarted = now
    }

    static func name(_ phase: RestorePhase) -> Phrase {
        switch phase {
        case .comparing: Phrase(fr: "comparaison", en: "comparing")
        case .staging: Phrase(fr: "préparation", en: "staging")
        case .committing: Phrase(fr: "écriture", en: "committing")
        case .steps: Phrase(fr: "étapes", en: "steps")
        case .proving: Phrase(fr: "preuve", en: "proving")
        }
    }
}
