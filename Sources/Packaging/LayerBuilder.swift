internal import Archive
public import Model
public import Platform
public import Primitives

/// What to capture, and as which layer.
public struct LayerBuilder: Sendable {
    /// Which of the two layers it is.
    public let kind: LayerKind
    /// The layer's name, such as `base`.
    public let name: String
    /// The layer's edition, such as `2026.1`.
    public let edition: String
    /// The index of the system layer an application layer is built over.
    public let base: LayerIndex?
    /// The classes of paths; what is preserved or volatile is not captured.
    public let rules: PathRules
    /// The paths of the base an application layer may replace or remove.
    public let overridable: [PathPattern]
    /// The software of the tree.
    public let lock: SoftwareLock
    /// The zstd level of the archive.
    public let level: Int

    /// Describes a layer to build.
    public init(
        kind: LayerKind,
        name: String,
        edition: String,
        base: LayerIndex?,
        rules: PathRules,
        overridable: [PathPattern],
        lock: SoftwareLock,
        level: Int = 3
    ) {
        self.kind = kind
        self.name = name
        self.edition = edition
        self.base = base
        self.rules = rules
        self.overridable = overridable
        self.lock = lock
        self.level = level
    }

    /// How far a build is.
    public struct Progress: Sendable, Hashable {
        /// Bytes of content read and packed.
        public let doneBytes: UInt64
        /// Bytes of content to pack.
        public let totalBytes: UInt64
    }

    /// Captures `root` and writes `fileName.tar.zst` and `fileName.idx` into `output`.
    ///
    /// The same tree gives the same bytes, whatever the number of workers. Neither file appears
    /// under its name before it is whole.
    ///
    /// - Parameters:
    ///   - root: the tree; nothing else may be changing it.
    ///   - owner: the package that owns a path.
    ///   - output: where the two files go.
    ///   - fileName: what both names begin with.
    ///   - workers: how many cores to use.
    ///   - isCancelled: asked before each frame.
    ///   - progress: told after each frame, from any worker.
    /// - Returns: what was made.
    /// - Throws: ``PackagingError``; nothing is left in `output` then.
    public func build(
        root: Directory,
        owner: (RelativePath) -> String?,
        into output: Directory,
        fileName: String,
        workers: Workers,
        isCancelled: @Sendable () -> Bool = { false },
        progress: @Sendable (Progress) -> Void = { _ in }
    ) throws(PackagingError) -> BuildReport {
        try checkRequest(fileName)
        let tree = try CapturedTree.capture(
            root,
            rules: rules,
            owner: owner,
            workers: workers,
            isCancelled: isCancelled
        )
        var comparison = LayerComparison(tree: tree, base: base, rules: rules)
        try comparison.run(root: root, workers: workers, isCancelled: isCancelled)
        let assembly = LayerAssembly(
            builder: self,
            tree: tree,
            selected: comparison.selected,
            removals: comparison.removals
        )
        return try assembly.write(
            root: root,
            output: output,
            fileName: fileName,
            workers: workers,
            isCancelled: isCancelled,
            progress: progress
        )
    }

    private func checkRequest(_ fileName: String) throws(PackagingError) {
        for text in [name, edition, fileName] where !IndexHeader.isLabel(text) {
            throw PackagingError(
                .notRepresentable,
                subject: "“\(text)”",
                detail: "names and editions are letters, digits, “.”, “-”, “_” and “+”"
            )
        }
        guard Zstandard.levels.contains(level) else {
            throw PackagingError(
                .notRepresentable,
                subject: "level \(level)",
                detail: "zstd has levels \(Zstandard.levels.lowerBound) to "
                    + "\(Zstandard.levels.upperBound)"
            )
        }
        switch (kind, base?.reference.kind) {
        case (.system, nil), (.application, .system): break
        case (.system, _):
            throw PackagingError(
                .layersDisagree,
                subject: name,
                detail: "a system layer is built over nothing"
            )
        case (.application, _):
            throw PackagingError(
                .layersDisagree,
                subject: name,
                detail: "an application layer is built over a system layer",
                hint: "name its index with --base"
            )
        }
    }
}

/// What a build made.
public struct BuildReport: Sendable, Hashable {
    /// The layer, with the SHA-256 of its index.
    public let reference: LayerReference
    /// The number of entries.
    public let entryCount: Int
    /// The number of base paths taken away.
    public let removalCount: Int
    /// The number of frames.
    public let frameCount: Int
    /// The bytes of all files' content.
    public let contentBytes: UInt64
    /// The archive's length.
    public let archiveLength: UInt64
    /// The archive's SHA-256.
    public let archiveDigest: Digest
    /// The index's length.
    public let indexLength: UInt64
    /// How many sockets of the tree were passed over.
    public let skippedSockets: Int
}
