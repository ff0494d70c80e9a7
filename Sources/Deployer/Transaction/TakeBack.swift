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
                guard try disk.status(of: step.path).isDirectory else { return }
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
                try disk.move(kept, to: step.path)
            }
        case .removeDirectory:
            guard let before = step.before else { return }
            let status = try disk.presence(of: step.path)
            if status == nil { try disk.makeDirectory(step.path, permissions: 0o700) }
            // There already, it may lack its metadata: an earlier taking back was stopped here.
            guard status?.isDirectory != false else { return }
            try disk.apply(before, to: step.path, kind: .directory)
        case .setMetadata:
            guard let before = step.before, let status = try disk.presence(of: step.path) else {
                return
            }
            // Something else in the name's place keeps what it has.
            guard status.kind == step.fileKind else { return surprises.append(step.path) }
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
        let hasKept = try disk.presence(of: kept) != nil
        if try disk.presence(of: source) == nil, try !setAside(step, index) {
            // The name may be gone already when a first taking back was stopped here.
            try tolerating([.notFound]) { () throws(PlatformError) in
                if hasKept {
                    try linkOrMove(step.path, to: source)
                } else {
                    try disk.move(step.path, to: source)
                }
            }
        }
        guard hasKept else { return }
        try disk.rename(kept, to: step.path, mode: .replace)
        // Renaming one name of a file over another name of it does nothing and leaves both.
        try tolerating([.notFound]) { () throws(PlatformError) in try disk.removeFile(kept) }
    }

    /// Gives a name a second one; where a file system can not, the name is absent for a moment.
    private func linkOrMove(
        _ path: RelativePath,
        to target: RelativePath
    ) throws(PlatformError) {
        do {
            try disk.link(path, to: target)
        } catch {
            switch error.code {
            case .permissionDenied, .notSupported, .other: try disk.move(path, to: target)
            default: throw error
            }
        }
    }

    /// Moves what took the name since the step was made into quarantine; false where nothing did.
    ///
    /// The name it is moved to says so to a taking back that begins again.
    private mutating func setAside(
        _ step: TransactionStep,
        _ index: Int
    ) throws(PlatformError) -> Bool {
        let late = workspace.late(step.volume, folder, step: index)
        if try disk.presence(of: late) == nil {
            guard let status = try disk.presence(of: step.path), !step.put(status) else {
                return false
            }
            try disk.move(step.path, to: late)
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
        var staged = try disk.presence(of: source)
        if staged == nil, becomesDirectory {
            guard let old = try disk.presence(of: kept) else { return }
            if !old.isDirectory { try disk.move(kept, to: source) }
        } else if staged == nil {
            guard let before = step.before, let present = try disk.presence(of: step.path) else {
                return
            }
            guard !present.isDirectory else {
                // An earlier taking back was stopped after the second of its two renames.
                guard try disk.presence(of: kept)?.isDirectory == false else { return }
                return try disk.apply(before, to: step.path, kind: .directory)
            }
            if try disk.presence(of: kept) != nil {
                try disk.move(kept, to: source)
            } else {
                try disk.makeDirectory(source, permissions: 0o700)
            }
        }
        staged = try disk.presence(of: source)
        // Where what was staged lies there again nothing was swapped, or all was swapped back.
        if let staged, staged.isDirectory != becomesDirectory {
            try disk.swap(source, with: step.path, keeping: kept)
        } else if staged != nil, try disk.presence(of: step.path) == nil,
            try disk.presence(of: kept) != nil
        {
            // Only the first half of a swap in two renames was made.
            try disk.move(kept, to: step.path)
        }
        guard !becomesDirectory, let before = step.before,
            try disk.presence(of: step.path)?.isDirectory == true
        else { return }
        try disk.apply(before, to: step.path, kind: .directory)
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
    func put(_ status: FileStatus) -> Bool {
        guard let after else { return true }
        guard status.kind == fileKind, fileKind != .regular || status.size == size else {
            return false
        }
        return status.modified.isClose(to: after.modified)
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
