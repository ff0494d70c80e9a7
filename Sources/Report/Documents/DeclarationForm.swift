/// The form by which the gestionnaire réseau declares software outside the socles (convention,
/// Article 2 and Annexe V), to be filled in by hand.
public enum DeclarationForm {
    /// The empty form, as a page to print.
    public static func html(language: Language) -> String {
        var page = DocumentBuilder(language)
        page.title(
            Bilingual(
                fr: "Déclaration d’un logiciel hors socle",
                en: "Declaration of software outside the socle"
            )
        )
        page.paragraph(
            Bilingual(
                fr: "Le gestionnaire réseau peut installer d’autres logiciels. Les déclarer les "
                    + "fait apparaître comme tels dans les contrôles ; ils ne sont pas remis par "
                    + "une réinstallation.",
                en: "The network manager may install other software. Declaring it shows it as "
                    + "such in scans; a reinstallation does not bring it back."
            )
        )
        page.heading(Bilingual(fr: "Où", en: "Where"))
        page.fields([
            (Bilingual(fr: "Établissement (UAI)", en: "School (UAI)"), nil),
            (Bilingual(fr: "Salles", en: "Rooms"), nil),
            (Bilingual(fr: "Postes", en: "Stations"), nil),
        ])
        page.heading(Bilingual(fr: "Quoi", en: "What"))
        page.fields([
            (Bilingual(fr: "Logiciel", en: "Software"), nil),
            (Bilingual(fr: "Version", en: "Version"), nil),
            (Bilingual(fr: "Éditeur", en: "Publisher"), nil),
            (Bilingual(fr: "Licence", en: "Licence"), nil),
            (Bilingual(fr: "Discipline, usage", en: "Discipline, use"), nil),
            (Bilingual(fr: "En test jusqu’au", en: "On trial until"), nil),
        ])
        page.heading(Bilingual(fr: "Par", en: "By"))
        page.fields([
            (Bilingual(fr: "Fonction", en: "Function"), nil),
            (Bilingual(fr: "Date", en: "Date"), nil),
        ])
        page.paragraph(
            Bilingual(
                fr: "Saisie ensuite avec « socle declare ». Aucun nom n’est demandé.",
                en: "Entered afterwards with “socle declare”. No name is asked for."
            ),
            soft: true
        )
        return page.form(Bilingual(fr: "Déclaration", en: "Declaration"))
    }
}
