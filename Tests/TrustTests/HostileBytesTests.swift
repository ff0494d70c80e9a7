import Primitives
import TestSupport
import Testing
import Trust

/// Bytes from outside never stop the program, whatever they are.
@Suite struct HostileBytesTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func damagedDocumentsAreRefusedOrHarmless(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var repository = try Repository()
        try repository.delegate(to: "child", paths: ["path_hash_prefixes": ["0", "f"]])
        repository.targets["child"] = [("file", Repository.target("x"))]
        repository.listHashes = false
        try repository.publish()
        for _ in 0..<150 {
            let names = [
                "1.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json",
                "1.child.json",
            ]
            let name = names[Int(random.next() % 5)]
            let good = try #require(repository.simulator[name])
            var bad = good
            for _ in 0..<(1 + random.next() % 3) where !bad.isEmpty {
                let place = Int(random.next() % UInt64(bad.count))
                switch random.next() % 4 {
                case 0: bad[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bad.remove(at: place)
                case 2: bad.insert(contentsOf: "9999999999999999999".utf8, at: place)
                default: bad = Array(bad[..<place])
                }
            }
            repository.simulator[name] = bad
            if let refusal = try repository.refusal(target: "file") {
                #expect(refusal.subject.contains("json"), "seed \(seed)")
            }
            repository.simulator[name] = good
        }
        #expect(try repository.refusal(target: "file") == nil)
    }

    @Test(arguments: [
        "", "{", "null", "[]", #"{"signed":{},"signatures":{}}"#,
        #"{"signed":[],"signatures":[]}"#, #"{"signatures":[]}"#,
        #"{"signed":{"version":1.0},"signatures":[]}"#,
        #"{"signed":{},"signed":{},"signatures":[]}"#,
        #"{"signed":{"x":"\ud800"},"signatures":[]}"#,
        #"{"signed":{"version":9223372036854775808},"signatures":[]}"#,
        #"{"signed":{"version":-9223372036854775809},"signatures":[]}"#,
        #"{"signed":{},"signatures":[{"keyid":"a"}]}"#,
        "{\"signed\":{\"x\":\"\0\"},\"signatures\":[]}",
        String(repeating: "[", count: 10_000),
    ])
    func whatIsNoEnvelopeIsMalformed(_ text: String) throws {
        let repository = try Repository()
        try repository.publish()
        repository.simulator["timestamp.json"] = Array(text.utf8)
        let refusal = try repository.refusal()
        #expect(refusal?.code == .malformed)
        #expect(refusal?.subject == "timestamp.json")
    }

    @Test func bytesThatAreNoUTF8AreMalformed() throws {
        let repository = try Repository()
        try repository.publish()
        let good = try #require(repository.simulator["timestamp.json"])
        let text = Array("timestamp".utf8)
        let place = try #require(good.firstRange(of: text)).lowerBound
        for byte in [0xFF, 0xC0, 0x80, 0xED] as [UInt8] {
            var bad = good
            bad[place] = byte
            repository.simulator["timestamp.json"] = bad
            #expect(try repository.refusal()?.code == .malformed)
        }
    }

    @Test(arguments: ["snapshot", "targets"])
    func aLengthBeyondAnyFileIsNoRoomForOne(_ role: String) throws {
        var repository = try Repository()
        repository.bendListing[role] = { $0.setting("length", .integer(.max)) }
        try repository.publish()
        #expect(try repository.refusal()?.code == .lengthMismatch)
        repository.bendListing[role] = { $0.setting("length", -1) }
        try repository.publish()
        #expect(try repository.refusal()?.code == .malformed)
    }
}
