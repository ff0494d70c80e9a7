public import Model
public import Primitives

/// What is known of one intervention, from the station's own journal.
public struct Intervention: Sendable {
    /// The station.
    public var station: StationIdentity
    /// When it ended.
    public var ended: Instant
    /// The request it answers; nil where none was given.
    public var ticket: String?
    /// How it ended.
    public var result: RestoreOutcome.Result
    /// Whether everything written was read back and found right.
    public var isProven: Bool
    /// The layers restored, such as `systeme 2026.1`.
    public var layers: [String]
    /// Paths written.
    public var written: Int
    /// Paths removed.
    public var removed: Int
    /// The steps that ran, and whether each ended well.
    public var steps: [RestoreOutcome.Step]
    /// What was lost, by name; nil where the plan is not at hand.
    public var plan: Plan?
    /// The ids of the findings that led to it.
    public var causes: [String]
    /// The end of the journal.
    public var journal: JournalHead

    /// Describes an intervention.
    public init(
        station: StationIdentity,
        ended: Instant,
        ticket: String?,
        result: RestoreOutcome.Result,
        isProven: Bool,
        layers: [String],
        written: Int,
        removed: Int,
        steps: [RestoreOutcome.Step],
        plan: Plan?,
        causes: [String] = [],
        journal: JournalHead
    ) {
        self.station = station
        self.ended = ended
        self.ticket = ticket
        self.result = result
        self.isProven = isProven
        self.layers = layers
        self.written = written
        self.removed = removed
        self.steps = steps
        self.plan = plan
        self.causes = causes
        self.journal = journal
    }
}

/// The *compte rendu d'intervention*: one page to the school's correspondant (convention, Article 1 b
/// and Annexe IV), without jargon.
public enum InterventionPage {
    /// The account of `intervention`, as a page to print.
    public static func html(_ intervention: Intervention, language: Language) -> String {
        let words = language.wording
        var page = DocumentBuilder(language)
        let station = ScanReport.stationName(intervention.station, words)
        page.title(Bilingual(fr: "Compte rendu d’intervention", en: "Account of an intervention"))
        page.fields(
            intervention.station.fields(words) + [
                (Bilingual(fr: "Ticket", en: "Ticket"), intervention.ticket),
                (Bilingual(fr: "Terminée", en: "Ended"), words.moment(intervention.ended)),
            ]
        )
        page.heading(Bilingual(fr: "Ce qui a été fait", en: "What was done"))
        let outcome = words.outcome(intervention.result, station: station)
        let proof = words.phrase(intervention.isProven ? .proven : .notProven)
        page.add(.tag("p", "big", outcome))
        page.add(.tag("p", nil, proof))
        page.fields([
            (
                Bilingual(fr: "Socles", en: "Socles"),
                intervention.layers.isEmpty
                    ? nil : words.listed(intervention.layers.map(LayerKind.titled))
            ),
            (
                Bilingual(fr: "Écrit", en: "Written"), words.paths(intervention.written)
            ),
            (Bilingual(fr: "Retiré", en: "Removed"), words.paths(intervention.removed)),
        ])
        for step in intervention.steps where !step.succeeded {
            page.paragraph(
                Bilingual(
                    fr: "L’étape \(step.id) n’a pas abouti ; l’équipe de maintenance la reprend.",
                    en: "The step \(step.id) did not end well; the maintenance team takes it up."
                )
            )
        }
        if let losses = intervention.plan?.losses {
            let names = losses.packages + losses.programs.map { "/" + $0 }
            if !names.isEmpty {
                page.heading(Bilingual(fr: "Ce qui a été retiré", en: "What was taken away"))
                page.list(names)
            }
        }
        if let again = intervention.plan?.toReinstall, !again.isEmpty {
            page.heading(Bilingual(fr: "À remettre", en: "To be installed again"))
            page.list(again)
        }
        page.heading(Bilingual(fr: "À faire dans l’établissement", en: "To do at the school"))
        page.list([
            Bilingual(
                fr: "Vérifier que le dysfonctionnement a disparu, et le dire dans le ticket.",
                en: "Check that the malfunction is gone, and say so in the ticket."
            ).text(language),
            Bilingual(
                fr: "Vérifier les fichiers ; leur restauration est faite par leurs utilisateurs.",
                en: "Check the files; their users restore them."
            ).text(language),
        ])
        return PageFrame(
            language: language,
            title: station + " — " + Bilingual(fr: "compte rendu", en: "account").text(language),
            context: ["socle"],
            notes: [
                language.pages.phrase(.noNames),
                words.labelled(
                    words.phrase(.journalHead),
                    words.journal(intervention.journal)
                ),
            ]
        ).document(page.content)
    }
}
