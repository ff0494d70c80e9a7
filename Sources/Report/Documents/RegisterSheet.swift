/// The sheet for the register of processing activities (RGPD, article 30), which the head of school
/// completes.
///
/// It says what this tool processes, and no more; what depends on the school is left blank.
public enum RegisterSheet {
    /// The sheet, as a page to print.
    public static func html(language: Language) -> String {
        var page = DocumentBuilder(language)
        page.title(
            Bilingual(
                fr: "Fiche de registre : conformité des postes de travail",
                en: "Register sheet: compliance of workstations"
            )
        )
        page.fields([
            (Bilingual(fr: "Responsable de traitement", en: "Controller"), nil),
            (
                Bilingual(fr: "Délégué à la protection des données", en: "Data protection officer"),
                nil
            ),
            (Bilingual(fr: "Date de la fiche", en: "Date of the sheet"), nil),
        ])
        for (title, texts) in chapters {
            page.heading(title)
            page.list(texts.map { $0.text(language) })
        }
        return page.form(Bilingual(fr: "Fiche de registre", en: "Register sheet"))
    }

    private static let chapters: [(title: Bilingual, texts: [Bilingual])] = [
        (
            Bilingual(fr: "Finalités", en: "Purposes"),
            [
                Bilingual(
                    fr: "Comparer les logiciels et pilotes d’un poste aux socles publiés.",
                    en: "Compare a station’s software and drivers with the published socles."
                ),
                Bilingual(
                    fr: "Ramener un poste en dysfonctionnement aux socles, et en rendre compte.",
                    en: "Bring a station that malfunctions back to the socles, and account for it."
                ),
            ]
        ),
        (
            Bilingual(fr: "Données", en: "Data"),
            [
                Bilingual(
                    fr: "Nom de machine, établissement, salle, adresse réseau, logiciels et "
                        + "pilotes avec leur version. Nom et adresse d’un poste affecté à une "
                        + "seule personne sont des données personnelles.",
                    en: "Host name, school, room, network address, software and drivers with "
                        + "their version. The name and address of a station given to one person "
                        + "are personal data."
                ),
                Bilingual(
                    fr: "Jamais collectés : comptes, sessions, processus, historiques, clés de "
                        + "licence, numéros de série, documents. Les dossiers personnels sont "
                        + "masqués dans les chemins.",
                    en: "Never collected: accounts, sessions, processes, histories, licence keys, "
                        + "serial numbers, documents. Personal folders are masked in paths."
                ),
            ]
        ),
        (
            Bilingual(fr: "Personnes et destinataires", en: "People and recipients"),
            [
                Bilingual(
                    fr: "Personnes concernées : utilisateurs d’un poste affecté.",
                    en: "People concerned: users of a station given to one person."
                ),
                Bilingual(
                    fr: "Destinataires, par fonction : gestionnaire réseau, correspondant "
                        + "maintenance, équipe de maintenance, services de l’Académie.",
                    en: "Recipients, by function: network manager, maintenance correspondent, "
                        + "maintenance team, services of the Académie."
                ),
            ]
        ),
        (
            Bilingual(fr: "Durées", en: "Retention"),
            [
                Bilingual(
                    fr: "Journal des interventions : de 6 à 12 mois, par « socle journal prune ».",
                    en: "Record of interventions: 6 to 12 months, by “socle journal prune”."
                ),
                Bilingual(
                    fr: "Inventaires et contrôles : l’année scolaire au plus. Bilan annuel : "
                        + "agrégé, sans nom de poste.",
                    en: "Inventories and scans: the school year at most. Yearly summary: "
                        + "aggregated, without station names."
                ),
            ]
        ),
        (
            Bilingual(fr: "Mesures", en: "Measures"),
            [
                Bilingual(
                    fr: "Documents de référence signés par deux institutions ; journal chaîné et "
                        + "signé ; fichiers lisibles du seul administrateur du poste.",
                    en: "Reference documents signed by two institutions; record chained and "
                        + "signed; files readable by the station’s administrator only."
                ),
                Bilingual(
                    fr: "Aucun envoi de données par l’outil vers un tiers.",
                    en: "The tool sends no data to any third party."
                ),
            ]
        ),
    ]
}
