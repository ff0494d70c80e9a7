import Depot
import Primitives
import Trust

/// What an operator could publish who lets everything through: documents no writer of ours makes.
extension Fixture {
    /// What is signed in the document at `path`.
    func signed(_ path: String) throws -> JSONValue {
        try JSONParser.parse(try read(path))["signed"] ?? .null
    }

    /// A document of `signed`, signed by `keys`.
    func document(_ signed: JSONValue, by keys: [SigningKey]) throws -> [UInt8] {
        var document = try SignedDocument(signed: signed, subject: "forged")
        for key in keys { try document.sign(with: key) }
        return document.bytes
    }

    /// Publishes `bytes` as version `version` of `role`, under a snapshot and a timestamp that are
    /// signed as they should be.
    func publish(_ bytes: [UInt8], as role: String, version: Int64) throws {
        try write(bytes, "metadata/\(version).\(role).json")
        let timestamp = try signed("metadata/timestamp.json")
        let known = timestamp.number("meta", "snapshot.json", "version")
        let snapshot = try signed("metadata/\(known).snapshot.json")
        let next = try document(
            snapshot.setting("version", .integer(known + 1)).setting(
                "meta",
                (snapshot["meta"] ?? .null).setting("\(role).json", listing(bytes, version))
            ),
            by: [keys.o]
        )
        try write(next, "metadata/\(known + 1).snapshot.json")
        let last = timestamp.setting("version", .integer(timestamp.number("version") + 1))
        try write(
            try document(
                last.setting(
                    "meta",
                    .object([JSONMember("snapshot.json", listing(next, known + 1))])
                ),
                by: [keys.o]
            ),
            "metadata/timestamp.json"
        )
    }

    private func listing(_ bytes: [UInt8], _ version: Int64) -> JSONValue {
        let digest = JSONValue.string(SHA256Hasher.digest(of: bytes).hex)
        return [
            "version": .integer(version), "length": .integer(Int64(bytes.count)),
            "hashes": ["sha256": digest],
        ]
    }
}

extension JSONValue {
    /// The object with its member `name` set, at its end.
    func setting(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.name != name } + [JSONMember(name, value)])
    }

    /// The number at a path of members; 0 where there is none.
    func number(_ path: String...) -> Int64 {
        let value = path.reduce(Optional(self)) { $0?[$1] }
        guard case .integer(let number)? = value else { return 0 }
        return number
    }
}
