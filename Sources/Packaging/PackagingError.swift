internal import Archive
internal import Platform
internal import Primitives

/// What a layer's files, or the tree they are built from, refused, and why.
public struct PackagingError: Error, Sendable, CustomStringConvertible {
    /// The kind of fault.
    public enum Code: String, Sendable {
        /// The index does not follow its format, or contradicts itself.
        case indexMalformed
        /// The index is not the file expected.
        case indexMismatch
        /// The archive is not the one its index describes.
        case archiveMismatch
        /// A frame's bytes are not those the index promised.
        case frameMismatch
        /// A frame could not be decoded.
        case archiveMalformed
        /// The archive holds a member the index does not list.
        case memberUnlisted
        /// The archive lacks a member the index lists.
        case memberMissing
        /// A member is not as the index says.
        case memberDiffers
        /// A file's content does not have the digest the index says.
        case contentMismatch
        /// An application layer touches what the base does not let go.
        case notOverridable
        /// Two layers do not belong together.
        case layersDisagree
        /// The tree changed while it was being read.
        case treeChanged
        /// Part of the tree could not be read.
        case treeUnreadable
        /// A value that the formats can not hold.
        case notRepresentable
        /// A file of a package could not be read or written.
        case inputOutput
        /// The receiver of a file's content refused it.
        case sinkFailed
        /// The caller asked to stop.
        case cancelled
    }

    /// The kind of fault.
    public let code: Code
    /// The file, path, frame or chunk.
    public let subject: String
    /// What was found and what was expected.
    public let detail: String
    /// The lower error's own words.
    public let cause: String?
    /// What the reader can do about it.
    public let hint: String?

    /// Creates an error from its parts.
    public init(
        _ code: Code,
        subject: String,
        detail: String,
        cause: String? = nil,
        hint: String? = nil
    ) {
        self.code = code
        self.subject = subject
        self.detail = detail
        self.cause = cause
        self.hint = hint
    }

    /// The subject and the reason, with the cause where there is one.
    public var description: String {
        cause.map { "\(subject): \(detail): \($0)" } ?? "\(subject): \(detail)"
    }
}

extension PackagingError {
    /// A failed system call while `doing` something.
    init(_ code: Code, subject: String, doing detail: String, _ error: PlatformError) {
        self.init(code, subject: subject, detail: detail, cause: "\(error)")
    }

    /// A frame or member libarchive refused.
    init(subject: String, _ error: ArchiveError) {
        self.init(
            .archiveMalformed,
            subject: subject,
            detail: "it can not be decoded",
            cause: "\(error)"
        )
    }
}

extension RelativePath {
    /// The path as messages name it.
    var label: String { isRoot ? "/" : "/\(self)" }
}
