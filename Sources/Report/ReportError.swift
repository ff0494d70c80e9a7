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
