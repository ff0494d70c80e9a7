import COpenSSL
import Primitives

/// An Ed25519 key that signs: one person's, or one machine's.
///
/// The private half never leaves OpenSSL's memory except as PEM that the caller asked for.
public final class SigningKey: Sendable {
    /// The half anyone may have.
    public let publicKey: PublicKey
    private let key: EVPKey

    private init(_ key: EVPKey) throws(TrustError) {
        publicKey = try PublicKey(key)
        self.key = key
        guard publicKey.kind == .ed25519 else {
            throw TrustError(
                .badKey,
                subject: "signing key",
                detail: "only Ed25519 keys sign a depot; make one with socle trust keygen"
            )
        }
    }

    /// Makes a new key from the system's random bytes.
    public static func generate() throws(TrustError) -> SigningKey {
        OpenSSLQueue.clear()
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil) else {
            throw OpenSSLQueue.error(subject: "signing key", detail: "OpenSSL has no Ed25519")
        }
        defer { EVP_PKEY_CTX_free(context) }
        var handle: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_keygen(context, &handle) == 1,
            let handle
        else { throw OpenSSLQueue.error(subject: "signing key", detail: "it cannot be made") }
        return try SigningKey(EVPKey(owning: handle))
    }

    /// Takes the 32 secret bytes of RFC 8032.
    package static func load(seed: [UInt8]) throws(TrustError) -> SigningKey {
        OpenSSLQueue.clear()
        guard
            let handle = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
        else { throw OpenSSLQueue.error(.badKey, subject: "seed", detail: "it is not 32 bytes") }
        return try SigningKey(EVPKey(owning: handle))
    }

    /// Reads a PKCS#8 key in PEM, encrypted or not.
    ///
    /// - Throws: ``TrustError`` with `.badKey` when the text is not such a key, when it needs a
    ///   passphrase and none is given, or when the passphrase is wrong.
    public static func load(
        pem: [UInt8],
        passphrase: [UInt8]? = nil
    ) throws(TrustError) -> SigningKey {
        let text = String(decoding: pem, as: UTF8.self)
        let isEncrypted = text.contains("BEGIN ENCRYPTED PRIVATE KEY")
        guard isEncrypted || text.contains("BEGIN PRIVATE KEY") else {
            throw TrustError(
                .badKey,
                subject: "signing key",
                detail: "no PKCS#8 private key in the file (expected BEGIN PRIVATE KEY or "
                    + "BEGIN ENCRYPTED PRIVATE KEY)"
            )
        }
        guard !isEncrypted || passphrase != nil else {
            throw TrustError(
                .badKey,
                subject: "signing key",
                detail: "it is encrypted: give its passphrase"
            )
        }
        var secret = try terminated(passphrase ?? [])
        defer { OPENSSL_cleanse(&secret, secret.count) }
        OpenSSLQueue.clear()
        guard let source = MemoryBIO(reading: pem),
            // A user pointer without a callback is a NUL-ended passphrase; without either, OpenSSL
            // would ask on the terminal.
            let handle = PEM_read_bio_PrivateKey(source.handle, nil, nil, &secret)
        else {
            throw OpenSSLQueue.error(
                .badKey,
                subject: "signing key",
                detail: isEncrypted
                    ? "it cannot be decrypted: the passphrase is wrong or the file is damaged"
                    : "it cannot be read"
            )
        }
        return try SigningKey(EVPKey(owning: handle))
    }

    /// The Ed25519 signature of `message`: 64 bytes, the same each time.
    public func sign(_ message: [UInt8]) throws(TrustError) -> [UInt8] {
        OpenSSLQueue.clear()
        var signature = [UInt8](repeating: 0, count: 64)
        var length = signature.count
        guard let context = EVP_MD_CTX_new() else {
            throw OpenSSLQueue.error(subject: "signature", detail: "OpenSSL has no memory")
        }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestSignInit(context, nil, nil, nil, key.handle) == 1,
            EVP_DigestSign(context, &signature, &length, message, message.count) == 1, length == 64
        else { throw OpenSSLQueue.error(subject: "signature", detail: "it cannot be made") }
        return signature
    }

    /// The key as PKCS#8 in PEM; encrypted (AES-256, PBKDF2) when a passphrase is given.
    ///
    /// - Throws: ``TrustError`` for an empty passphrase, one over 1,023 bytes, or one with a NUL.
    public func pem(passphrase: [UInt8]? = nil) throws(TrustError) -> [UInt8] {
        OpenSSLQueue.clear()
        guard let sink = MemoryBIO(), let plain = EVP_PKEY2PKCS8(key.handle) else {
            throw OpenSSLQueue.error(subject: "signing key", detail: "it cannot be written")
        }
        defer { PKCS8_PRIV_KEY_INFO_free(plain) }
        let status: Int32
        if let passphrase {
            guard !passphrase.isEmpty else {
                throw TrustError(
                    .badKey,
                    subject: "signing key",
                    detail: "the passphrase is empty"
                )
            }
            _ = try Self.terminated(passphrase)
            let sealed = passphrase.withUnsafeBytes { buffer in
                PKCS8_encrypt(
                    -1,
                    EVP_aes_256_cbc(),
                    buffer.assumingMemoryBound(to: CChar.self).baseAddress,
                    Int32(buffer.count),
                    nil,
                    0,
                    Self.derivationRounds,
                    plain
                )
            }
            guard let sealed else {
                throw OpenSSLQueue.error(subject: "signing key", detail: "it cannot be encrypted")
            }
            defer { X509_SIG_free(sealed) }
            status = PEM_write_bio_PKCS8(sink.handle, sealed)
        } else {
            status = PEM_write_bio_PKCS8_PRIV_KEY_INFO(sink.handle, plain)
        }
        guard status == 1 else {
            throw OpenSSLQueue.error(subject: "signing key", detail: "it cannot be written")
        }
        return sink.contents()
    }

    /// Rounds of PBKDF2-HMAC-SHA256: about a third of a second for each guess.
    private static let derivationRounds: Int32 = 600_000

    private static func terminated(_ passphrase: [UInt8]) throws(TrustError) -> [UInt8] {
        guard passphrase.count < 1024, !passphrase.contains(0) else {
            throw TrustError(
                .badKey,
                subject: "signing key",
                detail: "a passphrase has at most 1023 bytes and no NUL"
            )
        }
        return passphrase + [0]
    }
}
