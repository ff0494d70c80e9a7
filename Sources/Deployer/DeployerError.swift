package import Platform
internal import Primitives

/// What a comparison, a plan or a restore refused, and why.
public struct DeployerError: Error, Sendable, CustomStringConvertible {
    /// The kind of refusal; the command line maps each to an exit code.
    public enum Code: String, Sendable, CaseIterable {
        /// The file system refused.
        case platform
        /// The signed content could not be read, or is not what its index says.
        case content
        /// A plan made now would lose or replace what the approved plan did not.
        case planChanged
        /// The approval names another plan.
        case approvalMismatch
        /// More removals than the cap allows without naming the number.
        case removalCapExceeded
        /// Accounts of the station and of the socle clash.
        case accountClash
        /// A file system this restore does not know is mounted over a path it would change.
        case foreignMount
        /// Something that has to change is marked immutable.
        case immutable
        /// Another program holds a lock.
        case locked
        case notEnoughSpace
        case notEnoughInodes
        case readOnly
        /// The root does not look like one.
        case notARoot
        /// The root is the disk of a Windows system.
        case windowsRoot
        /// The target would remove the tool from the root it runs in.
        case removesItself
        /// Part of the station could not be read: no plan can be made.
        case unreadable
        /// A transaction of an earlier run waits; recover first.
        case recoveryPending
        /// The journal of a transaction is damaged.
        case journalDamaged
        /// There is no restore left to undo.
        case nothingToUndo
        /// There is nothing in quarantine to purge.
        case nothingToPurge
        /// What is named is no whole disk that can be written.
        case notADisk
        /// Something on the disk is mounted or held.
        case diskInUse
        /// The disk has not the room its layout or its content takes.
        case diskTooSmall
        /// A disk, or a program that works on it, failed.
        case disk
        /// The user asked to stop before the commit; nothing was changed.
        case interrupted
    }

    /// The kind of refusal.
    public let code: Code
    /// The path or other thing it is about.
    public let subject: String
    /// What was found, and the remedy.
    public let detail: String
    /// Everything a refusal names, one line each; empty where `detail` says it all.
    public let items: [String]

    /// Creates an error.
    public init(_ code: Code, subject: String, detail: String, items: [String] = []) {
        self.code = code
        self.subject = subject
        self.detail = detail
        self.items = items
    }

    /// Wraps what the operating system refused.
    package init(_ cause: PlatformError) {
        let code: Code =
            switch cause.code {
            case .noSpace, .quotaExceeded: .notEnoughSpace
            case .readOnlyFileSystem: .readOnly
            case .locked: .locked
            default: .platform
            }
        self.init(code, subject: cause.subject, detail: cause.description)
    }

    /// The subject, the reason, and what it names.
    public var description: String {
        let head = subject.isEmpty ? detail : "\(subject): \(detail)"
        return items.isEmpty ? head : "\(head): \(items.joined(separator: "; "))"
    }
}

extension DeployerError {
    /// Refuses to change names that the file system lets nobody change.
    static func immutable(_ paths: [RelativePath], then remedy: String) -> DeployerError {
        DeployerError(
            .immutable,
            subject: paths.first.map { "/\($0)" } ?? "",
            detail: "it is marked immutable or append-only, and has to change; "
                + "see what marked it so, clear the mark with “chattr -ia”, then \(remedy)",
            items: paths.map { "/\($0)" }
        )
    }
}

/// Runs `body` and gives its refusal as this module's own.
@inline(__always)
func onDisk<Result: ~Copyable>(
    _ body: () throws(PlatformError) -> Result
) throws(DeployerError) -> Result {
    do {
        return try body()
    } catch {
        throw DeployerError(error)
    }
}
