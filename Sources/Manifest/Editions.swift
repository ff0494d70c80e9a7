public import Model
public import Primitives

/// Which of a depot's documents counts: the highest edition valid on a day, or one asked for.
public enum Editions {
    /// The edition that counts, and whether it is the one that counts by itself.
    public struct Choice<Document: Sendable>: Sendable {
        /// The document.
        public let document: Document
        /// Whether it was asked for by name and is not the current one.
        public let isExceptional: Bool
    }

    /// The socle système that counts.
    ///
    /// - Parameters:
    ///   - documents: all editions of the depot.
    ///   - day: the day, in the station's eyes.
    ///   - wanted: the edition asked for by name, whatever its dates.
    /// - Returns: the document that counts.
    /// - Throws: ``ManifestErrors`` for two documents of one edition, and when none counts.
    public static func system(
        _ documents: [SystemBaseline],
        on day: Day,
        wanted: String? = nil
    ) throws(ManifestErrors) -> Choice<SystemBaseline> {
        try validate(documents, [])
        let current = documents.filter { $0.validity.contains(day) }
            .max { precedes($0.edition, $1.edition) }
        let chosen = wanted.map { name in documents.first { $0.edition == name } } ?? current
        guard let chosen else {
            throw none(
                .system,
                documents.map { ($0.edition, $0.validity) },
                wanted: wanted,
                on: day
            )
        }
        return Choice(document: chosen, isExceptional: chosen.edition != current?.edition)
    }

    /// The socle applicatif that counts: of the latest school year, its last revision.
    ///
    /// - Parameters:
    ///   - documents: all lists of the depot.
    ///   - day: the day, in the station's eyes.
    ///   - wanted: the school year asked for by name, whatever its dates.
    /// - Returns: the list that counts.
    /// - Throws: ``ManifestErrors`` for two lists of one year, and when none counts.
    public static func application(
        _ documents: [ApplicationBaseline],
        on day: Day,
        wanted: SchoolYear? = nil
    ) throws(ManifestErrors) -> Choice<ApplicationBaseline> {
        try validate([], documents)
        let ordered = documents.sorted {
            ($0.schoolYear, $0.revision) < ($1.schoolYear, $1.revision)
        }
        let current = ordered.last { $0.validity.contains(day) }
        let chosen = wanted.map { year in ordered.last { $0.schoolYear == year } } ?? current
        guard let chosen else {
            throw none(
                .application,
                documents.map { ("\($0.schoolYear)", $0.validity) },
                wanted: wanted?.description,
                on: day
            )
        }
        return Choice(
            document: chosen,
            isExceptional: chosen.schoolYear != current?.schoolYear
        )
    }

    /// Refuses documents of one depot that contradict each other: two of one edition or year.
    public static func validate(
        _ systems: [SystemBaseline],
        _ lists: [ApplicationBaseline]
    ) throws(ManifestErrors) {
        var errors = Baseline.validate(lists: lists)
        for (index, document) in systems.enumerated()
        where systems[..<index].contains(where: { $0.edition == document.edition }) {
            errors.append(
                ManifestError(
                    .duplicateID,
                    document: DocumentKind.system.rawValue,
                    path: "$.edition",
                    found: "a second edition \(document.edition)",
                    expected: "each edition once"
                )
            )
        }
        guard errors.isEmpty else { throw ManifestErrors(errors) }
    }

    private static func none(
        _ kind: DocumentKind,
        _ known: [(name: String, validity: Validity)],
        wanted: String?,
        on day: Day
    ) -> ManifestErrors {
        let list = known.map { "\($0.name) (\($0.validity.from) – \($0.validity.until))" }
        return ManifestErrors([
            ManifestError(
                .noCurrentEdition,
                document: kind.rawValue,
                path: "$.validite",
                found: list.isEmpty ? "no edition" : list.joined(separator: ", "),
                expected: wanted.map { "the edition “\($0)”" } ?? "an edition valid on \(day)"
            )
        ])
    }

    /// Editions order as versions do: 2026.10 after 2026.9.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        do {
            return try DebianVersion(left) < DebianVersion(right)
        } catch {
            return left < right
        }
    }
}
