import Primitives

/// A document with its signatures, before anyone vouches for it.
///
/// The signatures cover the canonical form of the whole `signed` member, unknown members included.
struct Envelope: Sendable {
    let signed: JSONValue
    /// The bytes the signatures are over.
    let canonical: [UInt8]
    /// Signatures by key id; one that is not hexadecimal is kept as no bytes, and verifies nothing.
    let signatures: [(keyID: ExactString, bytes: [UInt8])]
    let subject: String

    /// Reads the envelope of the file `subject`.
    init(_ bytes: [UInt8], subject: String, limit: Int) throws(TrustError) {
        self.subject = subject
        guard bytes.count <= limit else {
            throw TrustError(
                .tooLarge,
                subject: subject,
                detail: "\(bytes.count) bytes where its role allows \(limit)"
            )
        }
        do {
            let node = JSONNode(try JSONParser.parse(bytes))
            let signed = try node.member("signed")
            _ = try signed.members()
            self.signed = signed.value
            canonical = try CanonicalJSON.encode(signed.value)
            signatures = try Self.signatures(try node.member("signatures"))
        } catch {
            throw error.inFile(subject)
        }
    }

    private static func signatures(
        _ node: JSONNode
    ) throws(PrimitivesError) -> [(keyID: ExactString, bytes: [UInt8])] {
        var seen: Set<ExactString> = []
        var signatures: [(keyID: ExactString, bytes: [UInt8])] = []
        for element in try node.elements() {
            let keyID = ExactString(try element.member("keyid").string())
            guard seen.insert(keyID).inserted else {
                throw element.invalid("a second signature under the key id \(keyID)")
            }
            let text = try element.member("sig").string()
            signatures.append((keyID, Hexadecimal.decode(text) ?? []))
        }
        return signatures
    }

    /// The distinct keys of `role` that signed.
    ///
    /// Keys are counted by material, so that one key under two ids is one key.
    func signers(of role: RoleKeys, among keys: [ExactString: ListedKey]) -> Set<PublicKey> {
        var signers: Set<PublicKey> = []
        for (keyID, signature) in signatures where role.keyIDs.contains(keyID) {
            guard let key = keys[keyID]?.key, !signers.contains(key) else { continue }
            if key.verifies(signature, over: canonical) { signers.insert(key) }
        }
        return signers
    }

    /// Refuses the document unless as many distinct keys signed as `role` asks for.
    func verify(
        by role: RoleKeys,
        among keys: [ExactString: ListedKey],
        delegator: String
    ) throws(TrustError) {
        let count = signers(of: role, among: keys).count
        guard count >= role.threshold else {
            throw TrustError(
                .thresholdNotMet,
                subject: subject,
                detail: "\(count) of the \(role.threshold) signatures by distinct keys "
                    + "that \(delegator) asks for"
            )
        }
    }
}

extension PrimitivesError {
    /// The same refusal, of the document `file`.
    func inFile(_ file: String) -> TrustError {
        TrustError(.malformed, subject: file, detail: "\(subject): \(detail)")
    }
}
