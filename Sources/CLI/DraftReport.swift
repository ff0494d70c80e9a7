import Depot
import Primitives
import Report

/// Drafts and the roles of a depot, in words.
struct DraftReport {
    private let context: Context

    init(_ context: Context) {
        self.context = context
    }

    /// What each draft would change, and the signatures it has.
    func text(_ drafts: [DepotDraft]) -> String {
        drafts.map { text($0) }.joined()
    }

    /// What one draft would change.
    func text(_ draft: DepotDraft, details: String = "") -> String {
        let until = context.language.wording.date(draft.expires.day)
        var lines = [
            say(
                "\(draft.role), version \(draft.version), valable jusqu’au \(until)",
                "\(draft.role), version \(draft.version), valid until \(until)"
            )
        ]
        for change in draft.thresholdChanges {
            let before = change.before.map { say(" au lieu de \($0)", " instead of \($0)") } ?? ""
            lines.append(
                say(
                    "  \(holder(change.role)) : \(change.after) signature(s)\(before)",
                    "  \(holder(change.role)): \(change.after) signature(s)\(before)"
                )
            )
        }
        for change in draft.keys {
            let sign = change.isAdded ? "+" : "-"
            lines.append("  \(sign) \(holder(change.role))  \(change.fingerprint)")
        }
        for change in draft.targets where details.isEmpty {
            let sign =
                switch change.kind {
                case .added: "+"
                case .changed: "~"
                case .removed: "-"
                }
            lines.append("  \(sign) \(Escaped.text(change.path))")
        }
        let isUnchanged =
            draft.keys.isEmpty && draft.targets.isEmpty && draft.thresholdChanges.isEmpty
        if isUnchanged {
            lines.append(
                draft.version == 1
                    ? say("  nouveau, sans fichier", "  new, without any file")
                    : say("  même contenu, signé à nouveau", "  the same content, signed again")
            )
        }
        return lines.map { $0 + "\n" }.joined() + details
            + say("  signatures : ", "  signatures: ") + progress(draft) + "\n"
    }

    /// The signatures a draft has and needs; those in force too where its own keys differ.
    func progress(_ draft: DepotDraft) -> String {
        let counts = draft.progress.map {
            say("\($0.count) sur \($0.threshold)", "\($0.count) of \($0.threshold)")
        }
        guard counts.count > 1 else { return counts.first ?? "" }
        return counts[0]
            + say(
                " des clés à venir, \(counts[1]) des clés en vigueur",
                " of the keys to come, \(counts[1]) of the keys in force"
            )
    }

    /// The name of a role and the number of signatures it takes.
    func heading(_ role: DepotWriter.RoleKeys) -> String {
        guard role.threshold > 0 else { return holder(role.role) }
        return say(
            "\(role.role) (\(role.threshold) signature(s))",
            "\(role.role) (\(role.threshold) signature(s))"
        )
    }

    /// The institutions by their names, roles by theirs.
    private func holder(_ role: String) -> String {
        switch role {
        case "departement": say("clés du Département", "keys of the Département")
        case "academie": say("clés de l’Académie", "keys of the Académie")
        default: role
        }
    }

    private func say(_ french: String, _ english: String) -> String {
        context.text(Phrase(fr: french, en: english))
    }
}
