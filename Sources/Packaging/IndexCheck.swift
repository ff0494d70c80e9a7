internal import Model
internal import Primitives

/// The rules that tie the parts of an index together, checked once when it is read.
struct IndexCheck {
    let index: LayerIndex

    func run() throws(PackagingError) {
        try checkKind()
        try checkTree()
        try checkFrames()
        try checkContents()
        try checkRemovals()
    }

    private func fault(_ subject: String, _ detail: String) -> PackagingError {
        PackagingError(.indexMalformed, subject: subject, detail: detail)
    }

    private func checkKind() throws(PackagingError) {
        switch (index.reference.kind, index.base) {
        case (.system, nil):
            guard index.removals.isEmpty else {
                throw fault("index", "a system layer can not remove anything")
            }
            guard let first = index.entries.first, first.path.isRoot, first.kind == .directory
            else { throw fault("index", "a system layer begins with its root directory") }
        case (.application, let base?):
            guard base.kind == .system else {
                throw fault("index", "an application layer is built over a system layer")
            }
        case (.system, _): throw fault("index", "a system layer has no base")
        case (.application, _): throw fault("index", "an application layer names its base")
        }
    }

    /// Tree order puts all a name holds right behind it, so a stack of open directories suffices.
    private func checkTree() throws(PackagingError) {
        let isComplete = index.reference.kind == .system
        var open: [RelativePath] = []
        var lastOther: RelativePath?
        for entry in index.entries {
            let path = entry.path
            if path.isRoot, entry.kind != .directory { throw fault("/", "it is not a directory") }
            if let lastOther, path.isWithin(lastOther) {
                throw fault(path.label, "it lies below \(lastOther.label), which is no directory")
            }
            if isComplete {
                while let last = open.last, !path.isWithin(last) { open.removeLast() }
                let depth = open.last?.bytes.count ?? 0
                let rest = path.bytes.dropFirst(depth == 0 ? 0 : depth + 1)
                guard !rest.contains(UInt8(ascii: "/")) else {
                    throw fault(path.label, "the directory that holds it is not listed")
                }
            }
            if entry.kind == .directory {
                lastOther = nil
                if isComplete { open.append(path) }
            } else {
                lastOther = path
            }
        }
    }

    private func checkFrames() throws(PackagingError) {
        guard let first = index.frames.first, first.startsEntry else {
            throw fault("frame 0", "no member begins with it")
        }
        guard let last = index.frames.last, last.startsEntry else {
            throw fault("last frame", "it is not the end of an archive")
        }
        let sum = last.offset + UInt64(last.compressedLength)
        guard sum == index.archiveLength else {
            throw fault("frames", "they fill \(sum) bytes, the archive has \(index.archiveLength)")
        }
    }

    private func checkContents() throws(PackagingError) {
        for entry in index.entries {
            switch entry.content {
            case .file(let size, _, let frame, let extents):
                try checkFile(entry, size: size, frame: frame, extents: extents)
            case .hardLink(let target):
                guard let file = index.entry(at: target), case .file = file.content else {
                    throw fault(entry.path.label, "the file it links to is not in the layer")
                }
                guard file.metadata == entry.metadata else {
                    throw fault(entry.path.label, "it differs from the file it is a link to")
                }
            default: break
            }
        }
    }

    private func checkFile(
        _ entry: LayerEntry,
        size: UInt64,
        frame: UInt64,
        extents: [LayerEntry.Extent]
    ) throws(PackagingError) {
        guard frame != 0 else {
            guard size == 0 else { throw fault(entry.path.label, "no frame holds its content") }
            return
        }
        guard let run = index.run(of: frame) else {
            throw fault(entry.path.label, "the frame that holds it does not exist")
        }
        let stored = extents.isEmpty ? size : extents.reduce(0) { $0 + $1.length }
        let decoded = index.frames[run.frames].reduce(0) { $0 + UInt64($1.decodedLength) }
        guard stored <= decoded else {
            throw fault(entry.path.label, "it is larger than the frames that hold it")
        }
    }

    /// Both lists are in tree order: one pass finds what is removed and listed.
    private func checkRemovals() throws(PackagingError) {
        var position = 0
        for removal in index.removals {
            while position < index.entries.count, index.entries[position].path < removal {
                position += 1
            }
            guard position < index.entries.count else { return }
            if index.entries[position].path.isWithin(removal) {
                throw fault(removal.label, "it is removed and yet listed, or what it holds is")
            }
        }
    }
}
