internal import Archive
internal import Model
internal import Platform
internal import Primitives

/// One frame to make.
enum FrameUnit: Sendable {
    /// Whole members, by their position among the names packed.
    case members([Int])
    /// Part of the stored content of one large file; the first part has the header, the last the
    /// padding.
    case piece(name: Int, range: Range<UInt64>, isFirst: Bool, isLast: Bool)
    /// The content digest of a large file, which its parts can not compute; makes no frame.
    case digest(name: Int)
    /// The two blocks of zeros, alone so that the frame before them does not depend on being last.
    case end

    /// Whether a member begins with the frame.
    var startsEntry: Bool {
        switch self {
        case .members, .end: true
        case .piece(_, _, let isFirst, _): isFirst
        case .digest: false
        }
    }
}

/// The order of an archive and where its frames are cut.
///
/// Cuts depend on what is in a frame and not on what comes before it: at each package, within a
/// package by size, elsewhere by the spread of the path and around each file of some size. So
/// unchanged content gives the same frames in the next edition, and the databases that every
/// installation changes (dpkg's status, debconf's, the loader's cache) take no neighbour with them.
struct FramePlan {
    /// Positions in the captured names, in archive order.
    private(set) var order: [Int] = []
    private(set) var units: [FrameUnit] = []
    /// Of each inode with several names, the one that comes first and so carries the bytes.
    private(set) var carriers: [CapturedName.Inode: Int] = [:]
    private let names: [CapturedName]
    private var current: [Int] = []
    private var currentSize: UInt64 = 0

    /// A directory begins a frame once in this many, an unowned file once in this many.
    private static let directoryCut: UInt64 = 512
    private static let fileCut: UInt64 = 64
    /// An unowned file from this many bytes on has a frame of its own.
    private static let ownFrame: UInt64 = 16 << 10

    /// Plans the archive of the names at `positions`.
    init(names: [CapturedName], positions: [Int]) {
        self.names = names
        let directories = positions.filter { names[$0].status.isDirectory }
        let others = positions.filter { !names[$0].status.isDirectory }
        let owned = others.filter { names[$0].package != nil }
            .map { (package: Array((names[$0].package ?? "").utf8), position: $0) }
            .sorted {
                $0.package == $1.package
                    ? $0.position < $1.position : $0.package.lexicographicallyPrecedes($1.package)
            }
        order = directories + owned.map(\.position) + others.filter { names[$0].package == nil }
        plan()
    }

    private mutating func plan() {
        var package: String?
        var isFirstFile = true
        for position in order {
            let name = names[position]
            if let inode = name.inode, carriers[inode] == nil { carriers[inode] = position }
            if name.status.isDirectory {
                if isCut(name.path, Self.directoryCut) { flush() }
            } else if isFirstFile || name.package != package {
                flush()
                package = name.package
                isFirstFile = false
            } else if package == nil, isCut(name.path, Self.fileCut) {
                flush()
            }
            let isAlone = name.package == nil && name.storedLength >= Self.ownFrame
            if isAlone { flush() }
            add(position, name)
            if isAlone { flush() }
        }
        flush()
        units.append(.end)
    }

    private func isCut(_ path: RelativePath, _ average: UInt64) -> Bool {
        IndexFormat.spread(path.bytes).isMultiple(of: average)
    }

    private mutating func add(_ position: Int, _ name: CapturedName) {
        let target = UInt64(Frame.targetDecodedLength)
        // Two ustar blocks and a pax header; the cut needs to be stable, not exact.
        let isLink = name.inode.map { carriers[$0] != position } ?? false
        let size = (isLink ? 0 : name.storedLength) + 1536
        if currentSize > 0, currentSize + size > target { flush() }
        guard size > target else {
            current.append(position)
            currentSize += size
            return
        }
        units.append(.digest(name: position))
        var start: UInt64 = 0
        while start < name.storedLength {
            let end = min(name.storedLength, start + target)
            units.append(
                .piece(
                    name: position,
                    range: start..<end,
                    isFirst: start == 0,
                    isLast: end == name.storedLength
                )
            )
            start = end
        }
    }

    private mutating func flush() {
        guard !current.isEmpty else { return }
        units.append(.members(current))
        current = []
        currentSize = 0
    }
}
