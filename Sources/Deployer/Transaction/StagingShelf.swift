internal import Platform
internal import Primitives
internal import Synchronization

/// Hands out names for staged objects; each worker has a folder of its own, so that two of them do
/// not wait for one directory.
final class StagingShelf: Sendable {
    private let workspace: Workspace
    private let nextWorker = Atomic<Int>(0)

    init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// Opens a folder for one more worker.
    func drawer() -> StagingDrawer {
        let number = nextWorker.wrappingAdd(1, ordering: .relaxed).oldValue
        return StagingDrawer(workspace: workspace, worker: number)
    }
}

/// The staging folders of one worker, one on each file system it writes to.
struct StagingDrawer {
    private let workspace: Workspace
    private let worker: Int
    private var opened: Set<Int> = []
    private var count = 0

    init(workspace: Workspace, worker: Int) {
        self.workspace = workspace
        self.worker = worker
    }

    /// A free name on the file system that holds `path`.
    mutating func name(
        for path: RelativePath,
        on disk: some Disk
    ) throws(PlatformError) -> RelativePath {
        let volume = workspace.volume(of: path)
        let folder = workspace.stage(volume, worker: worker)
        if opened.insert(volume).inserted { try disk.makeDirectory(folder, permissions: 0o700) }
        count += 1
        return RelativePath(uncheckedBytes: folder.bytes + Array("/\(count)".utf8))
    }
}
