import Depot
import Platform
import Trust

/// `socle depot`: the repository both institutions sign.
enum DepotCommands {
    static let all = [initialise, add, publish, refresh]

    private static let initialise = CommandSpec(
        "depot init",
        arguments: "DIR",
        count: 1...1,
        flags: [FlagTable.passphraseFile],
        required: [
            FlagTable.rootKey, FlagTable.systemKey, FlagTable.applicationKey, FlagTable.operatorKey,
        ],
        fr: "crée un dépôt signé par les deux institutions (quatre --root-key : D1 D2 A1 A2)",
        en: "make a depot both institutions sign (four --root-key: D1 D2 A1 A2)"
    ) { (invocation, context) throws(Failure) in
        let files = try KeyFiles(invocation)
        let roots = try files.load(all: invocation.all(FlagTable.rootKey))
        guard roots.count == 4 else {
            throw .usage(
                "\(roots.count) root keys are given where four are needed",
                hint: "two of the Département, then two of the Académie"
            )
        }
        let system = try files.load(invocation.value(FlagTable.systemKey) ?? "")
        let application = try files.load(invocation.value(FlagTable.applicationKey) ?? "")
        let operatorKey = try files.load(invocation.value(FlagTable.operatorKey) ?? "")
        let place = UserFile(invocation.arguments[0])
        let parent = try place.parent()
        let name = try place.relativeName()
        try Failure.explaining("\(place.path) can not be made") { () throws(PlatformError) in
            try parent.makeDirectories(name, permissions: 0o755)
        }
        let directory = try place.folder()
        let roster = DepotRoster(
            departement: .init(root: roots[0...1].map(\.publicKey), role: system.publicKey),
            academie: .init(root: roots[2...3].map(\.publicKey), role: application.publicKey),
            operatorKey: operatorKey.publicKey
        )
        try Failure.explaining { () throws(DepotError) in
            let writer = try DepotWriter.initialise(directory, roster: roster, now: context.now)
            try writer.publishAll(
                keys: roots + [system, application],
                operatorKey: operatorKey,
                now: context.now
            )
        }
        try context.say(
            context.text(
                Phrase(fr: "dépôt créé : \(place.path)\n", en: "depot made: \(place.path)\n")
            )
        )
        return .success
    }

    private static let add = CommandSpec(
        "depot add",
        arguments: "DIR FILE...",
        count: 2...64,
        required: [FlagTable.role],
        fr: "ajoute des couches et des documents au brouillon d’un rôle",
        en: "add layers and documents to the draft of a role"
    ) { (invocation, context) throws(Failure) in
        let directory = try UserFile(invocation.arguments[0]).folder()
        let addition = DepotAddition(role: invocation.value(FlagTable.role) ?? "", now: context.now)
        let paths = try addition.add(Array(invocation.arguments.dropFirst()), to: directory)
        try context.say(paths.map { "+ \($0)\n" }.joined())
        return .success
    }

    private static let publish = CommandSpec(
        "depot publish",
        arguments: "DIR",
        count: 1...1,
        flags: [FlagTable.passphraseFile],
        required: [FlagTable.role, FlagTable.key],
        fr: "signe le brouillon d’un rôle et le publie quand il a toutes ses signatures",
        en: "sign the draft of a role, and publish it once it has all its signatures"
    ) { (invocation, context) throws(Failure) in
        let keys = try KeyFiles(invocation).load(all: invocation.all(FlagTable.key))
        let directory = try UserFile(invocation.arguments[0]).folder()
        let role = invocation.value(FlagTable.role) ?? ""
        let publication = try Failure.explaining { () throws(DepotError) in
            try DepotWriter.open(directory).publish(role, keys: keys, now: context.now)
        }
        let text: Phrase =
            switch publication {
            case .published(let version):
                Phrase(
                    fr: "\(role) : version \(version) publiée\n",
                    en: "\(role): version \(version) published\n"
                )
            case .waiting(let count, let threshold):
                Phrase(
                    fr: "\(role) : \(count) signature(s) sur \(threshold), en attente des autres\n",
                    en: "\(role): \(count) of \(threshold) signatures, waiting for the others\n"
                )
            }
        try context.say(context.text(text))
        return .success
    }

    private static let refresh = CommandSpec(
        "depot refresh",
        arguments: "DIR",
        count: 1...1,
        flags: [FlagTable.passphraseFile],
        required: [FlagTable.key],
        fr: "signe à nouveau l’instantané et l’horodatage (chaque semaine, par l’exploitant)",
        en: "sign snapshot and timestamp again (weekly, by the operator)"
    ) { (invocation, context) throws(Failure) in
        let key = try KeyFiles(invocation).load(invocation.value(FlagTable.key) ?? "")
        let directory = try UserFile(invocation.arguments[0]).folder()
        try Failure.explaining { () throws(DepotError) in
            try DepotWriter.open(directory).refresh(operatorKey: key, now: context.now)
        }
        try context.say(context.text(Phrase(fr: "dépôt à jour\n", en: "depot up to date\n")))
        return .success
    }
}
