public import Model
public import Primitives

/// What a restore, an undo or a recovery did.
public struct RestoreOutcome: Sendable {
    /// How it ended.
    public enum Result: Sendable, CaseIterable {
        case restored, repaired, rolledBack, undone, recovered, nothingToDo
    }

    /// One post-restore step and whether it worked.
    public struct Step: Sendable, Hashable {
        /// The id of the step, as the socle système names it.
        public let id: String
        /// Whether it ended well.
        public let succeeded: Bool

        /// Creates a record of a step.
        public init(id: String, succeeded: Bool) {
            self.id = id
            self.succeeded = succeeded
        }
    }

    /// How it ended.
    public var result: Result
    /// Nil where the station has no name.
    public var stationName: String?
    /// The plan that was carried out; nil for a recovery.
    public var planID: Digest?
    /// Paths written.
    public var written: Int
    /// Paths removed.
    public var removed: Int
    /// Compressed bytes fetched.
    public var bytesFetched: UInt64
    /// Seconds it took.
    public var seconds: Int
    /// The post-restore steps, in order.
    public var steps: [Step]
    /// Whether everything written was read back and found right; nil where nothing was written.
    public var isProven: Bool?
    /// The verdict of the scan after it; nil where none was made.
    public var verdict: Verdict?
    /// The deviations that scan found.
    public var deviations: Int
    /// Why a reboot is advised; empty where none is.
    public var rebootReasons: [RebootReason]
    /// Where what was replaced or removed is kept; nil where nothing was.
    public var quarantine: String?
    /// Extra software to reinstall by hand.
    public var toReinstall: [String]
    /// The end of the journal; nil where none is kept.
    public var journal: JournalHead?

    /// Creates an outcome.
    public init(
        result: Result,
        stationName: String? = nil,
        planID: Digest? = nil,
        written: Int = 0,
        removed: Int = 0,
        bytesFetched: UInt64 = 0,
        seconds: Int = 0,
        steps: [Step] = [],
        isProven: Bool? = nil,
        verdict: Verdict? = nil,
        deviations: Int = 0,
        rebootReasons: [RebootReason] = [],
        quarantine: String? = nil,
        toReinstall: [String] = [],
        journal: JournalHead? = nil
    ) {
        self.result = result
        self.stationName = stationName
        self.planID = planID
        self.written = written
        self.removed = removed
        self.bytesFetched = bytesFetched
        self.seconds = seconds
        self.steps = steps
        self.isProven = isProven
        self.verdict = verdict
        self.deviations = deviations
        self.rebootReasons = rebootReasons
        self.quarantine = quarantine
        self.toReinstall = toReinstall
        self.journal = journal
    }
}

/// The outcome of a restore as text.
public enum RestoreReport {
    /// The report of `outcome`.
    public static func text(
        _ outcome: RestoreOutcome,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        let station = outcome.stationName.map(Escaped.text) ?? words.phrase(.thisStation)
        page.paragraph(
            words.outcome(outcome.result, station: station),
            outcome.result == .rolledBack ? .bad : .good
        )
        if let isProven = outcome.isProven {
            page.paragraph(words.phrase(isProven ? .proven : .notProven))
        }
        if let verdict = outcome.verdict {
            page.paragraph(
                words.verdict(verdict, station: station, deviations: outcome.deviations)
            )
        }
        page.blank()
        page.rows(facts(outcome, words), indent: 0)
        if !outcome.rebootReasons.isEmpty {
            page.paragraph(words.reboot(outcome.rebootReasons), .warning)
        }
        return page.text
    }

    private static func facts(
        _ outcome: RestoreOutcome,
        _ words: any Wording
    ) -> [(String, String)] {
        var facts: [(String, String)] = []
        if outcome.written > 0 {
            facts.append((words.phrase(.written), words.paths(outcome.written)))
        }
        if outcome.removed > 0 {
            facts.append((words.phrase(.takenAway), words.paths(outcome.removed)))
        }
        if outcome.bytesFetched > 0 {
            facts.append((words.phrase(.fetched), words.size(outcome.bytesFetched)))
        }
        for step in outcome.steps {
            let state = words.phrase(step.succeeded ? .stepDone : .stepFailed)
            facts.append((words.phrase(.step), "\(Escaped.text(step.id)), \(state)"))
        }
        if let quarantine = outcome.quarantine {
            facts.append((words.phrase(.quarantine), Escaped.text(quarantine)))
        }
        for name in outcome.toReinstall {
            facts.append((words.phrase(.toReinstall), Escaped.text(name)))
        }
        if let plan = outcome.planID { facts.append((words.phrase(.planID), plan.hex)) }
        if let journal = outcome.journal {
            facts.append((words.phrase(.journalHead), words.journal(journal)))
        }
        return facts
    }
}
