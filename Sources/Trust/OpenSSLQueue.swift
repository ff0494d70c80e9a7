import COpenSSL

/// OpenSSL's error queue, which belongs to the thread and outlives the call that filled it.
///
/// Cleared before a call whose failure is reported, drained whole after it, with no suspension
/// point between the two.
enum OpenSSLQueue {
    static func clear() {
        ERR_clear_error()
    }

    /// Empties the queue into one line, oldest entry first; nil when it was empty.
    static func drain() -> String? {
        var lines: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            var text = [CChar](repeating: 0, count: 256)
            ERR_error_string_n(code, &text, text.count)
            let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            lines.append(String(decoding: bytes, as: UTF8.self))
        }
        return lines.isEmpty ? nil : lines.joined(separator: "; ")
    }

    /// The error for an OpenSSL call that failed, with the queue's text as its cause.
    static func error(
        _ code: TrustError.Code = .crypto,
        subject: String,
        detail: String
    ) -> TrustError {
        TrustError(code, subject: subject, detail: detail, cause: drain())
    }
}
