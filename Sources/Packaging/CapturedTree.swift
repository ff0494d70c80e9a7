internal import Archive
internal import Model
internal import Platform
internal import Primitives

/// One name of the tree being captured, with all that can be known without reading content.
struct CapturedName: Sendable {
    /// The file another name shares an inode with.
    struct Inode: Hashable, Sendable {
        let device: UInt64
        let number: UInt64
    }

    let path: RelativePath
    let status: FileStatus
    let package: String?
    var metadata: FileMetadata
    /// Of a regular file, its own content even where it has several names.
    var content: TarMember.Content
    /// What names of one inode have in common; nil where a file has only this one.
    var inode: Inode?

    /// The number of content bytes the archive stores for it.
    var storedLength: UInt64 {
        guard case .file(let size, let extents) = content else { return 0 }
        return extents?.reduce(0) { $0 + UInt64($1.count) } ?? size
    }
}

/// The names a layer is made of, in tree order.
struct CapturedTree: Sendable {
    let names: [CapturedName]
    /// How many sockets were passed over.
    let socketCount: Int

    /// Walks `root` and reads the metadata of all that `rules` let in.
    static func capture(
        _ root: Directory,
        rules: PathRules,
        owner: (RelativePath) -> String?,
        workers: Workers,
        isCancelled: @Sendable () -> Bool
    ) throws(PackagingError) -> CapturedTree {
        let walked = TreeWalk.collect(from: root, workers: workers)
        guard walked.errors.isEmpty else {
            let shown = walked.errors.prefix(20).map { "\($0)" }.joined(separator: "; ")
            throw PackagingError(
                .treeUnreadable,
                subject: root.location,
                detail: "\(walked.errors.count) names can not be read",
                cause: shown,
                hint: "run as root, on a tree nothing else is using"
            )
        }
        var selection = Selection(rules: rules)
        let selected = selection.select(walked.entries, owner: owner)
        let described = workers.map(
            selected.count,
            isCancelled: isCancelled,
            state: { () throws(PackagingError) in },
            { _, index throws(PackagingError) -> CapturedName in
                try describe(selected[index], root)
            }
        )
        var names: [CapturedName] = []
        names.reserveCapacity(selected.count)
        for result in described { names.append(try result.get()) }
        guard names.count == selected.count else { throw .stopped }
        return CapturedTree(names: names, socketCount: selection.socketCount)
    }

    /// Reads what a status does not tell: attributes, link target, sparse map.
    private static func describe(
        _ found: Selection.Found,
        _ root: Directory
    ) throws(PackagingError) -> CapturedName {
        let status = found.status
        let content: TarMember.Content
        let attributes: [ExtendedAttribute]
        do {
            attributes = try root.attributes(of: found.path)
            switch status.kind {
            case .regular:
                content = .file(size: status.size, extents: try sparseMap(found, root))
            case .directory: content = .directory
            case .symbolicLink:
                content = .symbolicLink(target: try root.symbolicLinkTarget(of: found.path))
            case .fifo, .socket: content = .fifo
            case .characterDevice:
                content = .characterDevice(major: status.deviceMajor, minor: status.deviceMinor)
            case .blockDevice:
                content = .blockDevice(major: status.deviceMajor, minor: status.deviceMinor)
            }
        } catch {
            throw PackagingError(
                .treeUnreadable,
                subject: found.path.label,
                doing: "it can not be read",
                error
            )
        }
        let isShared = status.isRegular && status.linkCount > 1
        return CapturedName(
            path: found.path,
            status: status,
            package: found.package,
            metadata: FileMetadata(
                mode: status.mode,
                owner: status.owner,
                group: status.group,
                modified: status.modified,
                attributes: attributes
            ),
            content: content,
            inode: isShared ? .init(device: status.device, number: status.inode) : nil
        )
    }

    /// The data ranges of a file that occupies less than its size, or nil where it has no hole.
    private static func sparseMap(
        _ found: Selection.Found,
        _ root: Directory
    ) throws(PlatformError) -> [Range<UInt64>]? {
        let size = found.status.size
        guard size > 0, found.status.blocks < (size + 511) / 512 else { return nil }
        let file = try root.openFile(found.path)
        let extents = try file.dataExtents().compactMap { extent -> Range<UInt64>? in
            let end = min(extent.upperBound, size)
            return extent.lowerBound < end ? extent.lowerBound..<end : nil
        }
        return extents == [0..<size] ? nil : extents
    }
}

/// Which names of a tree belong to a layer, and which package owns each.
struct Selection {
    struct Found: Sendable {
        let path: RelativePath
        let status: FileStatus
        let package: String?
    }

    let rules: PathRules
    private(set) var socketCount = 0
    private let ruledPaths: [PathPattern]

    init(rules: PathRules) {
        self.rules = rules
        let own = PathRules.ownPaths.compactMap { try? PathPattern($0.0) }  // constants, all valid
        ruledPaths = rules.rules.map(\.pattern) + own
    }

    /// The names to capture, in the order given.
    mutating func select(
        _ walked: [(path: RelativePath, status: FileStatus)],
        owner: (RelativePath) -> String?
    ) -> [Found] {
        var owners = walked.map { owner($0.path) }
        assignRecords(walked, &owners)
        var isKept = [Bool](repeating: false, count: walked.count)
        var needed: RelativePath?
        // Backwards, so that a directory is met after all it holds and is kept if any of that is.
        for index in walked.indices.reversed() {
            let (path, status) = walked[index]
            if status.kind == .socket {
                socketCount += 1
                continue
            }
            let holdsKept = needed.map { $0.isWithin(path) && $0 != path } ?? false
            isKept[index] =
                holdsKept || isCaptured(path, isDirectory: status.isDirectory, owners[index])
            if isKept[index] { needed = path }
        }
        return walked.indices.filter { isKept[$0] }.map {
            Found(path: walked[$0].path, status: walked[$0].status, package: owners[$0])
        }
    }

    private func isCaptured(_ path: RelativePath, isDirectory: Bool, _ package: String?) -> Bool {
        switch rules.pathClass(of: path) {
        case .exact, .once, .merge, .generated: true
        case .preserve, .volatile:
            isDirectory && (package != nil || isRuleItself(path))
        }
    }

    private func isRuleItself(_ path: RelativePath) -> Bool {
        let depth = path.components.count
        return ruledPaths.contains { $0.components.count == depth && $0.covers(path) }
    }

    /// Gives each dpkg record (`var/lib/dpkg/info/NAME.list` and its like) to the package it is of.
    private func assignRecords(
        _ walked: [(path: RelativePath, status: FileStatus)],
        _ owners: inout [String?]
    ) {
        let known = Set(owners.compactMap(\.self))
        let folder = RelativePath(uncheckedBytes: Array("var/lib/dpkg/info".utf8))
        for index in walked.indices where owners[index] == nil {
            let path = walked[index].path
            guard path.bytes.count > folder.bytes.count, path.isWithin(folder) else { continue }
            let name = path.name
            guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { continue }
            let full = String(decoding: name[..<dot], as: UTF8.self)
            let short = full.split(separator: ":", maxSplits: 1).first.map(String.init) ?? full
            if known.contains(full) {
                owners[index] = full
            } else if known.contains(short) {
                owners[index] = short
            }
        }
    }
}

extension PackagingError {
    /// The caller asked to stop.
    static let stopped = PackagingError(
        .cancelled,
        subject: "build",
        detail: "it was interrupted; nothing was kept"
    )
}
