internal import Primitives
internal import Trust

/// The first line of a record that was written out.
struct ProofHeader {
    let station: String
    let taken: Instant
    /// The digest of the record's last entry.
    let head: Digest
    /// The number of the record's last entry.
    let length: Int64
    /// The key that signed it.
    let key: PublicKey?
    private let signature: [UInt8]?

    private static let kind = "preuve-journal"

    /// Makes a header, signed where there is a `signer`.
    init(
        station: String,
        taken: Instant,
        head: Digest,
        length: Int64,
        signer: SigningKey?
    ) throws(JournalError) {
        (self.station, self.taken, self.head, self.length) = (station, taken, head, length)
        key = signer?.publicKey
        guard let signer else {
            signature = nil
            return
        }
        let members = Self.members(station, taken, head, length, key)
        do {
            signature = try signer.sign(CanonicalJSON.encode(.object(members)))
        } catch {
            throw JournalError(.detailsMalformed, subject: Self.kind, detail: "\(error)")
        }
    }

    /// Reads a header without its line feed.
    init(parsing line: ArraySlice<UInt8>) throws(JournalError) {
        do {
            let node = JSONNode(try JSONParser.parse(Array(line)))
            try node.allowMembers([
                "document", "format", "poste", "etabli", "tete", "longueur", "cle", "signature",
            ])
            guard try node.member("document").string() == Self.kind else {
                throw node.invalid("it is not a record that socle journal export wrote")
            }
            _ = try node.member("format").integer(in: 1...1)
            station = try node.member("poste").string()
            taken = try node.member("etabli").parsed { text throws(PrimitivesError) in
                try Instant(text)
            }
            head = try node.member("tete").parsed { text throws(PrimitivesError) in
                try Digest(hex: text)
            }
            length = try node.member("longueur").integer(in: 0...Int64.max)
            key = try node.optionalMember("cle")?.string().asPublicKey()
            signature = try node.optionalMember("signature")?.string().asSignature()
        } catch {
            throw Self.malformed("\(error)")
        }
        guard self.line.dropLast().elementsEqual(line) else {
            throw Self.malformed("its first line is not the header's one spelling")
        }
    }

    /// The line, with its line feed.
    var line: [UInt8] {
        var members = Self.members(station, taken, head, length, key)
        if let signature {
            members.append(JSONMember("signature", .string(Hexadecimal.encode(signature))))
        }
        return Array(JSONWriter.compact(.object(members)).utf8) + [RecordFile.lineFeed]
    }

    /// Refuses a header that is not signed by the key it names, or by another than `signer`.
    func checkSignature(of signer: Digest?) throws(JournalError) {
        guard signer == nil || key?.fingerprint == signer else {
            throw Self.refused(
                key.map { "it is signed by another key: \($0.fingerprint.hex)" }
                    ?? "it is not signed"
            )
        }
        guard let key else { return }
        let message: [UInt8]
        do {
            let members = Self.members(station, taken, head, length, key)
            message = try CanonicalJSON.encode(.object(members))
        } catch {
            throw Self.malformed(error.description)
        }
        guard let signature, key.verifies(signature, over: message) else {
            throw Self.refused("its signature does not hold: the file was changed")
        }
    }

    static func malformed(_ detail: String) -> JournalError {
        JournalError(.proofMalformed, subject: "the exported record", detail: detail)
    }

    static func refused(_ detail: String) -> JournalError {
        JournalError(.proofRefused, subject: "the exported record", detail: detail)
    }

    private static func members(
        _ station: String,
        _ taken: Instant,
        _ head: Digest,
        _ length: Int64,
        _ key: PublicKey?
    ) -> [JSONMember] {
        var members: [JSONMember] = [
            JSONMember("document", .string(kind)), JSONMember("format", 1),
            JSONMember("poste", .string(station)), JSONMember("etabli", .string(taken.description)),
            JSONMember("tete", .string(head.hex)), JSONMember("longueur", .integer(length)),
        ]
        if let key {
            let pem = String(decoding: key.pem, as: UTF8.self)
            members.append(JSONMember("cle", .string(pem)))
        }
        return members
    }
}

extension String {
    fileprivate func asPublicKey() throws(TrustError) -> PublicKey {
        try PublicKey(pem: Array(utf8), kind: .ed25519)
    }

    fileprivate func asSignature() throws(PrimitivesError) -> [UInt8] {
        guard let bytes = Hexadecimal.decode(self), bytes.count == 64 else {
            throw PrimitivesError(
                .jsonInvalidValue,
                subject: "signature",
                detail: "it is not the 128 digits of an Ed25519 signature"
            )
        }
        return bytes
    }
}
