import Primitives

/// Why a document that a report wrote could not be read back.
public struct ReportError: Error, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Code: String, Sendable {
        case malformed
        case unsupportedFormat
        case wrongDocument
    }

    /// The rule that was broken.
    public let code: Code
    /// The place in the document, such as `$.changes[3].path`.
    public let subject: String
    /// What was found and what was expected.
    public let detail: String

    /// Creates an error.
    public init(_ code: Code, subject: String, detail: String) {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    /// The place followed by the reason.
    public var description: String { "\(subject): \(detail)" }
}

extension ReportError {
    /// The bytes of a document as JSON.
    static func parsing(_ bytes: [UInt8]) throws(ReportError) -> JSONValue {
        try malformed { () throws(PrimitivesError) in try JSONParser.parse(bytes) }
    }

    /// What `content` reads in a document that is of this kind and version.
    static func reading<Content>(
        _ value: JSONValue,
        as kind: String,
        version: Int64,
        of content: (JSONNode) throws(PrimitivesError) -> Content
    ) throws(ReportError) -> Content {
        let node = JSONNode(value)
        let (document, format) = try malformed { () throws(PrimitivesError) in
            (try node.member("document").string(), try node.member("format").integer())
        }
        guard document == kind else {
            throw ReportError(
                .wrongDocument,
                subject: "$.document",
                detail: "expected “\(kind)”; make one with socle \(kind)"
            )
        }
        guard format == version else {
            throw ReportError(
                .unsupportedFormat,
                subject: "$.format",
                detail: "version \(format), expected \(version); \(kind) again"
            )
        }
        return try malformed { () throws(PrimitivesError) in try content(node) }
    }

    /// What `body` reads; what it can not read is malformed.
    static func malformed<Content>(
        _ body: () throws(PrimitivesError) -> Content
    ) throws(ReportError) -> Content {
        do {
            return try body()
        } catch {
            throw ReportError(.malformed, subject: error.subject, detail: error.detail)
        }
    }
}
