internal import Archive
public import Platform

/// What an inventory source could not give, and where.
///
/// The subject names the file, followed by `:line` when a line is at fault.
public struct InventoryError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable {
        /// The file breaks its format.
        case malformed
        /// The file, a line or a list is over what is accepted.
        case tooLarge
        /// The operating system refused to read.
        case unreadable
        /// The file that the source rests on does not exist.
        case absent
        /// A checksum could not be computed.
        case checksum
        /// The disk is a Windows that sleeps and will go on from elsewhere.
        case hibernated
    }

    /// The kind of failure.
    public let code: Code
    /// The file below the root, with its line when one is at fault.
    public let subject: String
    /// What was being done.
    public let operation: String
    /// What was found, and what was expected.
    public let detail: String

    /// Creates an error from its parts.
    public init(_ code: Code, subject: String, operation: String, detail: String) {
        self.code = code
        self.subject = subject
        self.operation = operation
        self.detail = detail
    }

    /// Wraps what the operating system refused for `subject`.
    public init(subject: String, operation: String, cause: PlatformError) {
        let code: Code =
            switch cause.code {
            case .notFound: .absent
            case .tooLarge: .tooLarge
            default: .unreadable
            }
        self.init(code, subject: subject, operation: operation, detail: "\(cause)")
    }

    /// What is wrong with the compressed content of `subject`.
    init(decompressing subject: String, cause: ArchiveError) {
        self.init(
            cause.code == .lengthMismatch ? .tooLarge : .malformed,
            subject: subject,
            operation: "decompress",
            detail: cause.detail
        )
    }

    /// A format error at one line of a file.
    package static func malformed(
        _ file: String,
        line: Int,
        _ detail: String
    ) -> InventoryError {
        InventoryError(.malformed, subject: "\(file):\(line)", operation: "parse", detail: detail)
    }

    /// A format error at one byte of a file, counted from 0.
    package static func malformed(
        _ file: String,
        offset: Int,
        _ detail: String
    ) -> InventoryError {
        InventoryError(
            .malformed,
            subject: "\(file)@0x\(String(max(0, offset), radix: 16))",
            operation: "parse",
            detail: detail
        )
    }

    /// The subject, the operation and the reason.
    public var description: String { "\(subject): cannot \(operation): \(detail)" }
}
