internal import Model
internal import Packaging
internal import Platform
internal import Primitives

/// Finds bytes to be written among those the station has already.
enum LocalContent {
    /// A path on the station for each entry whose content is there, by entry of the target.
    ///
    /// Files that are as the target says vouch for their digest. Foreign and altered files of a wanted
    /// size are read: a renamed file is then found.
    static func find(
        _ root: Directory,
        _ tree: TargetTree,
        _ comparison: ComparisonResult,
        work: [Draft.Work],
        workers: Workers
    ) -> [Int: RelativePath] {
        var wanted: [Digest: [Int]] = [:]
        var sizes: Set<UInt64> = []
        for index in work.indices where work[index] == .write {
            guard let file = tree.file(at: index), file.size > 0 else { continue }
            wanted[file.digest, default: []].append(index)
            sizes.insert(file.size)
        }
        guard !wanted.isEmpty else { return [:] }
        var sources: [Digest: RelativePath] = [:]
        for (index, record) in comparison.records.enumerated() where record.standing == .same {
            guard case .file(let size, let digest, _, _) = tree.entries[index].entry.content,
                sizes.contains(size), wanted[digest] != nil
            else { continue }
            sources[digest] = tree.entries[index].entry.path
        }
        search(root, comparison, sizes, workers) { digest, path in
            if wanted[digest] != nil, sources[digest] == nil { sources[digest] = path }
        }
        var result: [Int: RelativePath] = [:]
        for (digest, path) in sources {
            for index in wanted[digest] ?? [] { result[index] = path }
        }
        return result
    }

    private static func search(
        _ root: Directory,
        _ comparison: ComparisonResult,
        _ sizes: Set<UInt64>,
        _ workers: Workers,
        _ found: (Digest, RelativePath) -> Void
    ) {
        let altered = comparison.records.filter { $0.standing == .content }.map(\.found)
        let candidates = (comparison.foreign + altered).filter { position in
            let status = comparison.found[Int(position)].status
            return status.isRegular && status.size > 0 && sizes.contains(status.size)
        }
        let all = comparison.found
        let digests: [Result<Digest, PlatformError>] = workers.map(
            candidates.count,
            state: { () throws(PlatformError) in EntryInspector(root) }
        ) { inspector, place throws(PlatformError) in
            let (path, status) = all[Int(candidates[place])]
            let file = try root.openFile(path)
            return try inspector.digest(of: file, size: status.size)
        }
        for (place, result) in digests.enumerated() {
            // A file that can not be read is fetched instead.
            guard case .success(let digest) = result else { continue }
            found(digest, all[Int(candidates[place])].path)
        }
    }
}
