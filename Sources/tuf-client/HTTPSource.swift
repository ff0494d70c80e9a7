import Platform
import Trust

/// Documents and targets below one URL, fetched by curl(1).
struct HTTPSource: MetadataSource {
    let base: String

    func metadata(_ name: String, limit: Int) throws(TrustError) -> [UInt8]? {
        let url = base.hasSuffix("/") ? base + name : "\(base)/\(name)"
        // The status follows the body, on a line of its own that the limit leaves room for.
        let arguments = [
            "curl", "--silent", "--show-error", "--globoff", "--proto", "=http,https",
            "--path-as-is", "--max-filesize", "\(limit)", "--max-time", "30",
            "--write-out", "\n%{http_code}", url,
        ]
        let result: ProcessResult
        do {
            result = try ChildProcess.run(arguments, outputLimit: limit + 4, timeout: 60)
        } catch {
            throw TrustError(.io, subject: name, detail: "curl cannot be run", cause: "\(error)")
        }
        let status = String(decoding: result.output.suffix(3), as: UTF8.self)
        guard !result.isTruncated, result.outcome != .exited(63) else {
            throw TrustError(.tooLarge, subject: name, detail: "over the \(limit) bytes allowed")
        }
        guard result.succeeded, status == "200" else {
            guard status != "404" else { return nil }
            throw TrustError(
                .io,
                subject: name,
                detail: "it cannot be fetched from \(base), status \(status)",
                cause: result.errorText
            )
        }
        return Array(result.output.dropLast(4))
    }
}

/// Where nothing is to be had.
struct NoSource: MetadataSource {
    func metadata(_ name: String, limit: Int) throws(TrustError) -> [UInt8]? { nil }
}
