public import Model
public import Primitives

/// How a restore or an undo ended.
public enum RestoreOutcome: Sendable {
    /// Done, and proven by reading again what was written.
    case done(RestoreReport)
    /// Done, but the station is not as the target says; the differences left are named.
    ///
    /// There are none where the proof itself failed: ``RestoreReport/proofFailure`` then says why.
    case notProven(RestoreReport, [FileDifference])
    /// It failed, and the station is as it was before.
    case rolledBack(RestoreReport, reason: String)
    /// It failed, and so did taking it back or ending it: recovery is needed.
    case recoveryNeeded(reason: String)
}

/// What a restore did.
public struct RestoreReport: Sendable {
    /// The transaction's number, to be undone by; nil where there was nothing to do.
    public var transaction: Int64?
    /// The plan that was carried out.
    public var plan: Plan
    /// The id that was approved; the plan's own, or that of one that lost at least as much.
    public var approved: Digest
    /// How the second plan compared: quick where what the approved plan read stood untouched.
    public var method: FileComparison.Method
    /// Post-restore steps that ran, in their order.
    public var steps: [StepResult] = []
    /// Paths found otherwise than planned during the commit; nothing of them was lost.
    public var surprises: [RelativePath] = []
    /// What runs since the start and was replaced: why a reboot is advised.
    public var rebootReasons: [RebootReason] = []
    /// Why the quarantine could not be brought back below its limits; nil where it is.
    public var purgeFailure: String?
    /// Why what was written could not be read again; nil where the proof was made, well or not.
    public var proofFailure: String?
}

/// How one post-restore step ended.
public struct StepResult: Sendable, Hashable {
    /// The step's id.
    public var id: String
    /// Whether a failure takes the whole restore back.
    public var isCritical: Bool
    /// Why it failed; nil when it succeeded.
    public var failure: String?
    /// The last lines it wrote.
    public var output: String

    package init(id: String, isCritical: Bool, failure: String?, output: String) {
        self.id = id
        self.isCritical = isCritical
        self.failure = failure
        self.output = output
    }
}
