internal import Model
internal import Primitives

/// Follows a chain of lines and stops at the first that does not hold.
struct ChainReader {
    private let known: Digest?
    private var holdsKnown: Bool
    private var head = JournalLine.origin
    private var length: Int64 = 0
    private var fault: JournalStatus.Fault?
    /// The last entry that holds.
    private(set) var last: JournalEntry?

    init(known: Digest?) {
        self.known = known
        holdsKnown = known == JournalLine.origin
    }

    /// Takes the next line; false when it does not hold.
    mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count <= Journal.lineLimit else { return fail("the line is too long") }
        let next: JournalLine
        do {
            next = try JournalLine(parsing: line)
        } catch {
            return fail(error.description)
        }
        guard next.entry.previous == head else {
            return fail("it does not name the entry before it")
        }
        guard next.entry.sequence == length + 1 else {
            return fail("its number is \(next.entry.sequence) where \(length + 1) is due")
        }
        head = next.digest
        length += 1
        last = next.entry
        if next.digest == known { holdsKnown = true }
        return true
    }

    /// Notes that the line after the last that holds does not.
    @discardableResult
    mutating func fail(_ reason: String) -> Bool {
        fault = JournalStatus.Fault(line: Int(length) + 1, reason: reason)
        return false
    }

    /// What was found so far.
    var status: JournalStatus {
        JournalStatus(
            head: head,
            length: length,
            firstFault: fault,
            holdsKnownHead: known == nil ? nil : holdsKnown
        )
    }
}
