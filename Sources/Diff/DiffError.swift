/// What the diff could not use, and why.
public struct DiffError: Error, Sendable, CustomStringConvertible {
    /// The fault.
    public enum Code: String, Sendable {
        /// A pattern uses a construct outside the supported part of POSIX extended expressions.
        case patternUnsupported
    }

    /// The fault.
    public let code: Code
    /// The pattern, as it was given.
    public let subject: String
    /// What was found, and where.
    public let detail: String

    /// Creates an error from its parts.
    public init(_ code: Code, subject: String, detail: String) {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    /// The subject followed by the reason.
    public var description: String { "pattern “\(subject)”: \(detail)" }
}
