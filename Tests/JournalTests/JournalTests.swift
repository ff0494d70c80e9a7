import Journal
import Model
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch) struct JournalTests {
    private let name: RelativePath
    private let journal: Journal

    init() throws {
        name = try RelativePath(Journal.fileName)
        journal = try Journal.open(in: Scratch.current.directory)
    }

    private func fill(_ count: Int) throws {
        for number in 0..<count {
            try journal.append(
                .scanned,
                subject: "n\(number)",
                details: ["line": "a\nb\u{7}\"", "n": 3],
                now: Instant(secondsSince1970: 1_790_000_000 + Int64(number))
            )
        }
    }

    private var bytes: [UInt8] {
        get throws { try Scratch.current.directory.read(name, limit: 1 << 24) }
    }

    private func replace(_ bytes: [UInt8]) throws {
        try Scratch.current.directory.write(bytes, atomicallyTo: name, permissions: 0o600)
    }

    @Test func anEmptyRecordHolds() throws {
        let status = try journal.verify()
        #expect(status.length == 0)
        #expect(status.isWhole)
    }

    @Test func eachEntryNamesTheOneBefore() throws {
        try fill(5)
        let entries = try journal.entries()
        #expect(entries.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(entries[3].subject == "n3")
        #expect(Set(entries.map(\.previous)).count == 5)
        let status = try journal.verify()
        #expect(status.length == 5)
        #expect(status.firstFault == nil)
    }

    @Test func anyChangedByteIsFound() throws {
        try fill(3)
        let whole = try bytes
        for offset in stride(from: 0, to: whole.count, by: 7) {
            var changed = whole
            changed[offset] ^= 1
            try replace(changed)
            #expect(try journal.verify().firstFault != nil, "byte \(offset)")
        }
    }

    @Test func aLineTakenOutIsFound() throws {
        try fill(4)
        let lines = try bytes.split(separator: 10)
        try replace(Array((lines[..<1] + lines[2...]).joined(separator: [10])) + [10])
        #expect(try journal.verify().firstFault?.line == 2)
    }

    @Test func aCutTailIsFoundWithAHeadKnownFromElsewhere() throws {
        try fill(4)
        let head = try journal.verify().head
        let lines = try bytes.split(separator: 10)
        try replace(Array(lines[..<2].joined(separator: [10])) + [10])
        #expect(try journal.verify().isWhole)
        let status = try journal.verify(against: JournalKnowledge(head: head))
        #expect(status.holdsKnownHead == false)
        #expect(!status.isWhole)
    }

    @Test func anEarlierHeadStaysKnown() throws {
        try fill(2)
        let head = try journal.verify().head
        try fill(2)
        #expect(try journal.verify(against: JournalKnowledge(head: head)).isWhole)
    }

    @Test func aTornLineIsKeptAsideAndSaid() throws {
        try fill(2)
        let torn = Array("{\"sequence\":3,\"prev".utf8)
        try replace(try bytes + torn)
        #expect(try journal.verify().firstFault?.line == 3)
        try fill(1)
        let entries = try journal.entries()
        #expect(entries.map(\.action) == [.scanned, .scanned, .recovered, .scanned])
        #expect(try journal.verify().isWhole)
        let kept = try RelativePath("\(Journal.fileName).torn-3")
        #expect(try Scratch.current.directory.read(kept, limit: 100) == torn)
    }

    @Test func nothingIsAddedToARecordWhoseEndWasChanged() throws {
        try fill(2)
        var changed = try bytes
        changed[changed.count - 5] ^= 1
        try replace(changed)
        let error = #expect(throws: JournalError.self) { try fill(1) }
        #expect(error?.code == .chainBroken)
        #expect(try bytes == changed)
    }

    @Test func writersAtOnceKeepOneChain() async throws {
        let directory = Scratch.current.directory
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    // A failure shows in the count below.
                    guard let journal = try? Journal.open(in: directory) else { return }
                    for number in 0..<5 {
                        _ = try? journal.append(
                            .planned,
                            subject: "\(number)",
                            details: [:],
                            now: Instant(secondsSince1970: 0)
                        )
                    }
                }
            }
        }
        #expect(try journal.verify().length == 20)
    }

    @Test func aVeryLongEntryIsFollowedByOthers() throws {
        try journal.append(
            .stepRun,
            subject: "long",
            details: .string(String(repeating: "x", count: 300_000)),
            now: Instant(secondsSince1970: 0)
        )
        try fill(2)
        #expect(try journal.verify().length == 3)
    }
}
