public import Model
import Primitives

/// The sheet « ce qui sera perdu », read and kept before a reinstallation (convention, Article 4).
///
/// It names what goes, says what stays, and has the place where backups are acknowledged by function
/// and date, never by name.
public enum LossSheet {
    /// The sheet of `plan`, as a page to print.
    public static func html(
        _ plan: Plan,
        journal: JournalHead? = nil,
        language: Language
    ) -> String {
        let words = language.wording
        var page = DocumentBuilder(language)
        let station = ScanReport.stationName(plan.station, words)
        page.title(
            Bilingual(
                fr: "Avant la réinstallation de \(station) : ce qui sera perdu",
                en: "Before the reinstallation of \(station): what will be lost"
            )
        )
        let order = plan.decision?.order
        page.fields(
            plan.station.fields(words) + [
                (Bilingual(fr: "Ticket", en: "Ticket"), order?.ticket),
                (Bilingual(fr: "Dysfonctionnement", en: "Malfunction"), order?.fault),
                (Bilingual(fr: "Plan établi", en: "Plan made"), words.moment(plan.made)),
                (Bilingual(fr: "Identifiant du plan", en: "Plan id"), plan.id.hex),
                (
                    Bilingual(fr: "Durée estimée", en: "Estimated time"),
                    words.duration(seconds: plan.estimatedSeconds)
                ),
            ]
        )
        losses(plan, &page)
        page.heading(Bilingual(fr: "Ce qui reste", en: "What stays"))
        page.paragraph(
            Bilingual(
                fr: "Les dossiers des personnes, les comptes, les imprimantes et les réglages du "
                    + "réseau du poste ne sont pas touchés. Ils ne sont pas sauvegardés non plus : "
                    + "la restauration de fichiers reste à la charge de l’établissement.",
                en: "People’s folders, accounts, printers and the station’s network settings are "
                    + "not touched. They are not backed up either: restoring files is up to the "
                    + "school."
            )
        )
        acknowledgement(order?.backups, words, &page)
        var notes = [language.pages.phrase(.noNames)]
        if let journal {
            notes.append(words.labelled(words.phrase(.journalHead), words.journal(journal)))
        }
        return PageFrame(
            language: language,
            title: station + " — " + words.phrase(.losses),
            context: ["socle", words.phrase(.losses)],
            notes: notes
        ).document(page.content)
    }

    private static func losses(_ plan: Plan, _ page: inout DocumentBuilder) {
        let losses = plan.losses
        let groups: [(title: Bilingual, items: [HTML])] = [
            (
                Bilingual(fr: "Logiciels retirés", en: "Software removed"),
                losses.packages.map { .text($0) }
            ),
            (
                Bilingual(
                    fr: "Programmes copiés à la main, retirés",
                    en: "Programs copied by hand, removed"
                ),
                losses.programs.map { .text("/" + $0) }
            ),
            (
                Bilingual(
                    fr: "Fichiers qui peuvent être des données : à vérifier avant",
                    en: "Files that may be data: to be checked before"
                ),
                losses.possibleData.map { .visible(Escaped.path($0)) }
            ),
            (
                Bilingual(
                    fr: "Réglages qui reviennent à ceux du socle",
                    en: "Settings that return to the socle’s"
                ),
                losses.settings.map { .visible(Escaped.path($0)) }
            ),
            (
                Bilingual(fr: "Versions qui baissent", en: "Versions that go down"),
                losses.downgrades.map { .text($0) }
            ),
        ]
        let filled = groups.filter { !$0.items.isEmpty }
        if filled.isEmpty {
            page.paragraph(Bilingual(fr: "Rien ne sera perdu.", en: "Nothing will be lost."))
        }
        for group in filled {
            page.heading(group.title)
            page.add(.tag("ul", nil, group.items.map { .tag("li", nil, [$0]) }))
        }
        guard !plan.toReinstall.isEmpty else { return }
        page.heading(
            Bilingual(
                fr: "À remettre ensuite : validés ou déclarés",
                en: "To be installed again: validated or declared"
            )
        )
        page.list(plan.toReinstall)
    }

    private static func acknowledgement(
        _ backups: RestoreOrder.BackupAcknowledgement?,
        _ words: any Wording,
        _ page: inout DocumentBuilder
    ) {
        page.heading(Bilingual(fr: "Sauvegardes contrôlées", en: "Backups checked"))
        page.paragraph(
            Bilingual(
                fr: "Les sauvegardes ont été contrôlées avant la réinstallation. Une fonction et "
                    + "une date suffisent ; aucun nom n’est demandé.",
                en: "The backups were checked before the reinstallation. A function and a date "
                    + "are enough; no name is asked for."
            ),
            soft: true
        )
        page.fields([
            (Bilingual(fr: "Fonction", en: "Function"), backups?.function),
            (Bilingual(fr: "Date", en: "Date"), backups.map { words.date($0.day) }),
        ])
    }
}
