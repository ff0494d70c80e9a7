internal import Model
internal import Packaging
internal import Platform
internal import Primitives
internal import Synchronization

/// The target's entries, as the stager looks them up.
struct TargetEntries: Sendable {
    let tree: TargetTree

    func entry(_ index: Int) -> LayerEntry { tree.entries[index].entry }
}

/// Counts what was staged and tells the observer now and then.
final class StageCounter: Sendable {
    private let files = Atomic<Int>(0)
    private let bytes = Atomic<UInt64>(0)
    private let total: RestoreProgress
    private let observer: any RestoreObserver

    init(total: RestoreProgress, observer: any RestoreObserver) {
        self.total = total
        self.observer = observer
    }

    func add(files more: Int, bytes length: UInt64) {
        let count = files.wrappingAdd(more, ordering: .relaxed).newValue
        let sum = bytes.wrappingAdd(length, ordering: .relaxed).newValue
        guard more > 0, count & 127 == 0 || count == total.totalFiles else { return }
        var progress = total
        progress.files = count
        progress.bytes = sum
        observer.restore(.staging, progress)
    }
}

/// Brings everything that will be put in place onto the file system it goes to.
struct Stager<Storage: Disk> {
    let disk: Storage
    let workspace: Workspace
    let draft: Draft
    let entries: TargetEntries
    let workers: Workers
    let observer: any RestoreObserver
    let isCancelled: @Sendable () -> Bool

    /// Stages all of the draft and says where each entry's object lies.
    ///
    /// Each needed run is read once, by one worker; nothing is decoded for what is not wanted.
    func stage(_ content: some ContentSource) throws(DeployerError) -> [Int: RelativePath] {
        let runs = ContentRuns(
            entries.tree,
            work: draft.work,
            merged: draft.merged,
            reused: draft.reused,
            comparison: draft.comparison
        )
        let shelf = StagingShelf(workspace)
        let counter = StageCounter(total: total, observer: observer)
        var staged: [Int: RelativePath] = [:]
        try fetch(runs, content, shelf, counter) { staged[$0] = $1 }
        try copy(runs, shelf, counter) { staged[$0] = $1 }
        var drawer = shelf.drawer()
        for index in runs.made {
            guard try makes(index) else { continue }
            staged[index] = try make(index, &drawer)
            if case .file(let size, _, _, _) = entries.entry(index).content {
                counter.add(files: 1, bytes: size)
            }
        }
        for (index, leader) in runs.linked {
            guard let source = staged[leader] else { continue }
            staged[index] = try link(source, index, &drawer)
        }
        for (index, source) in runs.linkedLive {
            staged[index] = try link(source, index, &drawer)
        }
        return staged
    }

    private var total: RestoreProgress {
        var total = RestoreProgress()
        for (index, work) in draft.work.enumerated() where work == .write {
            guard case .file(let size, _, _, _) = entries.entry(index).content else { continue }
            total.totalFiles += 1
            total.totalBytes &+= size
        }
        return total
    }

    private func fetch(
        _ runs: ContentRuns,
        _ content: some ContentSource,
        _ shelf: StagingShelf,
        _ counter: StageCounter,
        _ note: (Int, RelativePath) -> Void
    ) throws(DeployerError) {
        let order = runs.fetched.keys.map { run in
            (run: run, offset: content.offset(of: run.key, layer: run.layer))
        }.sorted { ($0.run.layer, $0.offset) < ($1.run.layer, $1.offset) }.map(\.run)
        for layer in Set(order.map(\.layer)) {
            content.expect(order.filter { $0.layer == layer }.map(\.key), layer: layer)
        }
        typealias Staged = [(index: Int, path: RelativePath)]
        let failed = Atomic<Bool>(false)
        let results: [Result<Staged, DeployerError>] = workers.map(
            order.count,
            isCancelled: { isCancelled() || failed.load(ordering: .relaxed) },
            state: { () throws(DeployerError) in shelf.drawer() }
        ) { drawer, place throws(DeployerError) in
            do throws(DeployerError) {
                let sink = StageSink(disk, entries, drawer, counter)
                sink.wanted = runs.fetched[order[place]] ?? [:]
                try content.read(order[place].key, layer: order[place].layer, into: sink)
                drawer = sink.drawer
                try requireAll(sink.wanted, sink.staged)
                return sink.staged
            } catch {
                failed.store(true, ordering: .relaxed)
                throw error
            }
        }
        for result in results {
            for (index, path) in try result.get() { note(index, path) }
        }
        guard results.count == order.count else {
            throw DeployerError(
                .interrupted,
                subject: "",
                detail: "stopped before the first change"
            )
        }
    }

    private func requireAll(
        _ wanted: [RelativePath: Int],
        _ staged: [(index: Int, path: RelativePath)]
    ) throws(DeployerError) {
        guard staged.count == wanted.count else {
            throw DeployerError(
                .content,
                subject: "",
                detail: "a frame lacks files the index says it holds"
            )
        }
    }

    /// Copies what the station has already, and hashes the copy.
    private func copy(
        _ runs: ContentRuns,
        _ shelf: StagingShelf,
        _ counter: StageCounter,
        _ note: (Int, RelativePath) -> Void
    ) throws(DeployerError) {
        let items = runs.copied
        typealias State = CopyState
        let results: [Result<RelativePath, DeployerError>] = workers.map(
            items.count,
            isCancelled: isCancelled,
            state: { () throws(DeployerError) in State(shelf.drawer(), disk.root) }
        ) { state, place throws(DeployerError) in
            let name = try copy(items[place].index, from: items[place].source, &state)
            counter.add(files: 1, bytes: entries.tree.file(at: items[place].index)?.size ?? 0)
            return name
        }
        for (place, result) in results.enumerated() { note(items[place].index, try result.get()) }
        guard results.count == items.count else {
            throw DeployerError(
                .interrupted,
                subject: "",
                detail: "stopped before the first change"
            )
        }
    }

    private struct CopyState: ~Copyable {
        var drawer: StagingDrawer
        var inspector: EntryInspector

        init(_ drawer: StagingDrawer, _ root: Directory) {
            self.drawer = drawer
            inspector = EntryInspector(root)
        }
    }

    private func copy(
        _ index: Int,
        from source: RelativePath,
        _ state: inout CopyState
    ) throws(DeployerError) -> RelativePath {
        guard let wanted = entries.tree.file(at: index) else {
            throw DeployerError(.content, subject: "/\(source)", detail: "not a file in the index")
        }
        let digest: Digest
        let name: RelativePath
        do {
            name = try state.drawer.name(for: entries.entry(index).path, on: disk)
            let original = try disk.root.openFile(source)
            let file = try disk.createFile(name)
            try disk.copy(original, to: file, count: wanted.size)
            let written = try disk.root.openFile(name)
            digest = try state.inspector.digest(of: written, size: wanted.size)
            try disk.finish(file, entries.entry(index).metadata)
        } catch {
            throw DeployerError(error)
        }
        guard digest == wanted.digest else {
            throw DeployerError(
                .planChanged,
                subject: "/\(source)",
                detail: "it changed while the restore was prepared; plan again"
            )
        }
        return name
    }

    // MARK: Objects without fetched bytes

    /// Whether the entry is staged: a missing directory is created in its place instead.
    private func makes(_ index: Int) throws(DeployerError) -> Bool {
        guard entries.entry(index).kind == .directory else { return true }
        return draft.comparison.records[index].standing == .type
    }

    private func make(
        _ index: Int,
        _ drawer: inout StagingDrawer
    ) throws(DeployerError) -> RelativePath {
        let entry = entries.entry(index)
        do {
            let name = try drawer.name(for: entry.path, on: disk)
            switch entry.content {
            case .file, .hardLink:
                let file = try disk.createFile(name)
                if let bytes = draft.merged[index] { try disk.write(bytes, to: file, at: 0) }
                try disk.finish(file, entry.metadata)
                return name
            case .directory: try disk.makeDirectory(name, permissions: 0o700)
            case .symbolicLink(let target): try disk.makeSymbolicLink(name, target: target)
            case .fifo: try disk.makeNode(name, kind: .fifo, major: 0, minor: 0)
            case .characterDevice(let major, let minor):
                try disk.makeNode(name, kind: .characterDevice, major: major, minor: minor)
            case .blockDevice(let major, let minor):
                try disk.makeNode(name, kind: .blockDevice, major: major, minor: minor)
            }
            try disk.apply(entry.metadata, to: name, kind: entry.kind)
            return name
        } catch {
            throw DeployerError(error)
        }
    }

    private func link(
        _ source: RelativePath,
        _ index: Int,
        _ drawer: inout StagingDrawer
    ) throws(DeployerError) -> RelativePath {
        do {
            let name = try drawer.name(for: entries.entry(index).path, on: disk)
            try disk.link(source, to: name)
            return name
        } catch {
            throw DeployerError(error)
        }
    }
}
