import Depot
import Platform
import Trust

/// `socle depot`: the repository both institutions sign.
enum DepotCommands {
    static let all = [
        initialise, add, publish, refresh, check, export, mirror, ReceiveCommand.spec,
    ]

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
        let files = try KeyFiles(invocation, context)
        let paths = invocation.all(FlagTable.rootKey)
        guard paths.count == 4 else {
            throw .usage(
                "\(paths.count) root keys are given where four are needed",
                hint: "two of the Département, then two of the Académie"
            )
        }
        let others = [FlagTable.systemKey, FlagTable.applicationKey, FlagTable.operatorKey]
            .map { invocation.value($0) ?? "" }
        var keys: [PublicKey] = []
        var secrets: [SigningKey] = []
        for path in paths + others {
            let secret = try files.privateKey(path)
            if let secret { secrets.append(secret) }
            let key = if let secret { secret.publicKey } else { try files.publicKey(path) }
            keys.append(key)
        }
        let place = UserFile(invocation.arguments[0])
        let parent = try place.parent()
        let name = try place.relativeName()
        try Failure.explaining("\(place.path) can not be made") { () throws(PlatformError) in
            try parent.makeDirectories(name, permissions: 0o755)
        }
        let directory = try place.folder()
        let roster = DepotRoster(
            departement: .init(root: Array(keys[0...1]), role: keys[4]),
            academie: .init(root: Array(keys[2...3]), role: keys[5]),
            operatorKey: keys[6]
        )
        let isCeremony = secrets.count == keys.count
        let drafts = try Failure.explaining { () throws(DepotError) in
            let writer = try DepotWriter.initialise(directory, roster: roster, now: context.now)
            guard isCeremony else { return try writer.drafts() }
            try writer.publishAll(
                keys: Array(secrets.dropLast()),
                operatorKey: secrets[6],
                now: context.now
            )
            return []
        }
        try context.say(
            context.text(
                Phrase(fr: "dépôt créé : \(place.path)\n", en: "depot made: \(place.path)\n")
            ) + DraftReport(context).text(drafts)
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
        flags: [
            FlagTable.role, FlagTable.key, FlagTable.signedDrafts, FlagTable.passphraseFile,
        ],
        fr: "signe le brouillon d’un rôle et le publie quand il a toutes ses signatures ; "
            + "sans --role, publie tous les brouillons signés",
        en: "sign the draft of a role, and publish it once it has all its signatures; "
            + "without --role, publish every draft that is signed"
    ) { (invocation, context) throws(Failure) in
        try DepotPublication(invocation, context).run()
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
        let key = try KeyFiles(invocation, context).load(invocation.value(FlagTable.key) ?? "")
        let directory = try UserFile(invocation.arguments[0]).folder()
        try Failure.explaining { () throws(DepotError) in
            try DepotWriter.open(directory).refresh(operatorKey: key, now: context.now)
        }
        try context.say(context.text(Phrase(fr: "dépôt à jour\n", en: "depot up to date\n")))
        return .success
    }

    private static let check = CommandSpec(
        "depot check",
        arguments: "DIR|URL",
        count: 1...1,
        flags: [FlagTable.trust, FlagTable.format, FlagTable.output],
        fr: "lit tout le dépôt comme un poste le ferait, et dit ce qui expire ; "
            + "code 1 si c’est avant 60 jours",
        en: "read the whole depot as a station would, and say what expires; "
            + "exit 1 if it does within 60 days"
    ) { (invocation, context) throws(Failure) in
        let check = try DepotCheck.run(
            invocation.arguments[0],
            anchor: invocation.value(FlagTable.trust),
            context
        )
        try context.emit(
            check.text(isJSON: invocation.value(FlagTable.format) == "json", context),
            invocation
        )
        return check.expiring.isEmpty ? .success : .deviations
    }

    private static let export = CommandSpec(
        "depot export",
        arguments: "DIR|URL DEST",
        count: 2...2,
        flags: [FlagTable.forSigning],
        fr: "copie le dépôt, vérifié, dans un dossier vide ou une copie antérieure (clé USB)",
        en: "copy the depot, verified, into an empty folder or an earlier copy (USB stick)"
    ) { (invocation, context) throws(Failure) in
        try DepotExporter(invocation, context).run()
    }

    private static let mirror = CommandSpec(
        "depot mirror",
        arguments: "DIR|URL DEST",
        count: 2...2,
        flags: [FlagTable.limitRate],
        fr: "tient dans l’établissement une copie vérifiée d’un dépôt : chaque trame qui y manque "
            + "est téléchargée une fois ; peut être interrompu et repris",
        en: "keep a verified copy of a depot in the school: each frame it lacks is fetched once; "
            + "may be stopped and gone on with"
    ) { (invocation, context) throws(Failure) in
        try DepotExporter(invocation, context).mirror()
    }
}
