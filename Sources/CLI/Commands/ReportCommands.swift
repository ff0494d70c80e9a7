import Model
import Primitives
import Report

/// `socle report`: documents to print and to keep.
enum ReportCommands {
    static let all =
        [
            losses, intervention, declaration, register, MailCommand.spec, MailCommand.reading,
        ] + FleetReportCommands.all

    private static let losses = CommandSpec(
        "report losses",
        flags: [FlagTable.plan, FlagTable.output],
        fr: "fiche « ce qui sera perdu », à lire et garder avant une réinstallation",
        en: "sheet of what will be lost, to read and keep before a reinstallation"
    ) { (invocation, context) throws(Failure) in
        let plan = try UserFile(invocation.value(FlagTable.plan) ?? "plan.json").plan()
        try context.emit(LossSheet.html(plan, language: context.language), invocation)
        return .success
    }

    private static let intervention = CommandSpec(
        "report intervention",
        flags: [FlagTable.root, FlagTable.plan, FlagTable.entry, FlagTable.output],
        fr: "compte rendu d’intervention d’une page, pour le correspondant",
        en: "account of an intervention on one page, for the correspondant"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        let (recorded, head) = try RecordedIntervention.read(station, invocation)
        let plan: Plan? =
            if let path = invocation.value(FlagTable.plan) { try UserFile(path).plan() } else {
                nil
            }
        let page = InterventionPage.html(
            try recorded.intervention(
                station.identity,
                plan: plan,
                journal: head
            ),
            language: context.language
        )
        try context.emit(page, invocation)
        return .success
    }

    private static let declaration = form(
        "report declaration",
        fr: "formulaire de déclaration d’un logiciel hors socle, à remplir",
        en: "form to declare software outside the socle, to be filled in"
    ) { DeclarationForm.html(language: $0) }

    private static let register = form(
        "report register",
        fr: "fiche pour le registre des traitements (RGPD), à compléter",
        en: "sheet for the register of processing (GDPR), to be completed"
    ) { RegisterSheet.html(language: $0) }

    /// A document that says the same of every station.
    private static func form(
        _ words: String,
        fr: String,
        en: String,
        page: @escaping @Sendable (Language) -> String
    ) -> CommandSpec {
        CommandSpec(words, flags: [FlagTable.output], fr: fr, en: en) {
            (invocation, context) throws(Failure) in
            try context.emit(page(context.language), invocation)
            return .success
        }
    }
}
