internal import CArchive
internal import Glibc

/// What an archive or a compressed frame refused, and why.
public struct ArchiveError: Error, Sendable, CustomStringConvertible {
    /// The kind of fault.
    public enum Code: String, Sendable {
        /// libarchive could not allocate.
        case outOfMemory
        /// The installed libarchive lacks a filter or a format.
        case notSupported
        /// The bytes are not one intact zstd frame of the length expected.
        case frameMalformed
        /// The decoded length is not the one expected.
        case lengthMismatch
        /// The bytes are not a valid tar stream.
        case archiveMalformed
        /// A member's name, link target or type is one no layer may hold.
        case memberRefused
        /// The supplier of blocks failed; its own error tells why.
        case sourceFailed
    }

    /// The kind of fault.
    public let code: Code
    /// The member or the thing the operation was about.
    public let subject: String
    /// What was found, with libarchive's own words where it spoke.
    public let detail: String

    /// Creates an error from its parts.
    public init(_ code: Code, subject: String, detail: String) {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    /// The subject followed by the reason.
    public var description: String { "\(subject): \(detail)" }
}

extension ArchiveError {
    /// The error libarchive left in `handle`.
    init(_ code: Code, subject: String, handle: OpaquePointer) {
        let text = archive_error_string(handle).map { String(cString: $0) }
        self.init(
            archive_errno(handle) == ENOMEM ? .outOfMemory : code,
            subject: subject,
            detail: text ?? "libarchive gives no reason"
        )
    }
}
