import Depot
import Platform
import Primitives
import Trust

/// `socle trust`: keys, and the signatures of two institutions.
enum TrustCommands {
    static let all = [keygen, show, sign, rotate]

    private static let keygen = CommandSpec(
        "trust keygen",
        arguments: "FILE",
        count: 1...1,
        flags: [FlagTable.passphraseFile, FlagTable.encrypt],
        fr: "crée une clé de signature Ed25519, que son détenteur garde secrète",
        en: "make an Ed25519 signing key, which its holder keeps secret"
    ) { (invocation, context) throws(Failure) in
        let file = UserFile(invocation.arguments[0])
        let directory = try file.parent()
        let name = try file.relativeName()
        let files = try KeyFiles(invocation, context)
        let existing = try Failure.explaining { () throws(PlatformError) in
            try directory.statusIfPresent(of: name)
        }
        guard existing == nil else {
            throw Failure(
                .refused,
                "\(file.path) exists already",
                hints: ["name another file: a key is never replaced"]
            )
        }
        let asks = files.passphrase == nil && invocation.has(FlagTable.encrypt)
        let passphrase = asks ? try files.newPassphrase() : files.passphrase
        let key = try Failure.explaining { () throws(TrustError) in try SigningKey.generate() }
        let pem = try Failure.explaining { () throws(TrustError) in
            try key.pem(passphrase: passphrase)
        }
        try file.write(pem, permissions: 0o600)
        try context.say("\(key.publicKey.fingerprint)\n")
        return .success
    }

    private static let show = CommandSpec(
        "trust show",
        arguments: "[FILE]",
        count: 0...1,
        flags: [
            FlagTable.depot, FlagTable.passphraseFile, FlagTable.format, FlagTable.output,
        ],
        fr: "montre l’empreinte et la partie publique d’une clé, et avec --depot ses rôles",
        en: "show a key’s fingerprint and public half, and with --depot its roles"
    ) { (invocation, context) throws(Failure) in
        let files = try KeyFiles(invocation, context)
        let key = try invocation.arguments.first.map { (path) throws(Failure) in
            try files.publicKey(path)
        }
        let roles = try invocation.value(FlagTable.depot).map { (path) throws(Failure) in
            let directory = try UserFile(path).folder()
            return try Failure.explaining { () throws(DepotError) in
                try DepotWriter.open(directory).roleKeys()
            }
        }
        guard key != nil || roles != nil else {
            throw .usage("nothing to show", hint: "name the file of a key, or --depot DIR")
        }
        try context.emit(
            KeyReport(key: key, roles: roles).text(
                isJSON: invocation.value(FlagTable.format) == "json",
                context
            ),
            invocation
        )
        return .success
    }

    private static let sign = CommandSpec(
        "trust sign",
        arguments: "DIR",
        count: 1...1,
        flags: [
            FlagTable.role, FlagTable.trust, FlagTable.approve, FlagTable.passphraseFile,
        ],
        required: [FlagTable.key],
        fr: "montre ce que changent les brouillons que la clé signe, et les signe avec --approve",
        en: "show what the drafts the key signs would change, and sign them with --approve"
    ) { (invocation, context) throws(Failure) in
        try DepotSigning(invocation, context).run(
            roles: invocation.value(FlagTable.role).map { [$0] } ?? DepotWriter.roles
        )
    }

    private static let rotate = CommandSpec(
        "trust rotate",
        arguments: "DIR",
        count: 1...1,
        flags: [FlagTable.passphraseFile],
        required: [FlagTable.replacedKey, FlagTable.newKey],
        fr: "prépare le remplacement d’une clé partout où elle signe",
        en: "draft the replacement of a key wherever it signs"
    ) { (invocation, context) throws(Failure) in
        let old = try invocation.digest(
            FlagTable.replacedKey,
            called: "fingerprint",
            hint: "give the 64 digits that socle trust show prints"
        )
        guard let old else { return .usage }
        let key = try KeyFiles(invocation, context).publicKey(
            invocation.value(FlagTable.newKey) ?? ""
        )
        let directory = try UserFile(invocation.arguments[0]).folder()
        let drafted = try Failure.explaining { () throws(DepotError) in
            let writer = try DepotWriter.open(directory)
            _ = try writer.rotate(old, to: key, now: context.now)
            return try writer.drafts()
        }
        try context.say(DraftReport(context).text(drafted))
        return .success
    }
}
