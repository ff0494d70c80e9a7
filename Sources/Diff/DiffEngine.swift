public import Model

/// Judges a station by its socles.
///
/// The same input gives the same output, in the same order; nothing is read but the input.
public enum DiffEngine {
    /// What differs between a station and its socles, why, and the answer that follows.
    ///
    /// Without a lock, the base is what the socle système names (packages, priorities), what is
    /// essential or protected, and what those and the listed components bring.
    public static func findings(_ input: DiffInput) -> DiffOutcome {
        let platform = StationPlatform(input.inventory, input.list.system)
        var builder = FindingBuilder(input, platform: platform)
        builder.judgeCoverage()
        guard builder.canJudge else {
            return DiffOutcome(verdict: .undetermined, findings: builder.ordered())
        }
        builder.judgeVersions()
        builder.judgeMissingPackages()
        builder.judgeComponents()
        builder.judgeUnlistedPackages()
        builder.judgeStates()
        builder.judgeDiversions()
        builder.judgeOtherItems()
        builder.judgeFiles()
        let findings = builder.ordered()
        return DiffOutcome(verdict: verdict(findings), findings: findings)
    }

    /// The answer that follows from findings, once the package database was read.
    ///
    /// A deviation found is a deviation, whatever else could not be judged; without any, all that
    /// could not be judged keeps the station from being compliant.
    public static func verdict(_ findings: [Finding]) -> Verdict {
        if findings.contains(where: { $0.weight == .deviation }) { return .deviations }
        return findings.contains { $0.weight == .undetermined } ? .undetermined : .compliant
    }
}
