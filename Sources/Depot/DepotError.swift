public import Trust

/// What a depot refused or lacks, and which file of it.
public struct DepotError: Error, Sendable, CustomStringConvertible {
    /// The kind of refusal.
    public enum Code: String, Sendable {
        /// The depot has no file of that name.
        case notFound
        /// A signature, threshold, digest, version, date or policy is wrong; ``DepotError/trust``
        /// says which.
        case notTrusted
        /// A file is longer than its role or its caller allows.
        case tooLarge
        /// A file is shorter or longer than asked for.
        case lengthMismatch
        /// A name or entry no depot may hold: a symbolic link, a device, a strange character.
        case unsafeName
        /// The directory is no depot, or one already.
        case notADepot
        /// A key was given that does not sign the role.
        case wrongKey
        /// Nothing waits to be signed.
        case nothingPending
        /// A layer's index does not start as one.
        case malformedIndex
        /// A folder holds another depot, or another draft, than the one meant.
        case otherDepot
        /// Another program is writing to the depot.
        case locked
        /// The depot's server can not be reached, or breaks off again and again.
        case unreachable
        /// The server answers what no server of a depot does.
        case badAnswer
        /// A program this needs is not installed.
        case missingProgram
        /// The person at the keyboard asked to stop.
        case interrupted
        /// Reading or writing failed.
        case io
    }

    /// The kind of refusal.
    public let code: Code
    /// The file, role or path.
    public let subject: String
    /// What was found and what was expected.
    public let detail: String
    /// The rule of Trust that was broken, where one was.
    public let trust: TrustError.Code?
    /// The text of the lower error.
    public let cause: String?

    /// Creates an error from its parts.
    public init(_ code: Code, subject: String, detail: String, cause: String? = nil) {
        self.code = code
        self.subject = subject
        self.detail = detail
        self.cause = cause
        trust = nil
    }

    /// Wraps a refusal of Trust.
    public init(_ error: TrustError) {
        code =
            switch error.code {
            case .missing: .notFound
            case .io: .io
            case .tooLarge: .tooLarge
            default: .notTrusted
            }
        subject = error.subject
        detail = error.detail
        trust = error.code
        cause = error.cause
    }

    /// The subject, the reason, then the lower error.
    public var description: String {
        cause.map { "\(subject): \(detail) (\($0))" } ?? "\(subject): \(detail)"
    }
}
