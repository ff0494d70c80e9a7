import Platform
import Report
import Trust

/// Keys in the files the command line names.
struct KeyFiles {
    let passphrase: [UInt8]?
    private let context: Context

    init(_ invocation: Invocation, _ context: Context) throws(Failure) {
        self.context = context
        guard let path = invocation.value(FlagTable.passphraseFile) else {
            passphrase = nil
            return
        }
        let bytes = try UserFile(path).read(limit: 4096)
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        guard !line.isEmpty else {
            throw .usage("\(path) holds no passphrase", hint: "write it on the first line")
        }
        passphrase = Array(line)
    }

    /// The private key in the file at `path`; the terminal is asked for a passphrase it needs.
    func load(_ path: String) throws(Failure) -> SigningKey {
        try load(try bytes(path), path)
    }

    /// The private keys in the files at `paths`.
    func load(all paths: [String]) throws(Failure) -> [SigningKey] {
        var keys: [SigningKey] = []
        for path in paths { keys.append(try load(path)) }
        return keys
    }

    /// The public half of the key in the file at `path`, which may hold that half only.
    func publicKey(_ path: String) throws(Failure) -> PublicKey {
        let bytes = try bytes(path)
        guard !Self.isPrivate(bytes) else { return try load(bytes, path).publicKey }
        do {
            return try PublicKey(pem: bytes, kind: .ed25519)
        } catch {
            throw unreadable(path, error)
        }
    }

    /// The private key in the file at `path`; nil where it holds the public half only.
    func privateKey(_ path: String) throws(Failure) -> SigningKey? {
        let bytes = try bytes(path)
        return Self.isPrivate(bytes) ? try load(bytes, path) : nil
    }

    /// Asks for a new passphrase, twice.
    func newPassphrase() throws(Failure) -> [UInt8] {
        let first = try ask(Phrase(fr: "Phrase secrète : ", en: "Passphrase: "))
        let second = try ask(Phrase(fr: "La même, encore : ", en: "The same again: "))
        guard first == second, !first.isEmpty else {
            throw .usage(
                "the two passphrases differ or are empty",
                hint: "run the command again; nothing was written"
            )
        }
        return first
    }

    private func load(_ bytes: [UInt8], _ path: String) throws(Failure) -> SigningKey {
        var secret = passphrase
        if secret == nil, Self.holds("BEGIN ENCRYPTED PRIVATE KEY", bytes),
            StandardStream.error.isTerminal
        {
            secret = try ask(
                Phrase(fr: "Phrase secrète de \(path) : ", en: "Passphrase of \(path): ")
            )
        }
        do {
            return try SigningKey.load(pem: bytes, passphrase: secret)
        } catch {
            throw unreadable(path, error)
        }
    }

    private func ask(_ prompt: Phrase) throws(Failure) -> [UInt8] {
        let text = Escaped.text(context.text(prompt))
        let answer = try Failure.explaining("the passphrase can not be asked for") {
            () throws(PlatformError) in try Terminal.readPassphrase(prompt: text)
        }
        return Array(answer.utf8)
    }

    private func bytes(_ path: String) throws(Failure) -> [UInt8] {
        try UserFile(path).read(limit: 1 << 16)
    }

    private func unreadable(_ path: String, _ error: TrustError) -> Failure {
        Failure(
            .undetermined,
            "the key \(path) can not be read",
            causes: [error.description],
            hints: ["an encrypted key needs --passphrase-file, or a terminal to ask on"]
        )
    }

    private static func isPrivate(_ bytes: [UInt8]) -> Bool { holds("PRIVATE KEY", bytes) }

    private static func holds(_ mark: String, _ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(mark)
    }
}
