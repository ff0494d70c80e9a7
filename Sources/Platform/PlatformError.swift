internal import Glibc
import Primitives

/// What the operating system refused, and for which name.
public struct PlatformError: Error, Sendable, CustomStringConvertible {
    /// The kind of refusal, for callers that act on it.
    public enum Code: String, Sendable {
        case notFound
        case alreadyExists
        case permissionDenied
        case notADirectory
        case isADirectory
        case symbolicLinkInPath
        case crossesDevice
        case noSpace
        case quotaExceeded
        case readOnlyFileSystem
        case inputOutput
        case busy
        case locked
        case timedOut
        case notSupported
        case tooLarge
        case changedUnderneath
        case directoryNotEmpty
        case childFailed
        case brokenPipe
        case interrupted
        case other
    }

    /// The kind of refusal.
    public let code: Code
    /// The system call, or the verb when several calls make it up.
    public let operation: String
    /// The path or other thing the operation was about.
    public let subject: String
    /// The system's error number, or 0 when the refusal is this module's own.
    public let errorNumber: Int32
    /// What was found, when the code's own words do not say it.
    public let detail: String?

    /// Creates an error this module or a caller found itself.
    public init(_ code: Code, operation: String, subject: String, detail: String? = nil) {
        self.code = code
        self.operation = operation
        self.subject = subject
        self.errorNumber = 0
        self.detail = detail
    }

    /// Creates an error from the number a system call gave.
    public init(errorNumber: Int32, operation: String, subject: String) {
        self.code = Self.code(for: errorNumber)
        self.operation = operation
        self.subject = subject
        self.errorNumber = errorNumber
        self.detail = nil
    }

    /// The operation, the subject and the reason, such as
    /// `openat etc/passwd: permission denied (errno 13)`.
    public var description: String {
        let name = subject.isEmpty ? operation : "\(operation) \(subject)"
        return "\(name): \(reason)"
    }

    /// The reason alone, for callers whose message names the subject in its own way.
    package var reason: String {
        guard errorNumber != 0 else { return detail ?? code.words }
        let words = code == .other ? Self.systemText(errorNumber) : code.words
        return "\(words) (errno \(errorNumber))"
    }

    private static func systemText(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let failure = strerror_r(number, &buffer, buffer.count)
        guard failure == 0 else { return "system error" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    private static func code(for number: Int32) -> Code {
        switch number {
        case ENOENT: .notFound
        case EEXIST: .alreadyExists
        case EACCES, EPERM: .permissionDenied
        case ENOTDIR: .notADirectory
        case EISDIR: .isADirectory
        case ELOOP: .symbolicLinkInPath
        case EXDEV: .crossesDevice
        case ENOSPC: .noSpace
        case EDQUOT: .quotaExceeded
        case EROFS: .readOnlyFileSystem
        case EIO: .inputOutput
        case EBUSY, ETXTBSY: .busy
        case ETIMEDOUT: .timedOut
        case EOPNOTSUPP, ENOSYS, EINVAL, ENXIO: .notSupported
        case EFBIG, ENAMETOOLONG, EOVERFLOW, E2BIG: .tooLarge
        case ESTALE: .changedUnderneath
        case ENOTEMPTY: .directoryNotEmpty
        case EPIPE: .brokenPipe
        case EINTR: .interrupted
        default: .other
        }
    }
}

extension PlatformError.Code {
    /// The code in plain words.
    var words: String {
        switch self {
        case .notFound: "no such file or directory"
        case .alreadyExists: "it already exists"
        case .permissionDenied: "permission denied"
        case .notADirectory: "not a directory"
        case .isADirectory: "it is a directory"
        case .symbolicLinkInPath: "a symbolic link is in the way"
        case .crossesDevice: "it is on another file system"
        case .noSpace: "no space left on the file system"
        case .quotaExceeded: "disk quota exceeded"
        case .readOnlyFileSystem: "the file system is read-only"
        case .inputOutput: "input or output error"
        case .busy: "it is in use"
        case .locked: "it is locked by another program"
        case .timedOut: "it took too long"
        case .notSupported: "not supported here"
        case .tooLarge: "it is too large"
        case .changedUnderneath: "it changed while being read"
        case .directoryNotEmpty: "the directory is not empty"
        case .childFailed: "the program failed"
        case .brokenPipe: "the reader is gone"
        case .interrupted: "interrupted"
        case .other: "it failed"
        }
    }
}

/// Turns a CPlatform result below zero into an error.
@discardableResult
@inline(__always)
func check<Value: FixedWidthInteger>(
    _ result: Value,
    _ operation: StaticString,
    _ subject: @autoclosure () -> String
) throws(PlatformError) -> Value {
    guard result < 0 else { return result }
    throw PlatformError(
        errorNumber: Int32(truncatingIfNeeded: 0 &- result),
        operation: "\(operation)",
        subject: subject()
    )
}

extension RelativePath {
    /// The path as an error names it.
    var label: String { isRoot ? "." : description }
}
