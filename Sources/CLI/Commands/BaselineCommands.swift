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
        let content = try BaselineFolder(invocation.arguments[0]).check(on: context.now.day)
        guard let system = content.system, let application = content.application,
            content.errors.isEmpty
        else {
            throw Failure(
                .undetermined,
                "\(content.errors.count) faults in the documents",
                causes: content.errors.map(\.description)
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
        arguments: "[ROOT]",
        count: 0...1,
        flags: [FlagTable.imports, FlagTable.output, FlagTable.name],
        fr:
            "écrit le verrou d’un poste de référence : racine, disque Windows, inventaire importé",
        en: "write the lock of a reference station (a root, a Windows disk, an imported inventory)"
    ) { (invocation, context) throws(Failure) in
        let inventory: Inventory
        let place: String
        if invocation.has(FlagTable.imports) {
            let documents = try ImportedDocuments(invocation)
            guard !documents.areSeveral else {
                throw .usage("a lock is of one station", hint: "import one inventory")
            }
            inventory = try documents.first(context)
            place = inventory.document?.station ?? inventory.document?.file ?? ""
        } else {
            guard let path = invocation.arguments.first else {
                throw .usage("no reference is named", hint: "give a root, or --import FILE")
            }
            let root = try UserFile(path).folder()
            _ = try Station.configuration(of: root)
            inventory = try context.inventory(of: root, unownedFiles: .leave)
            place = path
        }
        let lock = InstalledLock.make(from: inventory)
        guard !lock.packages.isEmpty else {
            throw Failure(
                .undetermined,
                "the reference lists no package",
                causes: inventory.coverage.filter { $0.state != .read && !$0.detail.isEmpty }
                    .map { "\($0.source.rawValue): \($0.detail)" },
                hints: ["a partial inventory makes no lock"]
            )
        }
        let document = LockDocument.encode(
            LabelledLock(lock: lock, label: invocation.value(FlagTable.name) ?? place)
        )
        try context.emit(String(decoding: document, as: UTF8.self), invocation)
        return .success
    }
}
