import Model
import Report

/// What a réparation leaves as it is, with the remedy of each.
///
/// It brings files back only to packages that are installed as the socle says: a file without its
/// package's record would be worse than none.
struct RepairRemainder {
    let findings: [Finding]

    /// What of `findings` no réparation mends.
    init(_ findings: [Finding]) {
        self.findings = findings.filter { $0.weight == .deviation && $0.code != .altered }
    }

    /// One line a finding; empty where there is none.
    func text(_ context: Context) -> String {
        guard !findings.isEmpty else { return "" }
        let title = context.text(
            Phrase(
                fr: "\nUne réparation n’y change rien :\n",
                en: "\nA réparation does not change:\n"
            )
        )
        return title
            + findings.map { "  \(Escaped.text($0.id)) : \(context.text(remedy($0)))\n" }.joined()
    }

    private func remedy(_ finding: Finding) -> Phrase {
        let name = Escaped.text(finding.subject)
        return switch finding.code {
        case .missing, .outdated, .broken:
            Phrase(
                fr: "« apt install \(name) », ou une réinstallation",
                en: "apt install \(name), or a réinstallation"
            )
        default:
            Phrase(
                fr: "à retirer à la main, à déclarer, ou une réinstallation",
                en: "remove it by hand, declare it, or a réinstallation"
            )
        }
    }
}
