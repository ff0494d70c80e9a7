internal import Archive
internal import Model
internal import Platform
internal import Primitives
internal import Synchronization
internal import Trust

/// Writes the two files of a layer from what was captured.
struct LayerAssembly {
    let builder: LayerBuilder
    let tree: CapturedTree
    /// Positions of the names the layer holds, in tree order.
    let selected: [Int]
    let removals: [RelativePath]

    func write(
        root: Directory,
        output: Directory,
        fileName: String,
        workers: Workers,
        isCancelled: @Sendable () -> Bool,
        progress: @Sendable (LayerBuilder.Progress) -> Void
    ) throws(PackagingError) -> BuildReport {
        // Before hours of packing, not after.
        try checkPolicy()
        let archive = try OutputFile(output, "\(fileName).tar.zst")
        do {
            let packed = try pack(
                root: root,
                archive: archive,
                workers: workers,
                isCancelled: isCancelled,
                progress: progress
            )
            let report = try writeIndex(packed, output: output, fileName: fileName)
            return report
        } catch {
            archive.discard()
            throw error
        }
    }

    // MARK: Frames

    private struct Packed {
        let archive: OutputFile
        let frames: [Frame]
        let keys: [Int: UInt64]
        let digests: [Int: Digest]
        let carriers: [CapturedName.Inode: Int]
        let length: UInt64
        let digest: Digest
    }

    private func pack(
        root: Directory,
        archive: OutputFile,
        workers: Workers,
        isCancelled: @Sendable () -> Bool,
        progress: @Sendable (LayerBuilder.Progress) -> Void
    ) throws(PackagingError) -> Packed {
        let names = tree.names
        let plan = FramePlan(names: names, positions: selected)
        let links = plan.carriers
        let units = plan.units
        let file = try archive.create()
        let output = OrderedOutput(file: file, name: archive.name)
        let level = builder.level
        let total = contentLength(links)
        let done = Atomic<UInt64>(0)
        let results = workers.map(
            units.count,
            isCancelled: isCancelled,
            state: { () throws(PackagingError) in
                FramePacker(
                    root: root,
                    names: names,
                    carriers: links,
                    level: level,
                    output: output
                )
            },
            { packer, index throws(PackagingError) -> PackedUnit in
                let unit = try packer.pack(units[index], index: index)
                let size = UInt64(unit.frame?.decodedLength ?? 0)
                let sum = done.add(size, ordering: .relaxed).newValue
                progress(.init(doneBytes: min(sum, total), totalBytes: total))
                return unit
            }
        )
        return try collect(results, units, links, archive, output)
    }

    private func collect(
        _ results: [Result<PackedUnit, PackagingError>],
        _ units: [FrameUnit],
        _ carriers: [CapturedName.Inode: Int],
        _ archive: OutputFile,
        _ output: OrderedOutput
    ) throws(PackagingError) -> Packed {
        var frames: [Frame] = []
        var keys: [Int: UInt64] = [:]
        var digests: [Int: Digest] = [:]
        var offset: UInt64 = 0
        for (unit, result) in zip(units, results) {
            let packed = try result.get()
            for (name, digest) in packed.digests { digests[name] = digest }
            guard let frame = packed.frame else { continue }
            let key = frame.digest.prefix
            switch unit {
            case .members(let positions): for position in positions { keys[position] = key }
            case .piece(let name, _, let isFirst, _): if isFirst { keys[name] = key }
            case .digest, .end: break
            }
            frames.append(
                Frame(
                    offset: offset,
                    compressedLength: frame.compressedLength,
                    decodedLength: frame.decodedLength,
                    digest: frame.digest,
                    startsEntry: unit.startsEntry
                )
            )
            offset += UInt64(frame.compressedLength)
        }
        guard results.count == units.count else { throw .stopped }
        let (length, digest) = try output.finish()
        return Packed(
            archive: archive,
            frames: frames,
            keys: keys,
            digests: digests,
            carriers: carriers,
            length: length,
            digest: digest
        )
    }

    /// The bytes of content stored, each inode once.
    private func contentLength(_ carriers: [CapturedName.Inode: Int]) -> UInt64 {
        selected.reduce(0) { sum, position in
            let name = tree.names[position]
            if let inode = name.inode, carriers[inode] != position { return sum }
            return sum + name.storedLength
        }
    }

    // MARK: Index

    private func entry(_ position: Int, _ packed: Packed?) throws(PackagingError) -> LayerEntry {
        let name = tree.names[position]
        let content: LayerEntry.Content
        switch name.content {
        case .file(let size, let extents):
            if let inode = name.inode, let carrier = packed?.carriers[inode], carrier != position {
                content = .hardLink(of: tree.names[carrier].path)
                break
            }
            let digest = packed?.digests[position] ?? SHA256Hasher.digest(of: [])
            var listed = (extents ?? []).map {
                LayerEntry.Extent(offset: $0.lowerBound, length: UInt64($0.count))
            }
            // A file that is one hole still has to say that it is sparse.
            if extents != nil, listed.isEmpty { listed = [.init(offset: size, length: 0)] }
            content = .file(
                size: size,
                digest: digest,
                frame: size == 0 ? 0 : packed?.keys[position] ?? 0,
                extents: listed
            )
        case .hardLink(let target): content = .hardLink(of: target)
        case .directory: content = .directory
        case .symbolicLink(let target): content = .symbolicLink(target: target)
        case .fifo: content = .fifo
        case .characterDevice(let major, let minor):
            content = .characterDevice(major: major, minor: minor)
        case .blockDevice(let major, let minor):
            content = .blockDevice(major: major, minor: minor)
        }
        return LayerEntry(
            path: name.path,
            content: content,
            metadata: name.metadata,
            package: name.package
        )
    }

    private func checkPolicy() throws(PackagingError) {
        guard let base = builder.base else { return }
        var entries: [LayerEntry] = []
        for position in selected { entries.append(try entry(position, nil)) }
        try OverridePolicy(overridable: builder.overridable)
            .require(entries: entries, removals: removals, base: base)
    }

    private func writeIndex(
        _ packed: Packed,
        output: Directory,
        fileName: String
    ) throws(PackagingError) -> BuildReport {
        var entries: [LayerEntry] = []
        entries.reserveCapacity(selected.count)
        for position in selected { entries.append(try entry(position, packed)) }
        let header = IndexHeader(
            kind: builder.kind,
            name: builder.name,
            edition: builder.edition,
            base: builder.base?.reference,
            archiveLength: packed.length,
            archiveDigest: packed.digest,
            entryCount: entries.count,
            removalCount: removals.count,
            frameCount: packed.frames.count,
            packageCount: builder.lock.packages.count
        )
        var encoder = IndexEncoder(
            header: header,
            entries: entries,
            removals: removals,
            frames: packed.frames,
            lock: builder.lock
        )
        let bytes = try encoder.encode()
        // What was written is what will be read: a builder's fault must not leave this machine.
        let index = try LayerIndex.decode(bytes, expecting: nil)
        try packed.archive.keep()
        let name = "\(fileName).idx"
        do {
            try output.write(
                bytes,
                atomicallyTo: RelativePath(uncheckedBytes: Array(name.utf8)),
                permissions: 0o644
            )
        } catch {
            throw PackagingError(.inputOutput, subject: name, doing: "it can not be written", error)
        }
        return BuildReport(
            reference: index.reference,
            entryCount: entries.count,
            removalCount: removals.count,
            frameCount: packed.frames.count,
            contentBytes: contentLength(packed.carriers),
            archiveLength: packed.length,
            archiveDigest: packed.digest,
            indexLength: UInt64(bytes.count),
            skippedSockets: tree.socketCount
        )
    }
}

/// A file that gets its name when it is whole.
struct OutputFile {
    let name: String
    private let directory: Directory
    private let draft: RelativePath
    private let path: RelativePath

    init(_ directory: Directory, _ name: String) throws(PackagingError) {
        self.directory = directory
        self.name = name
        path = RelativePath(uncheckedBytes: Array(name.utf8))
        draft = RelativePath(uncheckedBytes: Array("\(name).partial".utf8))
    }

    /// Creates the draft anew.
    func create() throws(PackagingError) -> File {
        do {
            if try directory.statusIfPresent(of: draft) != nil { try directory.removeFile(draft) }
            return try directory.createFile(draft, permissions: 0o644)
        } catch {
            throw PackagingError(.inputOutput, subject: name, doing: "it can not be created", error)
        }
    }

    /// Gives the draft its name.
    func keep() throws(PackagingError) {
        do {
            try directory.rename(draft, to: directory, path, mode: .replace)
            try directory.sync()
        } catch {
            throw PackagingError(.inputOutput, subject: name, doing: "it can not be named", error)
        }
    }

    /// Removes the draft.
    func discard() {
        // The error to report is the one that stopped the build.
        try? directory.removeFile(draft)
    }
}
