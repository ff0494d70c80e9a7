/// The templates of messages where a Département made no other.
enum MailTemplates {
    static func text(_ form: MailTemplate.Form, _ language: Language) -> String {
        let subject = "[UAI {{uai}}] [{{poste}}] {{etat}}"
        switch form {
        case .plain: return "Subject: \(subject)\n\n" + body(language)
        // The token a GLPI collector finds the ticket by stands first.
        case .glpi: return "Subject: [GLPI #{{ticket}}] \(subject)\n\n" + body(language)
        case .remedy: return "Subject: \(subject) {{ticket}}\n\n" + labels(language)
        }
    }

    private static let fields: [(place: String, label: Bilingual, folded: Bilingual)] = [
        ("ticket", Bilingual(fr: "Ticket", en: "Ticket"), Bilingual(fr: "Ticket", en: "Ticket")),
        (
            "uai", Bilingual(fr: "Établissement", en: "School"),
            Bilingual(fr: "Etablissement", en: "School")
        ),
        ("salle", Bilingual(fr: "Salle", en: "Room"), Bilingual(fr: "Salle", en: "Room")),
        ("poste", Bilingual(fr: "Poste", en: "Station"), Bilingual(fr: "Poste", en: "Station")),
        ("etat", Bilingual(fr: "État", en: "State"), Bilingual(fr: "Etat", en: "State")),
        ("date", Bilingual(fr: "Date", en: "Date"), Bilingual(fr: "Date", en: "Date")),
        ("socles", Bilingual(fr: "Socles", en: "Socles"), Bilingual(fr: "Socles", en: "Socles")),
        (
            "ecarts", Bilingual(fr: "Écarts", en: "Deviations"),
            Bilingual(fr: "Ecarts", en: "Deviations")
        ),
        ("plan", Bilingual(fr: "Plan", en: "Plan"), Bilingual(fr: "Plan", en: "Plan")),
        (
            "sequence", Bilingual(fr: "Séquence", en: "Sequence"),
            Bilingual(fr: "Sequence", en: "Sequence")
        ),
        (
            "journal", Bilingual(fr: "Journal", en: "Journal"),
            Bilingual(fr: "Journal", en: "Journal")
        ),
    ]

    /// A sentence, and one line a field.
    private static func body(_ language: Language) -> String {
        let words = language.wording
        let lines = fields.map { field in
            words.labelled(field.label.text(language), "{{\(field.place)}}")
        }
        return "{{phrase}}\n\n" + lines.joined(separator: "\n")
    }

    /// Labels and values alone, labels in ASCII, as an AR System mailbox reads them.
    private static func labels(_ language: Language) -> String {
        let summary = Bilingual(fr: "Resume", en: "Summary").text(language)
        let lines = fields.map { "\($0.folded.text(language)): {{\($0.place)}}" }
        return
            (["Schema: HPD:IncidentInterface_Create", "Action: Submit"] + lines
            + ["\(summary): {{phrase}}"]).joined(separator: "\n")
    }
}
