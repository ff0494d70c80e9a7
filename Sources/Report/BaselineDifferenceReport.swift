public import Model
import Primitives

/// What a new school year changes, as a teacher reads it.
public enum BaselineDifferenceReport {
    /// The report of `difference`.
    public static func text(
        _ difference: BaselineDifference,
        language: Language,
        style: TextStyle = .plain
    ) -> String {
        let words = language.wording
        var page = TextPage(style)
        page.paragraph(words.difference(difference), .strong)
        if difference.isEmpty { page.paragraph(words.phrase(.nothingChanged)) }
        list(words.phrase(.added), difference.added, &page)
        list(words.phrase(.removed), difference.removed, &page)
        guard !difference.changed.isEmpty else { return page.text }
        page.title(words.phrase(.changed))
        page.rows(
            difference.changed.map { change in
                (Escaped.text(change.after.name), changes(change, words).joined(separator: ", "))
            }
        )
        return page.text
    }

    private static func list(_ title: String, _ components: [Component], _ page: inout TextPage) {
        guard !components.isEmpty else { return }
        page.title(title)
        page.rows(
            components.map {
                (
                    Escaped.text($0.name),
                    Escaped.text($0.disciplines.joined(separator: ", "))
                )
            }
        )
    }

    private static func changes(
        _ change: BaselineDifference.Change,
        _ words: any Wording
    ) -> [String] {
        var parts: [String] = []
        if change.before.name != change.after.name {
            parts.append(Escaped.text("\(change.before.name) → \(change.after.name)"))
        }
        if change.before.licence != change.after.licence
            || change.before.licenceKind != change.after.licenceKind
        {
            let name = Escaped.text("\(change.before.licence) → \(change.after.licence)")
            parts.append(words.labelled(words.phrase(.licence), name))
        }
        for identity in change.after.identities {
            let before = change.before.identities.first {
                $0.source == identity.source && $0.name == identity.name
            }
            guard before?.version != identity.version else { continue }
            let version = "\(identity.source.rawValue) \(symbol(identity.version))"
            parts.append(words.labelled(words.phrase(.version), Escaped.text(version)))
        }
        return parts
    }

    private static func symbol(_ rule: VersionRule) -> String {
        switch rule {
        case .any: "*"
        case .atLeast(let version): "≥ \(version)"
        case .upstream(let version): "= \(version)-*"
        case .exactly(let version): "= \(version)"
        }
    }
}
