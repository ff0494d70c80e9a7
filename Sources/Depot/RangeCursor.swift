/// Where a reading of several ranges of one file stands.
struct RangeCursor {
    private let ranges: [Range<UInt64>]
    private let subject: String
    /// The range being read.
    private var number = 0
    /// The next byte wanted.
    private(set) var next: UInt64
    /// How many bytes were handed over.
    private(set) var taken: UInt64 = 0
    /// Where in the file the next byte of the body lies.
    private var offset: UInt64 = 0

    init(_ ranges: [Range<UInt64>], subject: String) {
        self.ranges = ranges
        self.subject = subject
        next = ranges.first?.lowerBound ?? 0
    }

    /// Whether every byte was handed over.
    var isDone: Bool { number == ranges.count }

    /// What is left, ranges that meet made one.
    func requests(atMost count: Int) -> [Range<UInt64>] {
        var result: [Range<UInt64>] = []
        for range in ranges[number...] {
            let start = max(range.lowerBound, next)
            if let last = result.last, last.upperBound == start {
                result[result.count - 1] = last.lowerBound..<range.upperBound
            } else if result.count < count {
                result.append(start..<range.upperBound)
            } else {
                break
            }
        }
        return result
    }

    /// Judges what the server says it sends in answer to `asked`.
    mutating func begin(
        _ answer: HTTPAnswer,
        asked: Range<UInt64>,
        isLast: Bool
    ) throws(DepotError) {
        guard answer.status == 206 else {
            // The whole file: what lies before, between and behind the ranges is dropped.
            offset = 0
            guard answer.length.map({ $0 >= asked.upperBound }) ?? true else { throw ended(asked) }
            return
        }
        guard let range = answer.range, range.bytes == asked else {
            if let total = answer.range?.total, total < asked.upperBound { throw ended(asked) }
            throw fault("the server sends another part than the one asked for")
        }
        let count = asked.upperBound - asked.lowerBound
        guard answer.length == count || answer.length == nil && isLast else {
            throw fault("the server's lengths contradict each other")
        }
        offset = asked.lowerBound
    }

    /// Hands the wanted bytes of a body's next piece over.
    mutating func accept(
        _ piece: ArraySlice<UInt8>,
        _ take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        var rest = piece
        while !rest.isEmpty, !isDone {
            if offset < next {
                let skipped = Int(min(next - offset, UInt64(rest.count)))
                rest = rest.dropFirst(skipped)
                offset += UInt64(skipped)
                continue
            }
            let count = Int(min(ranges[number].upperBound - next, UInt64(rest.count)))
            try take(number, rest.prefix(count))
            rest = rest.dropFirst(count)
            offset += UInt64(count)
            next += UInt64(count)
            taken += UInt64(count)
            if next == ranges[number].upperBound {
                number += 1
                if !isDone { next = ranges[number].lowerBound }
            }
        }
    }

    private func ended(_ asked: Range<UInt64>) -> DepotError {
        DepotError(
            .lengthMismatch,
            subject: subject,
            detail: "the file ends before byte \(asked.upperBound)"
        )
    }

    private func fault(_ detail: String) -> DepotError {
        DepotError(.badAnswer, subject: subject, detail: detail)
    }
}
