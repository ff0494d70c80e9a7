import COpenSSL
public import Primitives

/// A key that verifies signatures, identified by its material and by nothing else.
///
/// Two values are equal when their material is: the same Ed25519 point, or the same PEM key however
/// it is wrapped. Key ids and unknown members of a key object play no part in it.
public struct PublicKey: Hashable, Sendable {
    /// The kinds the verifier knows.
    ///
    /// Depots of Socle use the first; the others are there because
    /// other TUF repositories sign with them.
    public enum Kind: String, Sendable {
        /// Ed25519 (RFC 8032).
        case ed25519
        /// ECDSA on P-256 with SHA-256.
        case ecdsaP256 = "ecdsa"
        /// RSA-PSS with SHA-256, of 2048 bits at least.
        case rsaPSS = "rsa"
    }

    /// The kind of key.
    public let kind: Kind
    /// SHA-256 of the key's DER SubjectPublicKeyInfo, as
    /// `openssl pkey -pubin -outform DER | sha256sum` prints it.
    public let fingerprint: Digest
    /// The DER SubjectPublicKeyInfo in the one form each key has.
    let information: [UInt8]

    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    private init(kind: Kind, information: [UInt8]) {
        self.kind = kind
        self.information = information
        fingerprint = SHA256Hasher.digest(of: information)
    }

    /// Takes the 32 bytes of an Ed25519 public key.
    ///
    /// - Throws: ``TrustError`` with `.badKey` for any other length.
    public init(ed25519 bytes: [UInt8]) throws(TrustError) {
        guard bytes.count == 32 else {
            throw TrustError(
                .badKey,
                subject: "Ed25519 key",
                detail: "\(bytes.count) bytes instead of 32"
            )
        }
        self.init(kind: .ed25519, information: Self.ed25519Prefix + bytes)
    }

    /// Reads a public key in PEM; it must be of `kind` where one is given.
    ///
    /// - Throws: ``TrustError`` with `.badKey` when the text or the key is not one of those known.
    public init(pem: [UInt8], kind expected: Kind? = nil) throws(TrustError) {
        OpenSSLQueue.clear()
        guard let key = EVPKey.publicKey(pem: pem), let information = key.publicInformation() else {
            throw OpenSSLQueue.error(
                .badKey,
                subject: "PEM public key",
                detail: "it cannot be read"
            )
        }
        let kind = try Self.kind(of: key, information)
        guard expected == nil || expected == kind else {
            throw TrustError(
                .badKey,
                subject: "PEM public key",
                detail: "it is not of the kind announced"
            )
        }
        self.init(kind: kind, information: information)
    }

    init(_ key: EVPKey) throws(TrustError) {
        OpenSSLQueue.clear()
        guard let information = key.publicInformation() else {
            throw OpenSSLQueue.error(.badKey, subject: "key", detail: "it has no public half")
        }
        self.init(kind: try Self.kind(of: key, information), information: information)
    }

    /// The 32 bytes of an Ed25519 key; nil for the other kinds.
    public var ed25519Bytes: [UInt8]? {
        kind == .ed25519 ? Array(information.dropFirst(Self.ed25519Prefix.count)) : nil
    }

    /// The key in PEM, as `openssl pkey -pubin` reads it.
    public var pem: [UInt8] {
        let text = String(decoding: Base64.encode(information), as: UTF8.self)
        var lines = "-----BEGIN PUBLIC KEY-----\n"
        var rest = text[...]
        while !rest.isEmpty {
            lines += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return Array((lines + "-----END PUBLIC KEY-----\n").utf8)
    }

    /// One material has one encoding: points are uncompressed, curves named, moduli long enough.
    private static func kind(of key: EVPKey, _ information: [UInt8]) throws(TrustError) -> Kind {
        if key.isA("ED25519"), information.starts(with: ed25519Prefix), information.count == 44 {
            return .ed25519
        }
        // A named curve and an uncompressed point make exactly 91 bytes.
        if key.isA("EC"), information.count == 91, EVP_PKEY_get_bits(key.handle) == 256 {
            return .ecdsaP256
        }
        if key.isA("RSA"), (2048...16384).contains(EVP_PKEY_get_bits(key.handle)) { return .rsaPSS }
        throw TrustError(
            .badKey,
            subject: "public key",
            detail: "expected Ed25519, ECDSA on P-256 (uncompressed, named curve) "
                + "or RSA of 2048 to 16384 bits"
        )
    }
}
