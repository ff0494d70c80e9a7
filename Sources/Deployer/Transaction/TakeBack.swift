internal import Platform
internal import Primitives

/// Takes the steps of a published transaction back, from the last, any number of times.
///
/// Each step's inverse looks at where its pieces are (the staged one, the name, the kept one) and
/// goes on from there, so it does not matter which steps were made, or whether an earlier taking
/// back was itself stopped.
struct TakeBack<Storage: Disk> {
    let disk: Storage
    let workspace: Workspace
    let folder: String
    /// Paths that held what the transaction did not put there; it is kept in quarantine.
    private(set) var surprises: [RelativePath] = []

    init(_ disk: Storage, _ workspace: Workspace, folder: String) {
        self.disk = disk
        self.workspace = workspace
        self.folder = folder
    }

    /// Takes all of `steps` back.
    mutating func run(_ steps: [TransactionStep]) throws(PlatformError) {
        for (index, step) in steps.enumerated().reversed() { try revert(step, index) }
        // Putting names back moved the times of directories whose own step came earlier.
        for step in steps {
            guard let before = step.before, step.concernsDirectory else { continue }
            try tolerating([.notFound, .notADirectory]) { () throws(PlatformError) in
                guard try disk.root.status(of: step.path).isDirectory else { return }
                try disk.setModified(before.modified, of: step.path)
            }
        }
    }

    private mutating func revert(_ step: TransactionStep, _ index: Int) throws(PlatformError) {
        let kept = workspace.kept(step.volume, folder, step: index)
        switch step.kind {
        case .makeDirectory:
            try tolerating([.notFound, .notADirectory, .directoryNotEmpty]) {
                () throws(PlatformError) in try disk.removeDirectory(step.path)
            }
        case .put: try revertPut(step, index)
        case .swap: try revertSwap(step, kept)
        case .remove:
            // What took the name in between stays, and what was removed stays in quarantine.
            try tolerating([.notFound, .alreadyExists]) { () throws(PlatformError) in
                try disk.rename(kept, to: step.path, mode: .noReplace)
            }
        case .removeDirectory:
            guard let before = step.before else { return }
            let status = try disk.root.presence(of: step.path)
            if status == nil { try disk.makeDirectory(step.path, permissions: 0o700) }
            // There already, it may lack its metadata: an earlier taking back was stopped here.
            guard status?.isDirectory != false else { return }
            try disk.apply(before, to: step.path, kind: .directory)
        case .setMetadata:
            guard let before = step.before else { return }
            try tolerating([.notFound]) { () throws(PlatformError) in
                try disk.apply(before, to: step.path, kind: step.fileKind)
            }
        case .setTime: return
        }
    }

    private mutating func revertPut(
        _ step: TransactionStep,
        _ index: Int
    ) throws(PlatformError) {
        guard let source = step.source else { return }
        let kept = workspace.kept(step.volume, folder, step: index)
        let hasKept = try disk.root.presence(of: kept) != nil
        if try disk.root.presence(of: source) == nil, try !setAside(step, index) {
            // The name may be gone already when a first taking back was stopped here.
            try tolerating([.notFound]) { () throws(PlatformError) in
                if hasKept {
                    try disk.link(step.path, to: source)
                } else {
                    try disk.rename(step.path, to: source, mode: .noReplace)
                }
            }
        }
        guard hasKept else { return }
        try disk.rename(kept, to: step.path, mode: .replace)
        // Renaming one name of a file over another name of it does nothing and leaves both.
        try tolerating([.notFound]) { () throws(PlatformError) in try disk.removeFile(kept) }
    }

    /// Moves what took the name since the step was made into quarantine; false where nothing did.
    ///
    /// The name it is moved to says so to a taking back that begins again.
    private mutating func setAside(
        _ step: TransactionStep,
        _ index: Int
    ) throws(PlatformError) -> Bool {
        let late = workspace.late(step.volume, folder, step: index)
        if try disk.root.presence(of: late) == nil {
            guard let status = try disk.root.presence(of: step.path), !step.put(status) else {
                return false
            }
            try disk.rename(step.path, to: late, mode: .noReplace)
        }
        surprises.append(step.path)
        return true
    }

    private func revertSwap(
        _ step: TransactionStep,
        _ kept: RelativePath
    ) throws(PlatformError) {
        guard let source = step.source else { return }
        let becomesDirectory = step.fileKind == .directory
        var staged = try disk.root.presence(of: source)
        if staged == nil, becomesDirectory {
            guard let old = try disk.root.presence(of: kept) else { return }
            if !old.isDirectory { try disk.rename(kept, to: source, mode: .noReplace) }
        } else if staged == nil {
            guard step.before != nil,
                try disk.root.presence(of: step.path)?.isDirectory == false
            else { return }
            if try disk.root.presence(of: kept) != nil {
                try disk.rename(kept, to: source, mode: .noReplace)
            } else {
                try disk.makeDirectory(source, permissions: 0o700)
            }
        }
        staged = try disk.root.presence(of: source)
        // Where what was staged lies there again nothing was swapped, or all was swapped back.
        if let staged, staged.isDirectory != becomesDirectory { try swapBack(step, source) }
        guard !becomesDirectory, let before = step.before,
            try disk.root.presence(of: step.path)?.isDirectory == true
        else { return }
        try disk.apply(before, to: step.path, kind: .directory)
    }

    private func swapBack(
        _ step: TransactionStep,
        _ source: RelativePath
    ) throws(PlatformError) {
        do {
            try disk.rename(source, to: step.path, mode: .exchange)
        } catch {
            guard error.code == .notFound else { throw error }
            try disk.rename(source, to: step.path, mode: .noReplace)
        }
    }

    private func tolerating(
        _ codes: [PlatformError.Code],
        _ body: () throws(PlatformError) -> Void
    ) throws(PlatformError) {
        do {
            try body()
        } catch {
            guard codes.contains(error.code) else { throw error }
        }
    }
}

extension TransactionStep {
    /// Whether `status` is of what the step put there.
    fileprivate func put(_ status: FileStatus) -> Bool {
        guard let after else { return true }
        guard status.kind == fileKind, fileKind != .regular || status.size == size else {
            return false
        }
        // FAT keeps times to two whole seconds.
        let (seconds, overflow) = status.modified.seconds.subtractingReportingOverflow(
            after.modified.seconds
        )
        return status.modified == after.modified
            || status.modified.nanoseconds == 0 && !overflow && (-2...2).contains(seconds)
    }

    /// Whether what was there before is a directory, whose time moves as names in it do.
    fileprivate var concernsDirectory: Bool {
        switch kind {
        case .setTime, .removeDirectory: true
        case .setMetadata: fileKind == .directory
        case .swap: fileKind != .directory
        case .makeDirectory, .put, .remove: false
        }
    }
}
