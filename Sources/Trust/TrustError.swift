/// What Trust refused, which document or key it concerns, and the rule that was broken.
public struct TrustError: Error, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Code: String, Sendable {
        /// A signature does not match, where exactly one was being checked.
        case badSignature
        /// Fewer distinct keys signed than the role asks for.
        case thresholdNotMet
        /// The document is past its expiry date.
        case expired
        /// The document, or one it lists, is older than what was already trusted.
        case rollback
        /// The version inside the document is not the one that was asked for.
        case versionMismatch
        /// The bytes have another digest than the signed one.
        case hashMismatch
        /// The bytes have another length than the signed one.
        case lengthMismatch
        /// The document breaks the rules of its format.
        case malformed
        /// The document is of another `_type` than the one expected.
        case wrongType
        /// The document is longer than its role allows.
        case tooLarge
        /// The `spec_version` has another major number than 1.
        case unsupportedVersion
        /// A role is named that nobody delegates to, or that the snapshot does not list.
        case unknownRole
        /// No trusted role lists the target, or a role may not list it.
        case unknownTarget
        /// A document was given before the ones it rests on.
        case outOfOrder
        /// A key cannot be read, is of an unknown kind, or needs a passphrase.
        case badKey
        /// A rule of the depot's policy, beyond TUF, is broken.
        case policy
        /// The clock of the station cannot be right.
        case improbableClock
        /// The repository lacks a document that another one lists.
        case missing
        /// The directory that keeps the trusted state failed.
        case io
        /// OpenSSL failed.
        case crypto
    }

    /// The rule that was broken.
    public let code: Code
    /// The file, role or key concerned.
    public let subject: String
    /// What was found, what was expected, and the remedy where there is one.
    public let detail: String
    /// The text of the lower error, word for word: OpenSSL's queue, a JSON path, an errno.
    public let cause: String?

    /// Creates an error from its parts.
    public init(_ code: Code, subject: String, detail: String, cause: String? = nil) {
        self.code = code
        self.subject = subject
        self.detail = detail
        self.cause = cause
    }

    /// The subject, the reason, then the lower error.
    public var description: String {
        cause.map { "\(subject): \(detail) (\($0))" } ?? "\(subject): \(detail)"
    }
}
