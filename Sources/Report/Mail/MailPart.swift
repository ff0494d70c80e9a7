import Primitives

/// Headers and what follows them: a message, or a part of one (RFC 5322, RFC 2046).
struct MailPart {
    /// Names in small letters, values on one line.
    let headers: [(name: String, value: String)]
    private let body: ArraySlice<UInt8>

    private static let headerLimit = 1000
    private static let partLimit = 50

    init(_ bytes: ArraySlice<UInt8>) {
        var headers: [(name: String, value: String)] = []
        var rest = bytes
        while let line = Self.line(&rest) {
            if line.isEmpty { break }
            let text = MailText.decode(line)
            if let first = text.first, first == " " || first == "\t" {
                guard let last = headers.indices.last else { break }
                headers[last].value += " " + text.drop { $0 == " " || $0 == "\t" }
            } else if let colon = text.firstIndex(of: ":"), headers.count < Self.headerLimit {
                let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
                headers.append((text[..<colon].lowercased(), String(value)))
            } else {
                break
            }
        }
        self.headers = headers
        body = rest
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The first plain text, in parts of parts to a small depth.
    func plainText(depth: Int) -> String? {
        let type = (header("content-type") ?? "text/plain").lowercased()
        if type.hasPrefix("text/plain") { return MailText.decode(decodedBody[...]) }
        guard type.hasPrefix("multipart/"), depth < 4, let boundary else { return nil }
        for part in parts(boundary) {
            if let text = part.plainText(depth: depth + 1) { return text }
        }
        return nil
    }

    private var decodedBody: [UInt8] {
        switch header("content-transfer-encoding")?.lowercased() ?? "" {
        case "quoted-printable": QuotedPrintable.decode(body)
        case "base64": Base64.decodeLeniently(body)
        default: Array(body)
        }
    }

    private var boundary: [UInt8]? {
        header("content-type")?.firstMatch(of: /boundary="?([^";\s]{1,70})"?/.ignoresCase())
            .map { Array("--\($0.output.1)".utf8) }
    }

    private func parts(_ boundary: [UInt8]) -> [MailPart] {
        var parts: [MailPart] = []
        var rest = body
        var start: Int?
        while parts.count < Self.partLimit {
            let position = rest.startIndex
            guard let line = Self.line(&rest) else { break }
            guard line.starts(with: boundary) else { continue }
            if let start { parts.append(MailPart(body[start..<position])) }
            start = rest.startIndex
            if line.dropFirst(boundary.count).starts(with: "--".utf8) { return parts }
        }
        if let start, parts.count < Self.partLimit { parts.append(MailPart(body[start...])) }
        return parts
    }

    /// The next line without its end; nil at the end.
    private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
        var line = rest[rest.startIndex..<end]
        rest = rest[min(end + 1, rest.endIndex)...]
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        return line
    }
}

/// Text of an unknown charset: UTF-8 where it is that, else Latin-1, which every byte is.
enum MailText {
    static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

/// Headers with encoded words in them (RFC 2047).
enum EncodedWords {
    static func decode(_ text: String) -> String {
        // White space between two encoded words is none.
        let joined = text.replacing(/\?=[ \t]+=\?/, with: "?==?")
        return joined.replacing(/=\?[^?\s]{1,40}\?([bBqQ])\?([^?]*)\?=/) { match in
            let bytes = Array(match.output.2.utf8)[...]
            let isBase64 = match.output.1.lowercased() == "b"
            let word =
                isBase64
                ? Base64.decodeLeniently(bytes)
                : QuotedPrintable.decode(
                    bytes.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }[...]
                )
            return MailText.decode(word[...])
        }
    }
}
