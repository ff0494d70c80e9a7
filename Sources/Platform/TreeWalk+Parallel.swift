public import Primitives

extension TreeWalk {
    /// A whole tree, as found.
    public struct Contents: Sendable {
        /// Every path with its status, in tree order; the starting point comes first.
        public let entries: [(path: RelativePath, status: FileStatus)]
        /// What could not be read; empty when the walk was complete.
        public let errors: [PlatformError]
    }

    /// Walks everything below `path` on several workers and gives it in tree order.
    ///
    /// `skip` says of a directory whether what it holds is passed over.
    public static func collect(
        from directory: Directory,
        below path: RelativePath = .root,
        stayOnDevice: Bool = true,
        workers: Workers,
        skip: @Sendable (RelativePath) -> Bool = { _ in false }
    ) -> Contents {
        let anchor = WalkAnchor(directory, path, stayOnDevice: stayOnDevice)
        var pieces: [Piece] = [.subtree(path)]
        var errors: [PlatformError] = []
        let device = try? directory.status(of: path).device  // an error shows in the walk itself
        for _ in 0..<4 where workers.count > 1 {
            guard pieces.count(where: \.isSubtree) < 32 * workers.count else { break }
            pieces = pieces.flatMap { piece in
                piece.split(anchor, stayOnDevice ? device : nil, skip, &errors)
            }
        }
        let plan = pieces
        let walked: [Result<Contents, Never>] = workers.map(plan.count) { index in
            plan[index].contents(anchor, stayOnDevice ? device : nil, stayOnDevice, skip)
        }
        var entries: [(path: RelativePath, status: FileStatus)] = []
        entries.reserveCapacity(walked.reduce(0) { $0 + $1.get().entries.count })
        for part in walked {
            entries += part.get().entries
            errors += part.get().errors
        }
        return Contents(entries: entries, errors: errors)
    }

    /// A part of the tree that one worker walks.
    private enum Piece: Sendable {
        case entry(RelativePath, FileStatus)
        case subtree(RelativePath)

        var isSubtree: Bool {
            if case .subtree = self { true } else { false }
        }

        /// The same part as a directory's own entry and one part for each directory in it.
        func split(
            _ anchor: WalkAnchor,
            _ device: UInt64?,
            _ skip: (RelativePath) -> Bool,
            _ errors: inout [PlatformError]
        ) -> [Piece] {
            guard case .subtree(let top) = self else { return [self] }
            var pieces: [Piece] = []
            errors += TreeWalk.walk(from: anchor, below: top, stayOnDevice: device != nil) {
                path,
                status in
                if path == top {
                    pieces.append(.entry(path, status))
                    let entered = status.device == (device ?? status.device) && !skip(path)
                    return entered ? .proceed : .skipDescendants
                }
                pieces.append(status.isDirectory ? .subtree(path) : .entry(path, status))
                return .skipDescendants
            }
            return pieces
        }

        func contents(
            _ anchor: WalkAnchor,
            _ device: UInt64?,
            _ stayOnDevice: Bool,
            _ skip: (RelativePath) -> Bool
        ) -> Contents {
            guard case .subtree(let top) = self else {
                if case .entry(let path, let status) = self {
                    return Contents(entries: [(path, status)], errors: [])
                }
                return Contents(entries: [], errors: [])
            }
            var entries: [(path: RelativePath, status: FileStatus)] = []
            let errors = TreeWalk.walk(from: anchor, below: top, stayOnDevice: stayOnDevice) {
                path,
                status in
                entries.append((path, status))
                let entered = status.device == (device ?? status.device) && !skip(path)
                return entered ? .proceed : .skipDescendants
            }
            return Contents(entries: entries, errors: errors)
        }
    }
}
