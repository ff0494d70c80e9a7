public import Model
public import Primitives

/// Every message a report may hold; the compiler checks that each language has them all.
///
/// Messages are neutral: they state what is there and what comes next, and never whose doing it is
/// (convention, Annexe II 2.4).
public protocol Wording: Sendable {
    // MARK: Values

    /// A day as people write it.
    func date(_ day: Day) -> String
    /// A moment as people write it, in UTC.
    func moment(_ instant: Instant) -> String
    /// A number in groups of three.
    func integer(_ number: Int) -> String
    /// A number of bytes.
    func size(_ bytes: UInt64) -> String
    /// A length of time, rounded up to what a person plans with.
    func duration(seconds: Int) -> String
    /// A text in quotation marks.
    func quoted(_ text: String) -> String
    /// A label and its value.
    func labelled(_ label: String, _ value: String) -> String
    /// A list in one sentence.
    func listed(_ texts: [String]) -> String
    /// What stands for `count` more of what was listed.
    func more(_ count: Int) -> String

    // MARK: Scan

    /// The verdict in one sentence.
    func verdict(_ verdict: Verdict, station: String, deviations: Int) -> String
    /// What the scan compared with.
    func reference(_ reference: ScanReference) -> String
    /// How much was compared, how and when.
    func compared(_ scan: ScanResult) -> String
    /// The heading of the findings of one code.
    func title(of code: FindingCode) -> String
    /// What findings of one code are, for a reader who meets them for the first time.
    func meaning(of code: FindingCode) -> String
    /// How what was found came to be there, or to have its version.
    func cause(brought: Int, since: Day?, command: String?, ofVersion: Bool) -> String
    /// That both institutions validated something, and until when.
    func waived(_ waiver: Finding.Waived) -> String
    /// How something stands to the lists, with the last day of a trial.
    func state(_ state: ItemState) -> String
    /// A word about extra needs.
    func waiver(_ term: WaiverTerm) -> String
    /// A word about rooms.
    func room(_ term: RoomTerm) -> String
    /// A word about declarations.
    func declaration(_ term: DeclarationTerm) -> String
    /// What the socle asks for.
    func expected(_ text: String) -> String
    /// How many paths are concerned.
    func paths(_ count: Int) -> String
    /// What sort of setting it is.
    func setting(_ kind: StationSetting.Kind) -> String
    /// A state of coverage.
    func coverage(_ state: SourceCoverage.State) -> String
    /// What of people and machines an imported document held and no inventory keeps.
    func leftOut(_ sort: LeftOut) -> String
    /// A weight of a finding.
    func weight(_ weight: FindingWeight) -> String
    /// The name of a zone.
    func zone(_ zone: Zone) -> String

    // MARK: Fault

    /// A word about faults.
    func fault(_ term: FaultTerm) -> String
    /// How much a link says.
    func strength(_ strength: FaultLink.Strength) -> String
    /// Why there is a link.
    func link(_ reason: FaultLink.Reason) -> String
    /// What went wrong, and for whom.
    func trace(_ sort: FaultTrace.Sort, _ name: String, sufferer: String?) -> String
    /// How many times something happened.
    func times(_ count: Int) -> String

    // MARK: Decision

    /// A decision in one sentence.
    func decision(_ kind: Decision.Kind) -> String
    /// What to do next under a decision.
    func nextStep(_ kind: Decision.Kind) -> String
    /// The place of the convention that a rule id such as `A4-8` stands for.
    func article(_ rule: String) -> String

    // MARK: Plan

    /// What a plan does, in one sentence.
    func plan(_ scope: RestoreScope, station: String, changes: Int) -> String
    /// An action and its number of paths.
    func action(_ action: PlanChange.Action, count: Int) -> String
    /// The heading of one sort of loss.
    func loss(_ loss: PlanReport.Loss) -> String

    // MARK: Restore and status

    /// The outcome of a restore in one sentence.
    func outcome(_ result: RestoreOutcome.Result, station: String) -> String
    /// That a reboot is advised, and why.
    func reboot(_ reasons: [RebootReason]) -> String
    /// The label of a line of the status.
    func status(_ label: StatusEntry.Label) -> String
    /// A phrase that takes no values.
    func phrase(_ phrase: FixedPhrase) -> String

    // MARK: Lists

    /// The number of items read, in one sentence.
    func inventory(items: Int, system: String?) -> String
    /// How an item came.
    func origin(_ origin: ItemOrigin) -> String
    /// What changes between two years, in one sentence.
    func difference(_ difference: BaselineDifference) -> String
}

/// Phrases that take no values.
public enum FixedPhrase: Sendable, CaseIterable {
    case unsignedReference, findings, information, notJudged, coverage, decision, nextStep
    case explainHint, planHint, nothingToDo, evidence, found, expected, cause, paths, broughtAlong
    case changes, losses, nothingLost, steps, toReinstall, time, planID, approve, bytesToFetch
    case bytesReused, bytesSetAside, backupsNotice, replacementNotice, proven, notProven,
        journalHead
    case quarantine, added, removed, changed, nothingChanged, component, weight, stepFailed
    case stepDone, thisStation, removalCap, version, licence, unreadableHint
    case written, takenAway, fetched, step, settings, notCollected, neverCollected, waivers
    case declared, state
}
