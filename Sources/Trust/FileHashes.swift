import COpenSSL
public import Primitives

/// The digests a document lists for a file, all of which must match.
public struct FileHashes: Sendable, Hashable {
    /// The SHA-256, where one is listed.
    public let sha256: Digest?
    /// The 64 bytes of the SHA-512, where one is listed.
    public let sha512: [UInt8]?
    /// Algorithms listed that nobody here computes: a file that has one is refused.
    public let unknown: [ExactString]

    /// Lists the SHA-256 alone.
    public init(sha256: Digest) {
        self.sha256 = sha256
        sha512 = nil
        unknown = []
    }

    init(_ node: JSONNode) throws(PrimitivesError) {
        var sha256: Digest?
        var sha512: [UInt8]?
        var unknown: [ExactString] = []
        for (name, value) in try node.members() {
            switch ExactString(name) {
            case "sha256":
                sha256 = try value.parsed { text throws(PrimitivesError) in try Digest(hex: text) }
            case "sha512":
                guard let bytes = Hexadecimal.decode(try value.string()), bytes.count == 64 else {
                    throw value.invalid("expected 128 lower-case hexadecimal digits")
                }
                sha512 = bytes
            default:
                _ = try value.string()
                unknown.append(ExactString(name))
            }
        }
        guard sha256 != nil || sha512 != nil || !unknown.isEmpty else {
            throw node.invalid("no digest is listed")
        }
        (self.sha256, self.sha512, self.unknown) = (sha256, sha512, unknown)
    }

    /// The digest that names the file on the server, as hexadecimal digits.
    public var namePrefix: String? {
        sha256?.hex ?? sha512.map { Hexadecimal.encode($0) }
    }

    /// Refuses `bytes` unless every digest listed is theirs.
    func check(_ bytes: [UInt8], subject: String) throws(TrustError) {
        guard unknown.isEmpty else {
            throw TrustError(
                .hashMismatch,
                subject: subject,
                detail: "listed with an unknown kind of digest “\(unknown[0])”"
            )
        }
        if let sha256 {
            let found = SHA256Hasher.digest(of: bytes)
            guard found == sha256 else {
                throw TrustError(
                    .hashMismatch,
                    subject: subject,
                    detail: "its SHA-256 is \(found), the signed one is \(sha256)"
                )
            }
        }
        if let sha512 {
            guard try Self.sha512(of: bytes) == sha512 else {
                throw TrustError(
                    .hashMismatch,
                    subject: subject,
                    detail: "its SHA-512 is not the signed one"
                )
            }
        }
    }

    private static func sha512(of bytes: [UInt8]) throws(TrustError) -> [UInt8] {
        OpenSSLQueue.clear()
        var result = [UInt8](repeating: 0, count: 64)
        guard EVP_Digest(bytes, bytes.count, &result, nil, EVP_sha512(), nil) == 1 else {
            throw OpenSSLQueue.error(subject: "SHA-512", detail: "it cannot be computed")
        }
        return result
    }
}
