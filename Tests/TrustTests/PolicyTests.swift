import Primitives
import Testing
import Trust

/// The depot's own rules, on roots and targets that TUF alone would accept.
@Suite struct PolicyTests {
    let d: [SigningKey]
    let a: [SigningKey]
    let o: SigningKey

    init() throws {
        d = try (0..<3).map { _ in try SigningKey.generate() }
        a = try (0..<3).map { _ in try SigningKey.generate() }
        o = try SigningKey.generate()
    }

    func id(_ key: SigningKey) -> JSONValue { .string(key.publicKey.keyID.text) }

    func role(_ keys: [SigningKey], _ threshold: Int64) -> JSONValue {
        ["keyids": .array(keys.map(id)), "threshold": .integer(threshold)]
    }

    func keys(_ keys: [SigningKey]) -> JSONValue {
        .object(keys.map { JSONMember($0.publicKey.keyID.text, $0.publicKey.keyObject) })
    }

    /// A root as a depot has it: two root keys and a role key each, and the operator's.
    func goodRoot() -> JSONValue {
        [
            "_type": "root", "spec_version": "1.0.34", "version": 1,
            "expires": "2036-01-01T00:00:00Z", "consistent_snapshot": true,
            "keys": keys(d + a + [o]),
            "roles": [
                "root": role(Array(d[..<2] + a[..<2]), 3), "targets": role([d[2], a[2]], 2),
                "snapshot": role([o], 1), "timestamp": role([o], 1),
            ],
            "x-socle": [
                "institutions": [
                    "departement": .array(d.map(id)), "academie": .array(a.map(id)),
                ]
            ],
        ]
    }

    func refusal(_ signed: JSONValue) throws -> TrustError? {
        var document = try SignedDocument(signed: signed, subject: "root")
        for key in d + a + [o] { try document.sign(with: key) }
        do throws(TrustError) {
            _ = try TrustedMetadata(
                root: document.bytes,
                clock: TrustClock(system: start, floor: start),
                policy: DepotPolicy()
            )
            return nil
        } catch {
            return error
        }
    }

    func withRole(_ name: String, _ value: JSONValue) -> JSONValue {
        let root = goodRoot()
        return root.setting("roles", (root["roles"] ?? .null).setting(name, value))
    }

    func withInstitutions(_ departement: [SigningKey], _ academie: [SigningKey]) -> JSONValue {
        goodRoot().setting(
            "x-socle",
            [
                "institutions": [
                    "departement": .array(departement.map(id)),
                    "academie": .array(academie.map(id)),
                ]
            ]
        )
    }

    @Test func theAgreedRootIsAccepted() throws {
        #expect(try refusal(goodRoot()) == nil)
    }

    @Test func aRootThresholdBelowThreeIsRefused() throws {
        #expect(
            try refusal(withRole("root", role(Array(d[..<2] + a[..<2]), 2)))?.code == .policy
        )
    }

    @Test func aRootOneInstitutionReachesAloneIsRefused() throws {
        let refusal = try refusal(withRole("root", role(d + [a[0]], 3)))
        #expect(refusal?.code == .policy)
        #expect(refusal?.detail.contains("Département alone") == true)
    }

    @Test func targetsSignedByOneInstitutionIsRefused() throws {
        #expect(try refusal(withRole("targets", role([d[2], a[2]], 1)))?.code == .policy)
        #expect(try refusal(withRole("targets", role([d[1], d[2]], 2)))?.code == .policy)
    }

    @Test func anInstitutionsKeyForTheOperatorIsRefused() throws {
        #expect(try refusal(withRole("timestamp", role([d[2]], 1)))?.code == .policy)
    }

    @Test func oneKeyForBothInstitutionsIsRefused() throws {
        #expect(try refusal(withInstitutions(d, a + [d[0]]))?.code == .policy)
    }

    @Test func aRootKeyOfNobodyIsRefused() throws {
        #expect(try refusal(withInstitutions(Array(d[1...]), a))?.code == .policy)
        #expect(try refusal(goodRoot().setting("x-socle", nil))?.code == .policy)
    }

    @Test func oneKeyListedTwiceIsRefused() throws {
        let twin = d[0].publicKey.keyObject.setting("x-note", "again")
        let twinID = SHA256Hasher.digest(of: try CanonicalJSON.encode(twin)).hex
        let listed = (goodRoot()["keys"] ?? .null).setting(twinID, twin)
        let refusal = try refusal(goodRoot().setting("keys", listed))
        #expect(refusal?.code == .policy)
        #expect(refusal?.detail.contains("two ids") == true)
    }

    @Test func namesWithoutVersionsAreRefused() throws {
        #expect(
            try refusal(goodRoot().setting("consistent_snapshot", false))?.code == .policy
        )
    }

    // MARK: Targets

    func goodTargets() -> JSONValue {
        func delegation(
            _ name: String,
            _ keys: [SigningKey],
            _ threshold: Int64
        ) -> JSONValue {
            [
                "name": .string(name), "keyids": .array(keys.map(id)),
                "threshold": .integer(threshold), "terminating": true,
                "paths": [.string("\(name)/*")],
            ]
        }
        return [
            "_type": "targets", "spec_version": "1.0.34", "version": 1,
            "expires": "2036-01-01T00:00:00Z", "targets": [:],
            "delegations": [
                "keys": keys([d[2], a[2]]),
                "roles": [
                    delegation("systeme", [d[2]], 1), delegation("applicatif", [a[2]], 1),
                    delegation("complements", [d[2], a[2]], 2),
                ],
            ],
        ]
    }

    /// The refusal of top-level targets under the agreed root.
    func targetsRefusal(_ signed: JSONValue) throws -> TrustError? {
        let root = try SignedDocument(signed: goodRoot(), subject: "root")
        let targets = try SignedDocument(signed: signed, subject: "targets")
        do throws(TrustError) {
            _ = try TargetsMetadata.draft(
                targets.bytes,
                role: "targets",
                subject: "targets.json",
                root: try RootMetadata.draft(
                    root.bytes,
                    subject: "root.json",
                    policy: DepotPolicy()
                ),
                policy: DepotPolicy()
            )
            return nil
        } catch {
            return error
        }
    }

    func bendingDelegation(
        _ place: Int,
        _ bend: (JSONValue) -> JSONValue
    ) throws -> TrustError? {
        let good = goodTargets()
        guard case .array(var roles)? = good["delegations"]?["roles"] else { return nil }
        roles[place] = bend(roles[place])
        return try targetsRefusal(
            good.setting(
                "delegations",
                (good["delegations"] ?? .null).setting("roles", .array(roles))
            )
        )
    }

    @Test func theAgreedTargetsAreAccepted() throws {
        #expect(try targetsRefusal(goodTargets()) == nil)
    }

    @Test func aTargetInTheTopLevelIsRefused() throws {
        let listed: JSONValue = .object([JSONMember("systeme/x", Repository.target("x"))])
        #expect(try targetsRefusal(goodTargets().setting("targets", listed))?.code == .policy)
    }

    @Test func anotherDelegationIsRefused() throws {
        #expect(try bendingDelegation(0) { $0.setting("name", "other") }?.code == .policy)
        #expect(try targetsRefusal(goodTargets().setting("delegations", nil))?.code == .policy)
    }

    @Test func widerPathsOrAnOpenEndAreRefused() throws {
        #expect(
            try bendingDelegation(1) { $0.setting("paths", ["applicatif/*", "systeme/*"]) }?.code
                == .policy
        )
        #expect(try bendingDelegation(0) { $0.setting("terminating", false) }?.code == .policy)
    }

    @Test func theOtherInstitutionsKeyIsRefused() throws {
        let other: JSONValue = [id(a[2])]
        #expect(try bendingDelegation(0) { $0.setting("keyids", other) }?.code == .policy)
    }

    @Test func complementsByOneInstitutionAreRefused() throws {
        #expect(try bendingDelegation(2) { $0.setting("threshold", 1) }?.code == .policy)
    }
}
