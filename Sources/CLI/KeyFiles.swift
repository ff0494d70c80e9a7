import Platform
import Trust

/// Private keys in the files the command line names.
struct KeyFiles {
    let passphrase: [UInt8]?

    init(_ invocation: Invocation) throws(Failure) {
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

    /// The key in the file at `path`.
    func load(_ path: String) throws(Failure) -> SigningKey {
        let bytes = try UserFile(path).read(limit: 1 << 16)
        do {
            return try SigningKey.load(pem: bytes, passphrase: passphrase)
        } catch {
            throw Failure(
                .undetermined,
                "the key \(path) can not be read",
                causes: [error.description],
                hints: ["an encrypted key needs --passphrase-file"]
            )
        }
    }

    /// The keys in the files at `paths`.
    func load(all paths: [String]) throws(Failure) -> [SigningKey] {
        var keys: [SigningKey] = []
        for path in paths { keys.append(try load(path)) }
        return keys
    }
}
