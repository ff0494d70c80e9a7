internal import Model
internal import Primitives
internal import Trust

/// Follows a chain of lines and stops at the first that does not hold.
package struct ChainReader {
    /// What is known from elsewhere.
    private let known: JournalKnowledge
    private var holdsKnown: Bool
    /// The digest of the last entry that holds.
    private var head = JournalLine.origin
    /// The number of the last entry that holds.
    private var length: Int64 = 0
    /// The number of the last entry that was removed by the retention rule.
    private var pruned: Int64 = 0
    private var prunedHead = JournalLine.origin
    private var saysWhatWasPruned = true
    private var signatures = JournalStatus.Signatures()
    private var lines = 0
    private var fault: JournalStatus.Fault?
    /// The last entry that holds.
    private(set) var last: JournalLine?

    package init(known: JournalKnowledge = JournalKnowledge()) {
        self.known = known
        holdsKnown = known.head == JournalLine.origin
    }

    /// Takes the next line; false when it does not hold.
    package mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count <= Journal.lineLimit else { return fail("the line is too long") }
        let next: JournalLine
        do {
            next = try JournalLine(parsing: line)
        } catch {
            return fail(error.description)
        }
        if lines == 0 { begin(at: next.entry) }
        guard next.entry.previous == head else {
            return fail("it does not name the entry before it")
        }
        guard next.entry.sequence == length + 1 else {
            return fail("its number is \(next.entry.sequence) where \(length + 1) is due")
        }
        if let reason = refusal(of: next.entry) { return fail(reason) }
        head = next.digest
        length += 1
        lines += 1
        last = next
        if next.digest == known.head { holdsKnown = true }
        if let pruning = Pruning(next.entry), pruning.through == pruned,
            pruning.head == prunedHead
        {
            saysWhatWasPruned = true
        }
        return true
    }

    /// Takes every line of `record`, to the first that does not hold, and shows each that does with
    /// where it ends.
    mutating func take(
        all record: ArraySlice<UInt8>,
        each: (_ line: JournalLine, _ end: Int) -> Void = { _, _ in }
    ) {
        var start = record.startIndex
        while start < record.endIndex {
            guard let end = record[start...].firstIndex(of: RecordFile.lineFeed) else {
                fail("the line was not written to its end")
                return
            }
            guard take(record[start..<end]), let last else { return }
            start = end + 1
            each(last, start)
        }
    }

    /// Notes that the line after the last that holds does not.
    @discardableResult
    mutating func fail(_ reason: String) -> Bool {
        fault = JournalStatus.Fault(line: lines + 1, reason: reason)
        return false
    }

    /// What was found so far.
    package var status: JournalStatus {
        let missing = JournalStatus.Fault(
            line: 1,
            reason: "the entries up to number \(pruned) are missing, and none says why"
        )
        return JournalStatus(
            head: head,
            length: length,
            pruned: pruned,
            signatures: signatures,
            firstFault: fault ?? (saysWhatWasPruned ? nil : missing),
            holdsKnownHead: known.head == nil ? nil : holdsKnown
        )
    }

    /// A record whose first entry has another number than 1 was pruned, and a later entry says it.
    private mutating func begin(at entry: JournalEntry) {
        guard entry.sequence > 1 else { return }
        pruned = entry.sequence - 1
        prunedHead = entry.previous
        saysWhatWasPruned = false
        length = pruned
        head = prunedHead
        if head == known.head { holdsKnown = true }
    }

    /// Why the signature of an entry, or the lack of one, can not stand.
    private mutating func refusal(of entry: JournalEntry) -> String? {
        guard let signature = entry.signature else {
            signatures.unsigned += 1
            return known.signer != nil && signatures.verified > 0
                ? "it is not signed, and an entry before it is" : nil
        }
        guard known.signer == nil || known.signer == signature.key else {
            return "it is signed by another key: \(signature.key.hex)"
        }
        guard let key = known.keys.first(where: { $0.fingerprint == signature.key }) else {
            signatures.unverified += 1
            return nil
        }
        do {
            let message = try JournalLine.message(of: entry, key: signature.key)
            guard key.verifies(signature.value, over: message) else {
                return "its signature is not that of the key it names"
            }
        } catch {
            return error.description
        }
        signatures.verified += 1
        return nil
    }
}
