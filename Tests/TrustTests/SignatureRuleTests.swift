import Primitives
import Testing
import Trust

/// Who must sign what, and documents of the wrong form.
@Suite struct SignatureRuleTests {
    @Test func oneKeyUnderTwoIdsIsOneKey() throws {
        var repository = try Repository()
        let key = try #require(repository.keys["targets"]?.first)
        let twin = key.publicKey.keyObject.setting("x-note", "again")
        let twinID = SHA256Hasher.digest(of: try CanonicalJSON.encode(twin)).hex
        repository.thresholds["targets"] = 2
        repository.bend["root"] = { root in
            let keys = (root["keys"] ?? .null).setting(twinID, twin)
            let ids: JSONValue = [.string(key.publicKey.keyID.text), .string(twinID)]
            let role = (root["roles"]?["targets"] ?? .null).setting("keyids", ids)
            return root.setting("keys", keys)
                .setting("roles", (root["roles"] ?? .null).setting("targets", role))
        }
        repository.listHashes = false
        try repository.publish()
        // The same signature under both ids: each verifies, one key signed.
        let bytes = try #require(repository.simulator["1.targets.json"])
        let document = try JSONParser.parse(bytes)
        guard case .array(let signatures)? = document["signatures"] else {
            Issue.record("no signatures")
            return
        }
        let copy = try #require(signatures.first).setting("keyid", .string(twinID))
        let doubled = document.setting("signatures", .array(signatures + [copy]))
        repository.simulator["1.targets.json"] = Array(JSONWriter.compact(doubled).utf8)
        let refusal = try repository.refusal()
        #expect(refusal?.code == .thresholdNotMet)
        #expect(refusal?.detail.hasPrefix("1 of the 2 ") == true)
    }

    @Test func aThresholdOfTwoTakesTwoKeys() throws {
        var repository = try Repository()
        repository.keys["targets"]?.append(try SigningKey.generate())
        repository.thresholds["targets"] = 2
        try repository.publish()
        #expect(try repository.refusal() == nil)
        repository.keys["snapshot"]?.append(try SigningKey.generate())
        repository.thresholds["snapshot"] = 3
        try repository.publish()
        #expect(try repository.refusal()?.code == .thresholdNotMet)
    }

    @Test(arguments: [0, -1, Int64.max])
    func aThresholdOutsideReasonIsRefused(_ threshold: Int64) throws {
        var repository = try Repository()
        repository.thresholds["timestamp"] = threshold
        try repository.publish()
        #expect(try repository.refusal()?.code == .malformed)
    }

    @Test func garbageBesideAGoodSignatureSpoilsNothing() throws {
        let repository = try Repository()
        try repository.publish()
        let document = try JSONParser.parse(try #require(repository.simulator["timestamp.json"]))
        guard case .array(let signatures)? = document["signatures"] else {
            Issue.record("no signatures")
            return
        }
        let others: [JSONValue] = [
            ["keyid": "unknown", "sig": "not hexadecimal"], ["keyid": "other", "sig": ""],
        ]
        let changed = document.setting("signatures", .array(others + signatures))
        repository.simulator["timestamp.json"] = Array(JSONWriter.compact(changed).utf8)
        #expect(try repository.refusal() == nil)
    }

    @Test func twoSignaturesUnderOneIdAreRefused() throws {
        let repository = try Repository()
        try repository.publish()
        let document = try JSONParser.parse(try #require(repository.simulator["timestamp.json"]))
        guard case .array(let signatures)? = document["signatures"] else {
            Issue.record("no signatures")
            return
        }
        let changed = document.setting("signatures", .array(signatures + signatures))
        repository.simulator["timestamp.json"] = Array(JSONWriter.compact(changed).utf8)
        #expect(try repository.refusal()?.code == .malformed)
    }

    @Test func aNewRootNeedsTheKeysBeforeItAndItsOwn() throws {
        var repository = try Repository()
        try repository.publish()
        let old = repository.keys["root"] ?? []
        repository.keys["root"] = [try SigningKey.generate()]
        repository.versions["root"] = 2
        try repository.publishRoot()
        #expect(try repository.refusal()?.code == .thresholdNotMet)
        try repository.publishRoot(alsoBy: old)
        #expect(try repository.refusal() == nil)
        repository.keys["root"] = old
        try repository.publishRoot()
        #expect(try repository.refusal() == nil)
    }

    @Test func aRootMayNotSkipAVersion() throws {
        var repository = try Repository()
        try repository.publish()
        repository.bend["root"] = { $0.setting("version", 3) }
        repository.versions["root"] = 2
        try repository.publishRoot()
        #expect(try repository.refusal()?.code == .versionMismatch)
    }

    @Test func anExpiredRootOnTheWayIsNoObstacle() throws {
        var repository = try Repository()
        repository.expires["root"] = start
        try repository.publish()
        repository.versions["root"] = 2
        repository.expires["root"] = nil
        try repository.publishRoot()
        #expect(try repository.refusal() == nil)
    }

    @Test func anUnsignedFirstRootIsRefusedBeforeAnyRequest() throws {
        let repository = try Repository()
        try repository.publish()
        let document = try JSONParser.parse(try #require(repository.simulator["1.root.json"]))
        repository.simulator["1.root.json"] = Array(
            JSONWriter.compact(document.setting("signatures", [])).utf8
        )
        #expect(try repository.refusal()?.code == .thresholdNotMet)
        #expect(repository.simulator.takeRequests() == [])
    }

    @Test func aSnapshotServedAsATimestampIsRefused() throws {
        var repository = try Repository()
        repository.keys["timestamp"] = repository.keys["snapshot"]
        try repository.publish()
        repository.simulator["timestamp.json"] = repository.simulator["1.snapshot.json"]
        #expect(try repository.refusal()?.code == .wrongType)
    }

    @Test(arguments: ["2.0.0", "0.9.0", "1", "1.x.0", "10.0.0", ""])
    func anotherMajorVersionOfTheSpecificationIsRefused(_ version: String) throws {
        var repository = try Repository()
        repository.bend["timestamp"] = { $0.setting("spec_version", .string(version)) }
        try repository.publish()
        #expect(try repository.refusal()?.code == .unsupportedVersion)
    }

    @Test func unknownMembersAreSignedAndMeanNothing() throws {
        var repository = try Repository()
        repository.bend["targets"] = { $0.setting("x-é", ["deep": [1, "two", true]]) }
        try repository.publish()
        #expect(try repository.refusal() == nil)
    }
}
