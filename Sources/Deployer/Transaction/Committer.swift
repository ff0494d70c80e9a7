internal import Platform
internal import Primitives

/// Makes the steps of a published transaction, from the first, any number of times.
struct Committer<Storage: Disk> {
    let disk: Storage
    let workspace: Workspace
    let folder: String
    /// Whether some steps may have been made already, by a run that was stopped.
    let isRepeat: Bool
    /// Paths found otherwise than planned; what was there was left or kept, never lost.
    private(set) var surprises: [RelativePath] = []

    init(_ disk: Storage, _ workspace: Workspace, folder: String, isRepeat: Bool) {
        self.disk = disk
        self.workspace = workspace
        self.folder = folder
        self.isRepeat = isRepeat
    }

    /// Makes `step`, the transaction's number `index`.
    mutating func perform(_ step: TransactionStep, _ index: Int) throws(PlatformError) {
        switch step.kind {
        case .makeDirectory: try makeDirectory(step)
        case .put: try put(step, index)
        case .swap: try swap(step, index)
        case .remove: try remove(step, index)
        case .removeDirectory: try removeDirectory(step)
        case .setMetadata:
            guard let after = step.after else { return }
            try requireKind(step)
            try disk.apply(after, to: step.path, kind: step.fileKind)
        case .setTime:
            guard let after = step.after else { return }
            do {
                try disk.setModified(after.modified, of: step.path)
            } catch {
                // A directory that went away with all it held has no time to set.
                guard error.code == .notFound || error.code == .notADirectory else { throw error }
            }
        }
    }

    /// Refuses to change the metadata of something put in the name's place since the plan.
    private func requireKind(_ step: TransactionStep) throws(PlatformError) {
        guard try disk.status(of: step.path).kind == step.fileKind else {
            throw PlatformError(
                .changedUnderneath,
                operation: "commit",
                subject: step.path.description
            )
        }
    }

    private func makeDirectory(_ step: TransactionStep) throws(PlatformError) {
        guard let after = step.after else { return }
        do {
            try disk.makeDirectory(step.path, permissions: 0o700)
        } catch {
            guard error.code == .alreadyExists else { throw error }
            try requireKind(step)
        }
        try disk.apply(after, to: step.path, kind: .directory)
    }

    /// One link and one rename; a name that was absent takes one rename.
    private mutating func put(_ step: TransactionStep, _ index: Int) throws(PlatformError) {
        guard let source = step.source else { return }
        if isRepeat, try disk.presence(of: source) == nil {
            // The rename was made: a name that is gone was removed since.
            if try disk.presence(of: step.path) == nil { surprises.append(step.path) }
            return
        }
        if step.before == nil {
            do {
                return try disk.move(source, to: step.path)
            } catch {
                guard error.code == .alreadyExists else { throw error }
                surprises.append(step.path)
            }
        }
        try keep(step, index)
        try disk.rename(source, to: step.path, mode: .replace)
    }

    /// Gives what `step` displaces a second name in quarantine.
    ///
    /// Where a second name is refused (an immutable file, a file system without hard links) the
    /// name itself is moved: it is absent for a moment, which the journal covers. What took the name
    /// between a stop and now is kept beside what the step displaced first.
    private mutating func keep(_ step: TransactionStep, _ index: Int) throws(PlatformError) {
        let kept = workspace.kept(step.volume, folder, step: index)
        do {
            return try keep(step, as: kept)
        } catch {
            guard error.code == .alreadyExists else { throw error }
        }
        guard let present = try disk.presence(of: step.path),
            let old = try disk.presence(of: kept), !present.isSameObject(as: old)
        else { return }
        surprises.append(step.path)
        for attempt in 1...Workspace.lateNames {
            let late = workspace.since(step.volume, folder, step: index, attempt)
            guard let held = try disk.presence(of: late) else {
                return try keep(step, as: late)
            }
            if held.isSameObject(as: present) { return }
        }
        throw PlatformError(.changedUnderneath, operation: "commit", subject: "\(step.path)")
    }

    private func keep(_ step: TransactionStep, as kept: RelativePath) throws(PlatformError) {
        do {
            try disk.link(step.path, to: kept)
        } catch {
            switch error.code {
            case .notFound: return
            case .permissionDenied, .notSupported, .other:
                guard try disk.status(of: step.path).kind != .directory else { throw error }
                try disk.move(step.path, to: kept)
            default: throw error
            }
        }
    }

    /// Exchanges a directory with something else, then puts what was there in quarantine.
    private mutating func swap(_ step: TransactionStep, _ index: Int) throws(PlatformError) {
        guard let source = step.source else { return }
        let kept = workspace.kept(step.volume, folder, step: index)
        guard let staged = try disk.presence(of: source) else {
            guard isRepeat else {
                throw PlatformError(.notFound, operation: "commit", subject: source.description)
            }
            if try disk.presence(of: step.path) == nil { surprises.append(step.path) }
            return try dropIfEmpty(step, kept)
        }
        let becomesDirectory = step.fileKind == .directory
        if staged.isDirectory == becomesDirectory {
            try disk.swap(source, with: step.path, keeping: kept)
            guard try disk.presence(of: source) != nil else { return try dropIfEmpty(step, kept) }
        }
        if becomesDirectory {
            try disk.move(source, to: kept)
        } else {
            do {
                try disk.removeDirectory(source)
            } catch {
                guard error.code == .directoryNotEmpty else { throw error }
                surprises.append(step.path)
                try disk.move(source, to: kept)
            }
        }
    }

    /// Drops a directory that was moved aside whole, unless something was in it.
    private mutating func dropIfEmpty(
        _ step: TransactionStep,
        _ kept: RelativePath
    ) throws(PlatformError) {
        guard step.fileKind != .directory,
            try disk.presence(of: kept)?.isDirectory == true
        else { return }
        do {
            try disk.removeDirectory(kept)
        } catch {
            guard error.code == .directoryNotEmpty else { throw error }
            surprises.append(step.path)
        }
    }

    private mutating func remove(_ step: TransactionStep, _ index: Int) throws(PlatformError) {
        let kept = workspace.kept(step.volume, folder, step: index)
        do {
            try disk.move(step.path, to: kept)
        } catch {
            switch error.code {
            case .notFound, .notADirectory: return
            // Made again after a stop: what has the name now came later and stays.
            case .alreadyExists where isRepeat: surprises.append(step.path)
            default: throw error
            }
        }
    }

    private mutating func removeDirectory(_ step: TransactionStep) throws(PlatformError) {
        do {
            try disk.removeDirectory(step.path)
        } catch {
            switch error.code {
            case .notFound, .notADirectory: return
            case .directoryNotEmpty: surprises.append(step.path)
            default: throw error
            }
        }
    }
}
