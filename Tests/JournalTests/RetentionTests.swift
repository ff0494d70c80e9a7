import Journal
import Model
import Platform
import Primitives
import TestSupport
import Testing
import Trust

@Suite(.scratch) struct RetentionTests {
    private let directory: Directory
    private let journal: Journal
    private let name: RelativePath

    init() throws {
        directory = Scratch.current.directory
        journal = try Journal.open(in: directory, signer: SigningKey.generate())
        name = try RelativePath(Journal.fileName)
    }

    private func add(on day: String, _ subject: String) throws {
        let now = try Instant("\(day)T08:00:00Z")
        try journal.append(.scanned, subject: subject, details: [:], now: now)
    }

    private func prune(_ months: Int, on day: String) throws -> Int64 {
        try journal.prune(months: months, now: Instant("\(day)T09:00:00Z"))
    }

    private var subjects: [String] {
        get throws { try journal.entries().map(\.subject) }
    }

    @Test func whatIsOlderThanTheRuleGoesAndTheChainHolds() throws {
        try add(on: "2025-09-01", "old")
        try add(on: "2025-11-23", "last old")
        try add(on: "2025-11-24", "first kept")
        try add(on: "2026-11-01", "new")
        #expect(try prune(12, on: "2026-11-24") == 2)
        #expect(try subjects == ["first kept", "new", Journal.fileName])
        let status = try journal.verify()
        #expect(status.isWhole)
        #expect(status.pruned == 2)
        #expect(status.length == 5)
        try add(on: "2026-11-25", "after")
        #expect(try journal.verify().length == 6)
    }

    @Test func aSecondPruningGoesOnFromTheFirst() throws {
        for month in 1...9 { try add(on: "2026-0\(month)-15", "m\(month)") }
        #expect(try prune(6, on: "2026-09-20") == 3)
        #expect(try prune(6, on: "2026-11-20") == 2)
        #expect(try subjects == ["m6", "m7", "m8", "m9", Journal.fileName, Journal.fileName])
        #expect(try journal.verify().isWhole)
        #expect(try journal.verify().pruned == 5)
    }

    @Test func nothingOldMeansNothingWritten() throws {
        try add(on: "2026-11-01", "new")
        let before = try directory.read(name, limit: 1 << 20)
        #expect(try prune(12, on: "2026-11-24") == 0)
        #expect(try directory.read(name, limit: 1 << 20) == before)
    }

    @Test func entriesTakenOffByHandAtTheHeadAreMissed() throws {
        for number in 1...3 { try add(on: "2026-11-0\(number)", "\(number)") }
        let lines = try directory.read(name, limit: 1 << 20).split(separator: 10)
        try directory.write(
            Array(lines[1...].joined(separator: [10])) + [10],
            atomicallyTo: name,
            permissions: 0o600
        )
        let status = try journal.verify()
        #expect(!status.isWhole)
        #expect(status.firstFault?.line == 1)
    }

    /// The entry is durable before a byte goes: the record as it stands between the two holds.
    @Test func aStopBetweenTheEntryAndTheRemovalLosesNothing() throws {
        try add(on: "2025-01-01", "old")
        try add(on: "2026-11-01", "new")
        let before = try directory.read(name, limit: 1 << 20)
        #expect(try prune(12, on: "2026-11-24") == 1)
        let pruned = try directory.read(name, limit: 1 << 20)
        let oldLine = before.prefix(through: try #require(before.firstIndex(of: 10)))
        try directory.write(oldLine + pruned, atomicallyTo: name, permissions: 0o600)
        #expect(try journal.verify().isWhole)
        #expect(try journal.verify().pruned == 0)
        #expect(try prune(12, on: "2026-11-25") == 1)
        #expect(try journal.verify().isWhole)
    }

    @Test func aHalfWrittenLineIsSetAsideAndStopsNothing() throws {
        try add(on: "2025-01-01", "old")
        try add(on: "2026-11-01", "new")
        let torn = Array("{\"sequence\":3,\"prev".utf8)
        let bytes = try directory.read(name, limit: 1 << 20) + torn
        try directory.write(bytes, atomicallyTo: name, permissions: 0o600)
        #expect(try prune(12, on: "2026-11-24") == 1)
        #expect(try journal.verify().isWhole)
        #expect(try journal.entries().map(\.action) == [.scanned, .recovered, .pruned])
    }

    @Test func aRecordThatDoesNotHoldIsLeftWhole() throws {
        try add(on: "2025-01-01", "old")
        try add(on: "2026-11-01", "new")
        var bytes = try directory.read(name, limit: 1 << 20)
        bytes[40] ^= 1
        try directory.write(bytes, atomicallyTo: name, permissions: 0o600)
        let error = #expect(throws: JournalError.self) { try prune(12, on: "2026-11-24") }
        #expect(error?.code == .chainBroken)
        #expect(try directory.read(name, limit: 1 << 20) == bytes)
    }

    @Test func anEntryWrittenUnderAWrongClockGoesWithItsNeighbours() throws {
        try add(on: "2025-01-01", "old")
        try add(on: "2099-01-01", "clock ran ahead")
        try add(on: "2025-02-01", "old too")
        try add(on: "2026-11-01", "new")
        #expect(try prune(12, on: "2026-11-24") == 3)
        #expect(try subjects == ["new", Journal.fileName])
    }

    @Test func theLastDayOfAMonthHasAnEarlierOne() throws {
        try add(on: "2026-02-27", "old")
        try add(on: "2026-02-28", "kept")
        #expect(try prune(6, on: "2026-08-31") == 1)
    }

    @Test func aHeadOlderThanWhatIsKeptIsNotHeld() throws {
        try add(on: "2025-01-01", "old")
        let head = try journal.verify().head
        try add(on: "2025-01-02", "old too")
        try add(on: "2026-11-01", "new")
        _ = try prune(12, on: "2026-11-24")
        let status = try journal.verify(against: JournalKnowledge(head: head))
        #expect(status.holdsKnownHead == false)
        #expect(status.pruned == 2)
    }
}
