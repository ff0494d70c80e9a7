import Depot
import Deployer
import Inventory
import Journal
import Manifest
import Packaging
import Platform
import Primitives
import Report
import Trust

/// An error of a module, told to the person who typed the command.
protocol Explained: Error {
    /// What happened, its hint and the status to exit with.
    var failure: Failure { get }
}

extension Failure {
    /// Does `body`; what it throws becomes a failure.
    static func explaining<Result: ~Copyable, Fault: Explained>(
        _ body: () throws(Fault) -> Result
    ) throws(Failure) -> Result {
        do {
            return try body()
        } catch {
            throw error.failure
        }
    }

    /// Does `body`; what it throws becomes the cause of a failure to do `task`.
    static func explaining<Result: ~Copyable, Fault: Explained>(
        _ task: String,
        _ body: () throws(Fault) -> Result
    ) throws(Failure) -> Result {
        do {
            return try body()
        } catch {
            let below = error.failure
            throw Failure(
                below.exit,
                task,
                causes: [below.message] + below.causes,
                hints: below.hints
            )
        }
    }
}

extension PlatformError: Explained {
    var failure: Failure {
        let hint: String? =
            switch code {
            case .permissionDenied: "run the command as root"
            case .noSpace, .quotaExceeded: "free some space and run the command again"
            case .readOnlyFileSystem: "mount the file system for writing and run the command again"
            case .locked: "wait for the other program to finish"
            case .symbolicLinkInPath: "a symbolic link stands where a folder should be"
            default: nil
            }
        return Failure(.undetermined, description, hints: hint.map { [$0] } ?? [])
    }
}

extension PrimitivesError: Explained {
    var failure: Failure { Failure(.undetermined, description) }
}

extension ManifestErrors: Explained {
    var failure: Failure {
        Failure(
            .undetermined,
            "the document can not be used",
            causes: errors.map(\.description),
            hints: ["socle baseline validate shows every fault of a folder"]
        )
    }
}

extension TrustError: Explained {
    var failure: Failure { Failure(.undetermined, description) }
}

extension DepotError: Explained {
    var failure: Failure {
        let hint: String? =
            switch code {
            case .notTrusted: "nothing was written; get the depot again from its publisher"
            case .notADepot: "socle depot init makes a depot"
            case .locked: "another program writes this depot; wait for it to finish"
            case .wrongKey: "socle trust show --depot DIR lists who signs what"
            default: nil
            }
        let isRefusal = [.wrongKey, .otherDepot, .nothingPending].contains(code)
        let exit: ExitCode =
            code == .interrupted ? .interrupted : isRefusal ? .refused : .undetermined
        return Failure(exit, description, hints: hint.map { [$0] } ?? [])
    }
}

extension PackagingError: Explained {
    var failure: Failure {
        let isRefusal = code == .notOverridable || code == .layersDisagree
        return Failure(
            isRefusal ? .refused : .undetermined,
            description,
            hints: hint.map { [$0] } ?? []
        )
    }
}

extension InventoryError: Explained {
    var failure: Failure {
        guard code == .hibernated else { return Failure(.undetermined, description) }
        return Failure(
            .refused,
            description,
            hints: ["start this Windows and shut it down with the Shift key held"]
        )
    }
}

extension JournalError: Explained {
    var failure: Failure { Failure(.undetermined, description) }
}

extension ReportError: Explained {
    var failure: Failure { Failure(.undetermined, description) }
}

extension DeployerError: Explained {
    var failure: Failure {
        let causes =
            items.prefix(20).map { $0 } + (items.count > 20 ? ["and \(items.count - 20) more"] : [])
        let head = subject.isEmpty ? detail : "\(subject): \(detail)"
        return Failure(exit, head, causes: causes, hints: hints)
    }

    private var exit: ExitCode {
        switch code {
        case .planChanged, .approvalMismatch, .removalCapExceeded, .accountClash, .foreignMount,
            .notARoot, .windowsRoot, .immutable, .removesItself, .nothingToUndo, .nothingToPurge,
            .notADisk, .diskInUse, .diskTooSmall:
            .refused
        case .recoveryPending: .recoveryNeeded
        case .interrupted: .interrupted
        case .platform, .content, .locked, .notEnoughSpace, .notEnoughInodes, .readOnly,
            .unreadable, .disk,
            .journalDamaged:
            .undetermined
        }
    }

    private var hints: [String] {
        switch code {
        case .planChanged: ["run socle plan again and approve the new plan"]
        case .approvalMismatch: ["approve the id that the plan shows"]
        case .removalCapExceeded: ["--allow-removals N approves the number by name"]
        case .notARoot: ["--any-root accepts a root without /etc/os-release"]
        case .recoveryPending: ["run socle recover"]
        case .locked: ["wait for the other program to finish, then run the command again"]
        default: []
        }
    }
}
