/// Parts what curl writes, the fields before each body, into answers and bodies.
struct AnswerStream {
    private static let longestHead = 64 << 10
    private static let start = Array("HTTP/".utf8)

    private let subject: String
    private var head: [UInt8] = []
    private var isInBody = false
    /// Bytes of the body still to come, where its length was given.
    private var left: UInt64?
    /// The last answer that was passed over; nil once a final one came.
    private(set) var passedOver: HTTPAnswer?

    init(subject: String) {
        self.subject = subject
    }

    /// Takes the next bytes; what `answer` or `body` throws ends the reading.
    mutating func accept(
        _ piece: ArraySlice<UInt8>,
        answer: (HTTPAnswer) throws(DepotError) -> Void,
        body: (ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        var rest = piece
        while let first = rest.first {
            guard isInBody else {
                head.append(first)
                rest = rest.dropFirst()
                guard try headIsComplete() else { continue }
                let found = try HTTPAnswer(head: head, subject: subject)
                head = []
                passedOver = found.isPassedOver ? found : nil
                guard !found.isPassedOver else { continue }
                left = found.length
                isInBody = left != 0
                try answer(found)
                continue
            }
            let count = left.map { Int(min($0, UInt64(rest.count))) } ?? rest.count
            try body(rest.prefix(count))
            rest = rest.dropFirst(count)
            if let known = left {
                left = known - UInt64(count)
                isInBody = left != 0
            }
        }
    }

    private func headIsComplete() throws(DepotError) -> Bool {
        let isHead = head.count > Self.start.count || head[...] == Self.start.prefix(head.count)
        guard isHead, head.count <= Self.longestHead else {
            throw DepotError(
                .badAnswer,
                subject: subject,
                detail: "what the server sends is no answer to the question"
            )
        }
        return head.last == UInt8(ascii: "\n")
            && (head.suffix(4) == [13, 10, 13, 10] || head.suffix(2) == [10, 10])
    }
}
