import Inventory
import Manifest
import Model
import Platform
import Primitives
import Report

/// `socle baseline`: the documents of both institutions.
enum BaselineCommands {
    static let all = [validate, show, diff, lock]

    private static let validate = CommandSpec(
        "baseline validate",
        arguments: "DIR",
        count: 1...1,
        fr: "vérifie les documents d’un dossier, et en dit toutes les erreurs",
        en: "check the documents of a folder, and tell all their faults"
    ) { (invocation, context) throws(Failure) in
        let folder = BaselineFolder(invocation.arguments[0])
        let system = try folder.system()
        let application = try folder.application()
        let errors = Baseline.validate(system: system, application: application)
        guard errors.isEmpty else {
            throw Failure(
                .undetermined,
                "the documents contradict each other",
                causes: errors.map(\.description)
            )
        }
        try context.say(
            context.text(
                Phrase(
                    fr:
                        "socle système \(system.edition), socle applicatif \(application.schoolYear) "
                        + "révision \(application.revision) : \(application.components.count) logiciels\n",
                    en:
                        "socle système \(system.edition), socle applicatif \(application.schoolYear) "
                        + "revision \(application.revision): \(application.components.count) components\n"
                )
            )
        )
        return .success
    }

    private static let show = CommandSpec(
        "baseline show",
        arguments: "DIR",
        count: 1...1,
        flags: [FlagTable.format],
        fr: "montre les logiciels listés et les classes de chemins",
        en: "show the listed components and the classes of paths"
    ) { (invocation, context) throws(Failure) in
        let folder = BaselineFolder(invocation.arguments[0])
        let rows = try BaselineRows(folder.system(), folder.application())
        try context.say(
            invocation.value(FlagTable.format) == "csv" ? rows.csv : rows.text(context.language)
        )
        return .success
    }

    private static let diff = CommandSpec(
        "baseline diff",
        arguments: "OLD-DIR NEW-DIR",
        count: 2...2,
        fr: "ce qui change d’une année scolaire à l’autre",
        en: "what changes from one school year to the next"
    ) { (invocation, context) throws(Failure) in
        let old = try BaselineFolder(invocation.arguments[0]).application()
        let new = try BaselineFolder(invocation.arguments[1]).application()
        let difference = Baseline.compare(old, new)
        try context.say(
            BaselineDifferenceReport.text(
                difference,
                language: context.language,
                style: context.style
            )
        )
        return .success
    }

    private static let lock = CommandSpec(
        "baseline lock",
        arguments: "ROOT",
        count: 1...1,
        flags: [FlagTable.output, FlagTable.name],
        fr: "écrit le verrou d’un poste de référence : la liste exacte de ses paquets",
        en: "write the lock of a reference station: the exact list of its packages"
    ) { (invocation, context) throws(Failure) in
        let root = try UserFile(invocation.arguments[0]).folder()
        _ = try Station.configuration(of: root)
        let inventory = try context.inventory(of: root, unownedFiles: .leave)
        let label = invocation.value(FlagTable.name) ?? invocation.arguments[0]
        let document = LockDocument.encode(
            LabelledLock(lock: InstalledLock.make(from: inventory), label: label)
        )
        try context.emit(String(decoding: document, as: UTF8.self), invocation)
        return .success
    }
}
