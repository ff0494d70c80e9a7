import Model
import Primitives
import Report

/// `socle report`: documents to print and to keep.
enum ReportCommands {
    static let all =
        [
            station, losses, intervention, declaration, register, MailCommand.spec,
            MailCommand.reading,
        ] + FleetReportCommands.all

    private static let station = CommandSpec(
        "report station",
        arguments: "FILE",
        count: 1...1,
        flags: [FlagTable.plan, FlagTable.output],
        fr: "page d’un poste, d’après FILE : « socle scan --format json »",
        en: "page of a station, from FILE: “socle scan --format json”"
    ) { (invocation, context) throws(Failure) in
        let path = invocation.arguments[0]
        let bytes = try UserFile(path).read(limit: 512 << 20)
        let kept = try Failure.explaining("\(path) is no usable scan") { () throws(ReportError) in
            try ScanDocument.decode(bytes)
        }
        let plan = try plan(of: invocation)
        if let plan, plan.station.id != kept.scan.station.id {
            throw .usage(
                "the plan is of another station than the scan",
                hint: "give the plan of the same station"
            )
        }
        let page = StationPage.html(
            kept.scan,
            decision: plan?.decision ?? kept.decision,
            plan: plan,
            journal: kept.journal,
            language: context.language
        )
        try context.emit(page, invocation)
        return .success
    }

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
        let plan = try plan(of: invocation)
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

    private static func plan(of invocation: Invocation) throws(Failure) -> Plan? {
        guard let path = invocation.value(FlagTable.plan) else { return nil }
        return try UserFile(path).plan()
    }

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
