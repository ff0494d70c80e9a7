public import Primitives

extension PublicKey {
    /// The key as TUF documents write it (specification 1.0.34, clause 4.2.1).
    public var keyObject: JSONValue {
        let scheme =
            switch kind {
            case .ed25519: "ed25519"
            case .ecdsaP256: "ecdsa-sha2-nistp256"
            case .rsaPSS: "rsassa-pss-sha256"
            }
        let text =
            ed25519Bytes.map { Hexadecimal.encode($0) } ?? String(decoding: pem, as: UTF8.self)
        return .object([
            JSONMember("keytype", .string(kind.rawValue)),
            JSONMember("keyval", .object([JSONMember("public", .string(text))])),
            JSONMember("scheme", .string(scheme)),
        ])
    }

    /// The key id: SHA-256 of the canonical key object.
    public var keyID: ExactString { ListedKey.id(of: keyObject) }

    /// Reads the key a TUF key object holds.
    ///
    /// - Throws: ``TrustError`` with `.badKey` for an unknown kind or a key that cannot be read.
    init(keyObject node: JSONNode) throws(TrustError) {
        let type: String
        let scheme: String
        let text: String
        do {
            type = try node.member("keytype").string()
            scheme = try node.member("scheme").string()
            text = try node.member("keyval").member("public").string()
        } catch {
            throw TrustError(.malformed, subject: error.subject, detail: error.detail)
        }
        switch (type, scheme) {
        case ("ed25519", "ed25519"):
            guard let bytes = Hexadecimal.decode(text) else {
                throw TrustError(.badKey, subject: node.path, detail: "the key is not hexadecimal")
            }
            try self.init(ed25519: bytes)
        case ("ecdsa", "ecdsa-sha2-nistp256"), ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256"):
            try self.init(pem: Array(text.utf8), kind: .ecdsaP256)
        case ("rsa", "rsassa-pss-sha256"):
            try self.init(pem: Array(text.utf8), kind: .rsaPSS)
        default:
            throw TrustError(
                .badKey,
                subject: node.path,
                detail: "unknown kind of key “\(type)” with scheme “\(scheme)”"
            )
        }
    }
}

/// A key as a document lists it: under an id, perhaps of a kind nobody here can use.
public struct ListedKey: Sendable {
    /// The id the document gives it.
    public let id: ExactString
    /// The key, or nil when it cannot be used.
    public let key: PublicKey?
    /// Why it cannot be used.
    public let flaw: String?
    /// The id it should have: SHA-256 of the canonical key object.
    public let computedID: ExactString

    /// Reads the member of a `keys` object; an unusable key is kept, and signs nothing.
    init(id: ExactString, node: JSONNode) throws(PrimitivesError) {
        self.id = id
        _ = try node.members()
        computedID = Self.id(of: node.value)
        do throws(TrustError) {
            key = try PublicKey(keyObject: node)
            flaw = nil
        } catch {
            guard error.code != .malformed else { throw node.invalid(error.detail) }
            key = nil
            flaw = error.description
        }
    }

    static func id(of object: JSONValue) -> ExactString {
        do {
            let bytes = try CanonicalJSON.encode(object)
            return ExactString(SHA256Hasher.digest(of: bytes).hex)
        } catch {
            // Only a decimal number has no canonical form: no key id can be equal to this.
            return ""
        }
    }
}
