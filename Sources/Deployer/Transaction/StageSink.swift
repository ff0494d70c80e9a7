internal import Model
internal import Platform
internal import Primitives
internal import Trust

/// Writes the wanted members of a run into staging, and hashes what it writes.
final class StageSink<Storage: Disk>: ContentSink {
    private let disk: Storage
    private let tree: TargetEntries
    private(set) var drawer: StagingDrawer
    private let counter: StageCounter
    /// The entries wanted of the run at hand, by the path the archive holds them under.
    var wanted: [RelativePath: Int] = [:]
    /// Where each entry was staged.
    private(set) var staged: [(index: Int, path: RelativePath)] = []
    private var current: StagedFile?

    init(_ disk: Storage, _ tree: TargetEntries, _ drawer: StagingDrawer, _ counter: StageCounter) {
        self.disk = disk
        self.tree = tree
        self.drawer = drawer
        self.counter = counter
    }

    func begin(_ entry: LayerEntry) throws(DeployerError) -> Bool {
        guard let index = wanted[entry.path] else { return false }
        try onDisk { () throws(PlatformError) in
            let name = try drawer.name(for: tree.entry(index).path, on: disk)
            current = StagedFile(file: try disk.createFile(name), index: index, name: name)
        }
        return true
    }

    func write(_ bytes: RawSpan, at offset: UInt64) throws(DeployerError) {
        guard let current else { return }
        try onDisk { () throws(PlatformError) in
            try disk.write(bytes, to: current.file, at: offset)
        }
        current.note(bytes, at: offset)
        counter.add(files: 0, bytes: UInt64(bytes.byteCount))
    }

    func end(_ entry: LayerEntry) throws(DeployerError) {
        guard let current, case .file(let size, let digest, _, _) = entry.content else { return }
        self.current = nil
        guard current.finish(size: size) == digest else {
            throw DeployerError(
                .content,
                subject: "/\(entry.path)",
                detail: "the bytes written are not those the index lists"
            )
        }
        try onDisk { () throws(PlatformError) in
            if current.position < size { try disk.setSize(size, of: current.file) }
            try disk.finish(current.file, tree.entry(current.index).metadata)
        }
        staged.append((current.index, current.name))
        counter.add(files: 1, bytes: 0)
    }
}

/// One file being staged.
private final class StagedFile {
    let file: File
    let index: Int
    let name: RelativePath
    /// The end of what was written so far.
    private(set) var position: UInt64 = 0
    private var hasher = SHA256Hasher()
    private static let zeros = [UInt8](repeating: 0, count: 64 << 10)

    init(file: consuming File, index: Int, name: RelativePath) {
        self.file = file
        self.index = index
        self.name = name
    }

    func note(_ bytes: RawSpan, at offset: UInt64) {
        var hole = offset > position ? offset - position : 0
        while hole > 0 {
            let part = min(hole, UInt64(Self.zeros.count))
            hasher.update(Self.zeros[..<Int(part)])
            hole -= part
        }
        hasher.update(bytes)
        position = offset &+ UInt64(bytes.byteCount)
    }

    func finish(size: UInt64) -> Digest {
        var hole = size > position ? size - position : 0
        while hole > 0 {
            let part = min(hole, UInt64(Self.zeros.count))
            hasher.update(Self.zeros[..<Int(part)])
            hole -= part
        }
        return hasher.finalize()
    }
}
