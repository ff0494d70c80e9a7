internal import Model
public import Primitives

extension Journal {
    /// The months a record may be kept, by the CNIL's recommendation on logging of 14 October 2021
    /// (délibération n° 2021-122): from half a year to a year.
    public static let retentionMonths = 6...12

    /// Removes the entries older than `months`, and says so in an entry of its own.
    ///
    /// That entry is durable before anything is removed: a stop in between leaves a record that
    /// holds, and the next call ends the work. Removed are the oldest entries in one piece; one whose
    /// time lies after `now` was written under a wrong clock and goes with those around it.
    ///
    /// - Returns: how many entries were removed.
    /// - Throws: ``JournalError`` with `.chainBroken` for a record that does not hold: what was
    ///   changed by hand is evidence.
    public func prune(months: Int, now: Instant) throws(JournalError) -> Int64 {
        try file.locked { () throws(JournalError) in
            let old = try entries(before: now.day.before(months: months), now)
            guard let last = old.last else { return 0 }
            let pruning = Pruning(through: last.entry.sequence, head: last.digest)
            _ = try write(
                .pruned,
                Self.fileName,
                pruning.details(months: months),
                now,
                after: try soundEnd(now)
            )
            try file.replace(with: Array(try file.content().dropFirst(old.bytes)))
            try file.removeAside(through: last.entry.sequence)
            return old.count
        }
    }

    /// The oldest entries in one piece: how many, the last of them, and the bytes they take.
    private func entries(
        before limit: Day,
        _ now: Instant
    ) throws(JournalError) -> (count: Int64, last: JournalLine?, bytes: Int) {
        var old: (count: Int64, last: JournalLine?, bytes: Int) = (0, nil, 0)
        var isOld = true
        var reader = ChainReader()
        let content = try file.content()
        // A half-written line at the end is set aside before anything is added.
        let whole = content.lastIndex(of: RecordFile.lineFeed).map { $0 + 1 } ?? 0
        reader.take(all: content[..<whole]) { line, end in
            isOld = isOld && (line.entry.instant.day < limit || line.entry.instant > now)
            if isOld { old = (old.count + 1, line, end) }
        }
        if let fault = reader.status.firstFault {
            throw JournalError(
                .chainBroken,
                subject: Self.fileName,
                detail: "\(fault); nothing is removed from a record that does not hold"
            )
        }
        return old
    }
}

extension Day {
    /// The same day that many months earlier, or the last of its month.
    func before(months: Int) -> Day {
        let count = year * 12 + month - 1 - months
        let (year, month) = (count / 12, count % 12 + 1)
        var day = self.day
        while true {
            let text =
                DecimalDigits.padded(year, 4) + "-" + DecimalDigits.padded(month, 2) + "-"
                + DecimalDigits.padded(day, 2)
            if let found = Day(bytes: Array(text.utf8)[...]) { return found }
            guard day > 1 else { return self }
            day -= 1
        }
    }
}
