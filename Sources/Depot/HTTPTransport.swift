import Platform

/// A depot behind HTTP or HTTPS, fetched by curl(1) as a child process.
///
/// Bodies stream through a pipe: no more is held, and no more taken from the server, than the
/// caller's limit and a pipe's worth. A connection that breaks off is taken up where it broke, with
/// pauses that grow; redirects stay within the scheme. Proxies are those of the environment.
public struct HTTPTransport: Transport {
    /// How long a server is waited for.
    public struct Patience: Sendable {
        /// Seconds for a connection.
        public var connectSeconds = 10
        /// Below this speed a server counts as stalled.
        public var slowestBytesPerSecond = 1000
        /// Seconds at less than that speed after which the connection is given up.
        public var stallSeconds = 20
        /// Connections in a row that bring next to nothing before the depot counts as unreachable.
        public var attempts = 4
        /// Seconds before the second attempt; each later pause is twice the one before.
        public var pause = 0.3
        /// The most bytes a second that are asked of the line; nil for as many as it gives.
        public var mostBytesPerSecond: Int?

        /// What suits a school's line.
        public init() {}
    }

    private let url: DepotURL
    private let patience: Patience
    private let environment: [String: String]
    private let isCancelled: @Sendable () -> Bool
    /// Bytes after which a broken connection counts as having got on.
    private static let progress: UInt64 = 256 << 10
    /// Requests handed to one curl.
    private static let requestsPerRun = 400

    /// Reads the depot at `url`.
    ///
    /// - Parameters:
    ///   - url: where the depot is.
    ///   - patience: how long the server is waited for.
    ///   - environment: where proxies and certificates are named; nil for this process's own.
    ///   - isCancelled: asked while it waits; yes ends the transfer.
    public init(
        _ url: DepotURL,
        patience: Patience = Patience(),
        environment: [String: String]? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.url = url
        self.patience = patience
        self.environment = environment ?? Host.environment
        self.isCancelled = isCancelled
    }

    /// The depot's address.
    public var location: String { url.description }

    /// Yes: each request is a program started and a server asked.
    public var isFar: Bool { true }

    /// The whole file at `path`, at most `limit` bytes; its length is looked at before its bytes.
    public func fetch(_ path: String, limit: Int) throws(DepotError) -> [UInt8] {
        var bytes: [UInt8] = []
        func tooLarge(_ what: String) -> DepotError {
            DepotError(
                .tooLarge,
                subject: path,
                detail: "\(what) where at most \(limit) bytes are accepted"
            )
        }
        try repeating(path) { () throws(DepotError) in
            bytes = []
            return try ask([.whole], path) { (answer) throws(DepotError) in
                if let length = answer.length, length > UInt64(max(0, limit)) {
                    throw tooLarge("\(length) bytes")
                }
            } body: { (piece) throws(DepotError) in
                guard piece.count <= limit - bytes.count else { throw tooLarge("more") }
                bytes += piece
                return true
            }
        }
        return bytes
    }

    /// Hands the bytes of `ranges` over as they come; ranges that meet are asked for as one.
    ///
    /// A server that sends the whole file instead of a range is read through up to the last byte
    /// wanted.
    public func read(
        _ path: String,
        ranges: [Range<UInt64>],
        take: (Int, ArraySlice<UInt8>) throws(DepotError) -> Void
    ) throws(DepotError) {
        var cursor = RangeCursor(ranges, subject: path)
        while !cursor.isDone {
            try repeating(path, taken: { cursor.taken }) { () throws(DepotError) in
                let wanted = cursor.requests(atMost: Self.requestsPerRun)
                var asked = wanted[...]
                let end = try ask(wanted.map { .range($0) }, path) { (answer) throws(DepotError) in
                    guard let range = asked.popFirst() else { return }
                    try cursor.begin(answer, asked: range, isLast: asked.isEmpty)
                } body: { (piece) throws(DepotError) in
                    try cursor.accept(piece, take)
                    return !cursor.isDone
                }
                let isShort = cursor.next < wanted.last?.upperBound ?? 0 && !cursor.isDone
                return end == .complete && isShort ? .broken("the server sent too little") : end
            }
        }
    }

    /// The length of the file at `path`, as the server gives it.
    public func length(of path: String) throws(DepotError) -> UInt64 {
        var length: UInt64?
        try repeating(path) { () throws(DepotError) in
            try ask([.head], path) { (answer) throws(DepotError) in
                length = answer.length
            } body: { (_) throws(DepotError) in
                false
            }
        }
        guard let length else {
            throw DepotError(
                .badAnswer,
                subject: path,
                detail: "the server does not say how long it is"
            )
        }
        return length
    }

    // MARK: Asking

    /// One run of curl, its answers and bodies handed over one by one.
    private func ask(
        _ requests: [CurlRun.Request],
        _ path: String,
        answer: (HTTPAnswer) throws(DepotError) -> Void,
        body: (ArraySlice<UInt8>) throws(DepotError) -> Bool
    ) throws(DepotError) -> CurlRun.End {
        var stream = AnswerStream(subject: path)
        var fault: DepotError?
        var answered = 0
        let run = CurlRun(
            url: url,
            patience: patience,
            environment: environment,
            isCancelled: isCancelled
        )
        let end = try run.perform(requests, of: path) { piece in
            var wantsMore = true
            do throws(DepotError) {
                try stream.accept(piece) { (found) throws(DepotError) in
                    try found.requireFile(path)
                    answered += 1
                    try answer(found)
                } body: { (piece) throws(DepotError) in
                    if wantsMore { wantsMore = try body(piece) }
                }
                return wantsMore
            } catch {
                fault = error
                return false
            }
        }
        if let fault {
            guard fault.code == .unreachable else { throw fault }
            return .broken(fault.cause ?? fault.detail)
        }
        guard end == .complete, answered < requests.count else { return end }
        guard let last = stream.passedOver else { return .broken("the server does not answer") }
        return .refused("status \(last.status)")
    }

    /// Makes `attempt` until it ends well, with growing pauses.
    ///
    /// - Throws: ``DepotError`` with `.unreachable` after too many attempts that got nowhere, or what
    ///   no second attempt can change.
    private func repeating(
        _ path: String,
        taken: () -> UInt64 = { 0 },
        _ attempt: () throws(DepotError) -> CurlRun.End
    ) throws(DepotError) {
        var failures = 0
        var mark = taken()
        while true {
            switch try attempt() {
            case .complete, .stopped: return
            case .refused(let words):
                throw DepotError(
                    .badAnswer,
                    subject: path,
                    detail: "it can not be fetched from \(location)",
                    cause: words
                )
            case .broken(let words):
                if taken() - mark >= Self.progress {
                    failures = 0
                    mark = taken()
                }
                failures += 1
                guard failures < patience.attempts else {
                    throw DepotError(
                        .unreachable,
                        subject: path,
                        detail: "\(location) can not be reached or breaks off",
                        cause: words
                    )
                }
                let factor = Double(1 << min(failures - 1, 6))
                MonotonicClock.sleep(seconds: patience.pause * factor)
            }
        }
    }
}
