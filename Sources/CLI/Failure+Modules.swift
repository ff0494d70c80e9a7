import Platform
import Primitives

extension Failure {
    /// A fault of the operating system.
    init(_ error: PlatformError, while doing: String? = nil) {
        let hint: String? =
            switch error.code {
            case .permissionDenied: "run the command as root"
            case .noSpace, .quotaExceeded: "free some space and run the command again"
            case .readOnlyFileSystem: "mount the file system for writing and run the command again"
            case .locked: "wait for the other program to finish"
            case .symbolicLinkInPath: "a symbolic link stands where a folder should be"
            default: nil
            }
        self.init(
            .undetermined,
            doing.map { "\($0): \(error.code)" } ?? error.description,
            causes: doing == nil ? [] : [error.description],
            hints: hint.map { [$0] } ?? []
        )
    }

    /// A value or document that breaks a rule.
    init(_ error: PrimitivesError, in document: String) {
        self.init(.undetermined, "\(document): \(error.description)")
    }
}
