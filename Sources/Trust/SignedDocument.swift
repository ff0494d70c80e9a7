public import Primitives

/// A document being signed: its content, fixed, and the signatures so far.
///
/// Each party adds its signature on its own machine to the same content; the file grows, the signed
/// bytes never change.
public struct SignedDocument: Sendable {
    /// What is signed.
    public let signed: JSONValue
    /// The signatures so far, by key id.
    public private(set) var signatures: [(keyID: ExactString, signature: [UInt8])]

    private let canonical: [UInt8]

    /// A document nobody signed yet.
    ///
    /// - Throws: ``TrustError`` with `.malformed` when it has no canonical form.
    public init(signed: JSONValue, subject: String) throws(TrustError) {
        self.signed = signed
        signatures = []
        do {
            canonical = try CanonicalJSON.encode(signed)
        } catch {
            throw error.inFile(subject)
        }
    }

    /// Reads a document signed by some.
    public init(
        _ bytes: [UInt8],
        subject: String,
        limits: MetadataLimits = MetadataLimits()
    ) throws(TrustError) {
        let envelope = try Envelope(
            bytes,
            subject: subject,
            limit: max(limits.root, limits.targets)
        )
        signed = envelope.signed
        canonical = envelope.canonical
        signatures = envelope.signatures.map { ($0.keyID, $0.bytes) }
    }

    /// Adds the signature of `key`, or replaces the one it made before.
    public mutating func sign(with key: SigningKey) throws(TrustError) {
        let keyID = key.publicKey.keyID
        let signature = try key.sign(canonical)
        signatures.removeAll { $0.keyID == keyID }
        signatures.append((keyID, signature))
    }

    /// This document with what `other` has of signatures that `keys` made and that hold.
    public func adding(signaturesOf other: SignedDocument, by keys: [PublicKey]) -> SignedDocument {
        var result = self
        for key in other.signers(among: keys).subtracting(signers(among: keys)) {
            let id = key.keyID
            result.signatures.removeAll { $0.keyID == id }
            result.signatures += other.signatures.filter { $0.keyID == id }
        }
        result.signatures.sort { $0.keyID < $1.keyID }
        return result
    }

    /// SHA-256 of exactly what is signed.
    public var digest: Digest { SHA256Hasher.digest(of: canonical) }

    /// What the document says of itself, whatever its kind.
    ///
    /// - Throws: ``TrustError`` when it is of no kind known, or says it wrongly.
    package func header(subject: String) throws(TrustError) -> MetadataHeader {
        guard case .string(let type)? = signed["_type"], let kind = MetadataKind(rawValue: type)
        else {
            throw TrustError(.wrongType, subject: subject, detail: "it has no known _type")
        }
        return try MetadataHeader(JSONNode(signed), kind: kind, subject: subject)
    }

    /// Which of `keys` signed, each counted once.
    public func signers(among keys: [PublicKey]) -> Set<PublicKey> {
        var signers: Set<PublicKey> = []
        for key in keys {
            let id = key.keyID
            for (keyID, signature) in signatures where keyID == id {
                if key.verifies(signature, over: canonical) { signers.insert(key) }
            }
        }
        return signers
    }

    /// The file: pretty, so that people can read and compare it.
    public var bytes: [UInt8] {
        let list = signatures.map { entry in
            JSONValue.object([
                JSONMember("keyid", .string(entry.keyID.text)),
                JSONMember("sig", .string(Hexadecimal.encode(entry.signature))),
            ])
        }
        let document = JSONValue.object([
            JSONMember("signatures", .array(list)), JSONMember("signed", signed),
        ])
        return Array(JSONWriter.pretty(document).utf8)
    }
}
