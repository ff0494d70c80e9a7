import Platform

/// One run of curl(1): some parts of files, asked for one after the other over one connection.
///
/// curl speaks HTTP, TLS and to proxies; it is told what to fetch on its standard input, so that no
/// address, which may hold a password, shows in a list of processes. It reads no configuration of
/// the user's.
struct CurlRun {
    /// What is asked of the server.
    enum Request {
        case whole
        case range(Range<UInt64>)
        /// The length alone.
        case head
    }

    /// How it ended.
    enum End: Equatable {
        /// All was asked for and answered.
        case complete
        /// The receiver had enough.
        case stopped
        /// The connection failed or broke off; asking again may help.
        case broken(String)
        /// Asking again will not help.
        case refused(String)
    }

    let url: DepotURL
    let patience: HTTPTransport.Patience
    let environment: [String: String]
    let isCancelled: @Sendable () -> Bool

    /// Asks for `requests` of the file at `path`; `take` receives heads and bodies as they come, and
    /// says whether it wants more.
    func perform(
        _ requests: [Request],
        of path: String,
        take: (ArraySlice<UInt8>) -> Bool
    ) throws(DepotError) -> End {
        let result: ProcessResult
        var isEnough = false
        do {
            result = try ChildProcess.stream(
                ["curl", "--disable", "--config", "-"],
                environment: ownEnvironment,
                input: Array(configuration(requests, url.appending(path)).utf8),
                isCancelled: isCancelled
            ) { piece in
                isEnough = !take(piece)
                return !isEnough
            }
        } catch {
            guard error.code == .notFound else { throw DepotError(error, path: path) }
            throw DepotError(
                .missingProgram,
                subject: "curl",
                detail: "the program that fetches over HTTP is not installed",
                cause: "\(error)"
            )
        }
        guard !isCancelled() else {
            throw DepotError(.interrupted, subject: path, detail: "stopped while it was fetched")
        }
        guard !isEnough else { return .stopped }
        let words = result.errorText.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        switch result.outcome {
        case .signalled(let signal): return .broken("curl: ended by signal \(signal)")
        case .exited(0): return .complete
        case .exited(let status):
            return Self.transient.contains(status)
                ? .broken(words) : .refused(words.isEmpty ? "curl: exit status \(status)" : words)
        }
    }

    /// The statuses of curl that speak of the line or the server, not of what was asked: proxy, name
    /// or host not found, a short body, a timeout, a broken or empty connection.
    private static let transient: Set<Int32> = [5, 6, 7, 16, 18, 28, 35, 52, 55, 56, 92, 95, 96]

    private func configuration(_ requests: [Request], _ address: String) -> String {
        var common = [
            "silent", "show-error", "include", "globoff", "location", "suppress-connect-headers",
            "max-redirs = 5", "proto = \"=\(url.scheme)\"", "proto-redir = \"=\(url.scheme)\"",
            "connect-timeout = \(patience.connectSeconds)",
            "speed-limit = \(patience.slowestBytesPerSecond)",
            "speed-time = \(patience.stallSeconds)",
            "header = \"Accept-Encoding: identity\"", "user-agent = \"socle\"",
            "output = \"-\"", "url = \"\(address)\"",
        ]
        if let most = patience.mostBytesPerSecond { common.append("limit-rate = \(most)") }
        let parts = requests.map { request in
            let own =
                switch request {
                case .whole: [String]()
                case .head: ["head"]
                case .range(let range): ["range = \"\(range.lowerBound)-\(range.upperBound - 1)\""]
                }
            return (common + own).joined(separator: "\n") + "\n"
        }
        return "fail-early\n" + parts.joined(separator: "next\n")
    }

    /// What curl may know of the environment: proxies and certificates.
    private var ownEnvironment: [String: String] {
        let names: Set = [
            "PATH", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
            "no_proxy", "NO_PROXY", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR",
        ]
        var kept = environment.filter { names.contains($0.key) }
        kept["LC_ALL"] = "C"
        return kept
    }
}
