/// What a server said before the bytes of one file.
struct HTTPAnswer: Sendable {
    /// The status, such as 206.
    let status: Int
    /// The number of bytes that follow, where it said so.
    let length: UInt64?
    /// Which bytes of the file follow, and how many the file has, where it said so.
    let range: (bytes: Range<UInt64>, total: UInt64?)?
    /// Whether the bytes are compressed for the way although that was not asked for.
    let isEncoded: Bool

    /// Reads a status line and the fields below it.
    ///
    /// - Throws: ``DepotError`` with `.badAnswer` when they contradict themselves.
    init(head: [UInt8], subject: String) throws(DepotError) {
        func fault(_ detail: String) -> DepotError {
            DepotError(.badAnswer, subject: subject, detail: detail)
        }
        let lines = head.split(separator: UInt8(ascii: "\n")).map { line in
            String(
                decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line,
                as: UTF8.self
            )
        }
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count > 1, let status = Int(words[1]), (100...599).contains(status) else {
            throw fault("the server's answer has no status")
        }
        self.status = status
        var length: UInt64?
        var range: (bytes: Range<UInt64>, total: UInt64?)?
        var isEncoded = false
        for line in lines.dropFirst() {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[line.utf8.index(after: colon)...].split(separator: " ")
                .joined(separator: " ")
            switch line[..<colon].lowercased() {
            case "content-length":
                guard let number = UInt64(value), length == nil || length == number else {
                    throw fault("the server gives no single length: “\(value)”")
                }
                length = number
            case "content-range" where status == 206:
                guard let parsed = Self.range(value) else {
                    throw fault("the server's Content-Range “\(value)” makes no sense")
                }
                range = parsed
            case "content-encoding":
                isEncoded = isEncoded || !["", "identity"].contains(value.lowercased())
            default: break
            }
        }
        self.length = length
        self.range = range
        self.isEncoded = isEncoded
    }

    /// Whether another answer follows in its place: an interim one, or one that points elsewhere.
    var isPassedOver: Bool { (100...199).contains(status) || (300...399).contains(status) }

    /// Whether asking again later may help.
    var isTransient: Bool { [408, 425, 429, 500, 502, 503, 504].contains(status) }

    /// Refuses every answer that is not the file or a part of it.
    func requireFile(_ subject: String) throws(DepotError) {
        switch status {
        case 200, 206:
            guard !isEncoded else {
                throw DepotError(
                    .badAnswer,
                    subject: subject,
                    detail: "the server sends it compressed although that was not asked for",
                    cause: "switch compression off for the depot's files on the server"
                )
            }
        case 403, 404, 410:
            throw DepotError(
                .notFound,
                subject: subject,
                detail: "the depot does not have it",
                cause: "status \(status)"
            )
        case 416:
            throw DepotError(
                .lengthMismatch,
                subject: subject,
                detail: "the file ends before the bytes asked for",
                cause: "status 416"
            )
        default:
            throw DepotError(
                isTransient ? .unreachable : .badAnswer,
                subject: subject,
                detail: "the server does not give it",
                cause: "status \(status)"
            )
        }
    }

    /// `bytes 0-99/1234`, where the total may be `*`.
    private static func range(_ text: String) -> (bytes: Range<UInt64>, total: UInt64?)? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let halves = parts[1].split(separator: "/")
        let bounds = (halves.first ?? "").split(separator: "-")
        guard halves.count == 2, bounds.count == 2, let first = UInt64(bounds[0]),
            let last = UInt64(bounds[1]), first <= last, last < .max
        else { return nil }
        let total = UInt64(halves[1])
        guard total != nil || halves[1] == "*", total.map({ last < $0 }) ?? true else { return nil }
        return (first..<(last + 1), total)
    }
}
