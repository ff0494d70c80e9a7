import Primitives
import Testing
import Trust

/// The search for a target through delegated roles.
@Suite struct DelegationTests {
    func found(_ repository: Repository, _ path: ExactString) throws -> TargetInfo? {
        var client = try repository.client()
        return try client.target(path)
    }

    @Test func rolesAreSearchedInDepthInTheirOrder() throws {
        var repository = try Repository()
        try repository.delegate(to: "a")
        try repository.delegate(to: "b")
        try repository.delegate(to: "deep", from: "a")
        repository.targets["deep"] = [("f", Repository.target("deep"))]
        repository.targets["b"] = [("f", Repository.target("b"))]
        try repository.publish()
        #expect(try found(repository, "f")?.length == 4)
        let roles = repository.simulator.takeRequests().suffix(2)
        #expect(Array(roles) == ["1.a.json", "1.deep.json"])
    }

    @Test func aTerminatingDelegationEndsTheSearch() throws {
        var repository = try Repository()
        try repository.delegate(to: "a", terminating: true)
        try repository.delegate(to: "b")
        repository.targets["b"] = [("f", Repository.target("b"))]
        try repository.publish()
        #expect(try found(repository, "f") == nil)
    }

    @Test func aRoleOutsideItsPathsIsNotAsked() throws {
        var repository = try Repository()
        try repository.delegate(to: "a", paths: ["paths": ["systeme/*"]])
        repository.targets["a"] = [
            ("systeme/x", Repository.target("x")), ("systeme/sub/x", Repository.target("x")),
            ("other", Repository.target("x")),
        ]
        try repository.publish()
        #expect(try found(repository, "systeme/x") != nil)
        #expect(try found(repository, "systeme/sub/x") == nil)
        #expect(try found(repository, "other") == nil)
        #expect(try found(repository, "Systeme/x") == nil)
    }

    @Test func hashPrefixesChooseTheRole() throws {
        var repository = try Repository()
        let hex = SHA256Hasher.digest(of: Array("f".utf8)).hex
        try repository.delegate(
            to: "a",
            paths: ["path_hash_prefixes": [.string(String(hex.prefix(2)))]]
        )
        repository.targets["a"] = [
            ("f", Repository.target("f")), ("g", Repository.target("g")),
        ]
        try repository.publish()
        #expect(try found(repository, "f") != nil)
        #expect(try found(repository, "g") == nil)
    }

    @Test func aCycleOfDelegationsEnds() throws {
        var repository = try Repository()
        try repository.delegate(to: "a")
        try repository.delegate(to: "b", from: "a")
        try repository.delegate(to: "a", from: "b")
        try repository.publish()
        #expect(try found(repository, "f") == nil)
    }

    @Test func aKeptRoleIsVerifiedAgainByItsDelegator() throws {
        var repository = try Repository()
        try repository.delegate(to: "a")
        repository.targets["a"] = [("f", Repository.target("f"))]
        try repository.publish()
        let storage = TransientStorage()
        #expect(try repository.refusal(storage, target: "f") == nil)
        let kept = try #require(repository.simulator["1.a.json"])
        repository.keys["a"] = [try SigningKey.generate()]
        for role in ["targets", "snapshot", "timestamp"] { repository.versions[role] = 2 }
        repository.listHashes = false
        try repository.publish()
        repository.simulator["1.a.json"] = kept
        #expect(try repository.refusal(storage, target: "f")?.code == .thresholdNotMet)
    }

    @Test func aRoleTheSnapshotDoesNotListIsNeverAskedFor() throws {
        var repository = try Repository()
        try repository.delegate(to: "a")
        repository.versions["a"] = nil
        try repository.publish()
        #expect(try repository.refusal(target: "f")?.code == .unknownRole)
        #expect(!repository.simulator.takeRequests().contains("1.a.json"))
    }

    @Test func strangeRoleNamesStayInOneDirectory() throws {
        var repository = try Repository()
        try repository.delegate(to: "../x?#é")
        repository.targets["../x?#é"] = [("f", Repository.target("f"))]
        try repository.publish()
        repository.simulator["1...%2Fx%3F%23%C3%A9.json"] =
            repository.simulator["1.../x?#é.json"]
        #expect(try found(repository, "f") != nil)
    }

    @Test func twoSpellingsOfOneLetterAreTwoTargets() throws {
        var repository = try Repository()
        repository.targets["targets"] = [
            ("caf\u{E9}", Repository.target("1")), ("cafe\u{301}", Repository.target("22")),
        ]
        try repository.publish()
        #expect(try found(repository, "caf\u{E9}")?.length == 1)
        #expect(try found(repository, "cafe\u{301}")?.length == 2)
    }

    @Test(arguments: [
        ("a*", "abc", true), ("a*", "a/b", false), ("?", "é", true), ("*/*", "a/b", true),
        ("*", "", true), ("a?c", "abc", true), ("a*c*e", "abcde", true), ("a", "A", false),
        ("**", "ab", true), ("a*", "b", false),
    ])
    func patternsAreShellGlobsWithinOneLevel(
        _ pattern: String,
        _ path: String,
        _ matches: Bool
    ) throws {
        var repository = try Repository()
        try repository.delegate(to: "a", paths: ["paths": [.string(pattern)]])
        try repository.publish()
        var client = try repository.client()
        try client.refresh()
        let top = client.trusted.role("targets", delegatedBy: "root")
        let delegation = try #require(top?.delegation(to: "a"))
        #expect(delegation.covers(ExactString(path)) == matches)
    }
}
