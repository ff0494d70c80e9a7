public import Model
public import Primitives

/// Rules that take more than one document, and the comparison of two school years.
public enum Baseline {
    /// What two documents contradict each other about: packages both sides own.
    public static func validate(
        system: SystemBaseline,
        application: ApplicationBaseline
    ) -> [ManifestError] {
        let base = Set(system.basePackages)
        var errors: [ManifestError] = []
        for (index, component) in application.components.enumerated() {
            for (place, identity) in component.identities.enumerated()
            where identity.source == .dpkg && base.contains(identity.name) {
                errors.append(
                    ManifestError(
                        .packageOnBothSides,
                        document: DocumentKind.application.rawValue,
                        path: "$.composants[\(index)].identites[\(place)]",
                        found: "\(identity.name) of “\(component.id)”",
                        expected: "a package the socle système \(system.edition) does not list"
                    )
                )
            }
        }
        return errors
    }

    /// A socle système whose last day is past.
    public static func validate(system: SystemBaseline, on day: Day) -> [ManifestError] {
        expired(system.validity, .system, on: day)
    }

    /// A socle applicatif whose last day is past.
    public static func validate(application: ApplicationBaseline, on day: Day) -> [ManifestError] {
        expired(application.validity, .application, on: day)
    }

    private static func expired(
        _ validity: Validity,
        _ kind: DocumentKind,
        on day: Day
    ) -> [ManifestError] {
        guard validity.until < day else { return [] }
        return [
            ManifestError(
                .validityExpired,
                document: kind.rawValue,
                path: "$.validite.au",
                found: "\(validity.until)",
                expected: "a last day that is not before today, \(day)"
            )
        ]
    }

    /// Two lists of one year with the same revision, or of two owners: an error, since a year has
    /// one list and an amendment is a revision of it (convention, Article 2).
    public static func validate(lists: [ApplicationBaseline]) -> [ManifestError] {
        var errors: [ManifestError] = []
        for (index, list) in lists.enumerated() {
            let rival = lists[..<index].first {
                $0.schoolYear == list.schoolYear
                    && ($0.revision == list.revision || $0.owner != list.owner)
            }
            guard rival != nil else { continue }
            errors.append(
                ManifestError(
                    .twoListsForOneYear,
                    document: DocumentKind.application.rawValue,
                    path: "$.annee",
                    found: "a second list for \(list.schoolYear), revision \(list.revision)",
                    expected: "one list a year; an amendment is a later revision"
                )
            )
        }
        return errors
    }

    /// What `new` adds, removes and changes, components matched by id.
    public static func compare(
        _ old: ApplicationBaseline,
        _ new: ApplicationBaseline
    ) -> BaselineDifference {
        // Ids are unique in a decoded document; the first of two is kept for any other.
        let before = Dictionary(old.components.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
        let after = Dictionary(new.components.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
        let changed = before.keys.sorted().compactMap { id -> BaselineDifference.Change? in
            guard let was = before[id], let now = after[id], was != now else { return nil }
            return BaselineDifference.Change(before: was, after: now)
        }
        return BaselineDifference(
            from: old.schoolYear,
            to: new.schoolYear,
            added: after.values.filter { before[$0.id] == nil }.sorted { $0.id < $1.id },
            removed: before.values.filter { after[$0.id] == nil }.sorted { $0.id < $1.id },
            changed: changed
        )
    }
}
