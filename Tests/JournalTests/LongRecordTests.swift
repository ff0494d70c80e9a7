import Foundation
import Journal
import Model
import Primitives
import TestSupport
import Testing
import Trust

/// A record of 10,000 entries, damaged in every place.
///
/// Each line is read after its neighbour only: what a line is worth depends on nothing else.
/// `SOCLE_EVERY_BYTE=1` (`Scripts/soak --record`) changes every byte, otherwise one in 251.
@Suite(.scratch) struct LongRecordTests {
    /// Made once for all tests: it takes longer than most of them.
    private static let record = Result { try forged() }
    private let lines: [ArraySlice<UInt8>]

    init() throws { lines = try Self.record.get() }

    private static func forged() throws -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var previous = SHA256Hasher.digest(of: [])
        for number in 1...10_000 {
            let entry = JournalEntry(
                sequence: Int64(number),
                previous: previous,
                instant: Instant(secondsSince1970: 1_790_000_000 + Int64(number)),
                action: .scanned,
                subject: "n\(number)",
                details: ["ecarts": .array([.string("logiciel/cowsay")]), "n": 3]
            )
            let line = try RecordForgery.line(entry, signature: nil)
            previous = SHA256Hasher.digest(
                of: try CanonicalJSON.encode(.object(RecordForgery.members(entry, nil)))
            )
            lines.append(line.dropLast())
        }
        return lines
    }

    /// Whether a record of these lines holds, as far as each names the one before it.
    private func holds(_ lines: ArraySlice<UInt8>...) -> Bool {
        var reader = ChainReader()
        return lines.allSatisfy { reader.take($0) }
    }

    @Test func itHoldsUndamaged() {
        var reader = ChainReader()
        #expect(lines.allSatisfy { reader.take($0) })
        #expect(reader.status.isWhole)
        #expect(reader.status.length == 10_000)
    }

    /// In parts, which a machine with several cores does at once.
    @Test(arguments: 0..<4) func everyChangedByteIsFound(_ part: Int) {
        let isEach = ProcessInfo.processInfo.environment["SOCLE_EVERY_BYTE"] != nil
        var offset = 0
        var missed: [String] = []
        for (number, line) in lines.enumerated() where number % 4 == part {
            while offset < line.count {
                var changed = Array(line)
                changed[offset] ^= UInt8(1 << (offset % 7))
                if holds(changed[...]) { missed.append("line \(number + 1), byte \(offset)") }
                offset += isEach ? 1 : 251
            }
            offset = isEach ? 0 : offset - line.count
        }
        #expect(missed.isEmpty)
    }

    @Test func everyRemovalInsertionAndExchangeIsFound() {
        var missed: [Int] = []
        for place in 1..<(lines.count - 1) {
            let (before, line, after) = (lines[place - 1], lines[place], lines[place + 1])
            if holds(before, after) || holds(before, line, line) || holds(before, after, line) {
                missed.append(place + 1)
            }
        }
        #expect(missed.isEmpty)
    }
}
