import Platform
import Primitives
import Trust

/// `socle trust`: keys.
enum TrustCommands {
    static let all = [keygen, show]

    private static let keygen = CommandSpec(
        "trust keygen",
        arguments: "FILE",
        count: 1...1,
        flags: [FlagTable.passphraseFile],
        fr: "crée une clé de signature Ed25519, que son détenteur garde secrète",
        en: "make an Ed25519 signing key, which its holder keeps secret"
    ) { (invocation, context) throws(Failure) in
        let file = UserFile(invocation.arguments[0])
        let directory = try file.parent()
        let name = try file.relativeName()
        let passphrase = try KeyFiles(invocation).passphrase
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
        arguments: "FILE",
        count: 1...1,
        flags: [FlagTable.passphraseFile, FlagTable.format],
        fr: "montre l’empreinte et la partie publique d’une clé",
        en: "show a key’s fingerprint and public half"
    ) { (invocation, context) throws(Failure) in
        let key = try KeyFiles(invocation).load(invocation.arguments[0]).publicKey
        let pem = String(decoding: key.pem, as: UTF8.self)
        if invocation.value(FlagTable.format) == "json" {
            let document: JSONValue = [
                "format": 1, "fingerprint": .string(key.fingerprint.hex), "publicKey": .string(pem),
            ]
            try context.say(JSONWriter.pretty(document))
        } else {
            try context.say("\(key.fingerprint)\n\(pem)")
        }
        return .success
    }
}
