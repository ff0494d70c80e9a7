/// What the record of actions refused, and why.
public struct JournalError: Error, Sendable, CustomStringConvertible {
    /// The kind of refusal.
    public enum Code: String, Sendable {
        /// The file system refused.
        case platform
        /// A whole line does not follow from the one before it.
        case chainBroken
        /// The facts of an entry can not be written down.
        case detailsMalformed
        /// A file is no record that was written out.
        case proofMalformed
        /// A record that was written out is not what its header says, or not by whom it should be.
        case proofRefused
    }

    /// The kind of refusal.
    public let code: Code
    /// The file, and the line where one is meant.
    public let subject: String
    /// What was found, and the remedy.
    public let detail: String

    /// Creates an error.
    public init(_ code: Code, subject: String, detail: String) {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    /// The subject followed by the reason.
    public var description: String { "\(subject): \(detail)" }
}
