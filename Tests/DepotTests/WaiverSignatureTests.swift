import Depot
import Platform
import Primitives
import TestSupport
import Testing
import Trust

/// A waiver is believed when both institutions signed it, and never otherwise.
@Suite(.scratch) struct WaiverSignatureTests {
    static let path = "complements/waiver.json"

    /// Which keys signed.
    enum Signers: String, CaseIterable {
        case both, departement, academie, departementWithThreeKeys

        func keys(_ keys: Keys) -> [SigningKey] {
            switch self {
            case .both: [keys.d, keys.a]
            case .departement: [keys.d]
            case .academie: [keys.a]
            case .departementWithThreeKeys: [keys.d, keys.d1, keys.d2]
            }
        }
    }

    /// The waiver list that comes next, its target in place.
    func waivers(of depot: Fixture) throws -> JSONValue {
        let waiver = Array("{}".utf8)
        let digest = SHA256Hasher.digest(of: waiver).hex
        let folder = try RelativePath("targets/complements")
        try depot.directory.makeDirectories(folder, permissions: 0o755)
        try depot.write(waiver, "targets/complements/\(digest).waiver.json")
        let target: JSONValue = ["length": 2, "hashes": ["sha256": .string(digest)]]
        return try depot.signed("metadata/1.complements.json")
            .setting("version", 2)
            .setting("targets", .object([JSONMember(Self.path, target)]))
    }

    @Test(arguments: Signers.allCases)
    func isGivenWhenBothSigned(_ signers: Signers) throws {
        let depot = try Fixture.published()
        let bytes = try depot.document(try waivers(of: depot), by: signers.keys(depot.keys))
        try depot.publish(bytes, as: "complements", version: 2)
        let refusal = try depot.refusal()
        guard signers != .both else {
            #expect(refusal == nil)
            return
        }
        #expect(refusal?.trust == .thresholdNotMet)
        #expect(refusal?.subject == "2.complements.json")
        #expect(refusal?.detail.hasPrefix("1 of the 2 signatures") == true)
    }

    /// A depot whose top-level targets, signed by both, list one key of the Département under two
    /// ids, each the digest of a key object, and a waiver that key signed under both.
    func depotWithATwin() throws -> Fixture {
        let depot = try Fixture.published()
        let key = depot.keys.d.publicKey
        let twin = key.keyObject.setting("x-note", "again")
        let twinID = SHA256Hasher.digest(of: try CanonicalJSON.encode(twin)).hex
        let targets = try depot.signed("metadata/1.targets.json")
        let delegations = targets["delegations"] ?? .null
        guard case .array(var roles)? = delegations["roles"] else { return depot }
        roles[2] = roles[2].setting("keyids", [.string(key.keyID.text), .string(twinID)])
        let changed =
            delegations
            .setting("roles", .array(roles))
            .setting("keys", (delegations["keys"] ?? .null).setting(twinID, twin))
        try depot.publish(
            try depot.document(
                targets.setting("version", 2).setting("delegations", changed),
                by: [depot.keys.d, depot.keys.a]
            ),
            as: "targets",
            version: 2
        )
        let once = try JSONParser.parse(
            try depot.document(try waivers(of: depot), by: [depot.keys.d])
        )
        guard case .array(let signatures)? = once["signatures"] else { return depot }
        let again = signatures[0].setting("keyid", .string(twinID))
        let twice = once.setting("signatures", .array(signatures + [again]))
        try depot.publish(
            Array(JSONWriter.compact(twice).utf8),
            as: "complements",
            version: 2
        )
        return depot
    }

    @Test func oneKeyUnderTwoIdsIsRefusedByThePolicy() throws {
        let refusal = try depotWithATwin().refusal()
        #expect(refusal?.trust == .policy)
        #expect(refusal?.subject == "2.targets.json")
        #expect(refusal?.detail.contains("one key is listed under two ids") == true)
    }

    @Test func oneKeyUnderTwoIdsIsOneSignatureEvenWithoutAPolicy() throws {
        let depot = try depotWithATwin()
        var client = try DepotClient(
            transport: DirectoryTransport(depot.directory),
            storage: TransientStorage(),
            start: MetadataUpdater.Start(
                pinnedRoot: try depot.read("metadata/1.root.json"),
                system: depot.now,
                built: depot.now,
                policy: nil
            )
        )
        do throws(DepotError) {
            _ = try client.bytes(of: Self.path)
            Issue.record("the waiver was given")
        } catch {
            #expect(error.trust == .thresholdNotMet)
            #expect(error.subject == "2.complements.json")
            #expect(error.detail.hasPrefix("1 of the 2 signatures") == true)
        }
    }
}
