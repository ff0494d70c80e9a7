/// The templates of messages where a Département made no other.
enum MailTemplates {
    static func text(_ form: MailTemplate.Form, _ language: Language) -> String {
        switch (form, language) {
        case (.remedy, .french): remedyFrench
        case (.remedy, .english): remedyEnglish
        case (.glpi, .french): "Subject: [GLPI #{{ticket}}] " + plainFrench
        case (.glpi, .english): "Subject: [GLPI #{{ticket}}] " + plainEnglish
        case (.plain, .french): "Subject: " + plainFrench
        case (.plain, .english): "Subject: " + plainEnglish
        }
    }

    private static let plainFrench = """
        [UAI {{uai}}] [{{poste}}] {{etat}}

        {{phrase}}

        Ticket : {{ticket}}
        Établissement : {{uai}}
        Salle : {{salle}}
        Poste : {{poste}}
        État : {{etat}}
        Date : {{date}}
        Socles : {{socles}}
        Écarts : {{ecarts}}
        Plan : {{plan}}
        Séquence : {{sequence}}
        Journal : {{journal}}
        """

    private static let plainEnglish = """
        [UAI {{uai}}] [{{poste}}] {{etat}}

        {{phrase}}

        Ticket: {{ticket}}
        School: {{uai}}
        Room: {{salle}}
        Station: {{poste}}
        State: {{etat}}
        Date: {{date}}
        Socles: {{socles}}
        Deviations: {{ecarts}}
        Plan: {{plan}}
        Sequence: {{sequence}}
        Journal: {{journal}}
        """

    private static let remedyFrench = """
        Subject: [UAI {{uai}}] [{{poste}}] {{etat}} {{ticket}}

        Schema: HPD:IncidentInterface_Create
        Action: Submit
        Reference: {{ticket}}
        Etablissement: {{uai}}
        Salle: {{salle}}
        Poste: {{poste}}
        Etat: {{etat}}
        Date: {{date}}
        Socles: {{socles}}
        Ecarts: {{ecarts}}
        Plan: {{plan}}
        Sequence: {{sequence}}
        Journal: {{journal}}
        Resume: {{phrase}}
        """

    private static let remedyEnglish = """
        Subject: [UAI {{uai}}] [{{poste}}] {{etat}} {{ticket}}

        Schema: HPD:IncidentInterface_Create
        Action: Submit
        Reference: {{ticket}}
        School: {{uai}}
        Room: {{salle}}
        Station: {{poste}}
        State: {{etat}}
        Date: {{date}}
        Socles: {{socles}}
        Deviations: {{ecarts}}
        Plan: {{plan}}
        Sequence: {{sequence}}
        Journal: {{journal}}
        Summary: {{phrase}}
        """
}
