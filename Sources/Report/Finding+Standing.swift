import Model
import Primitives

extension Finding {
    /// Whether the gestionnaire réseau declared it, to stay or on trial.
    var isDeclared: Bool { state == .declared || state?.trialUntil != nil }

    /// Whether what allows it comes to its end in less than `days` days from `day`.
    func ends(within days: Int, of day: Day) -> Bool {
        guard let last = waiver?.until ?? state?.trialUntil else { return false }
        return last.daysSince1970 - day.daysSince1970 < days
    }
}
