internal import Model
internal import Packaging
internal import Primitives

extension TargetTree {
    /// Where in ``entries`` the one at `path` stands, or nil.
    func place(of path: RelativePath) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].entry.path < path { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].entry.path == path ? low : nil
    }

    /// The entry that carries the bytes of the regular file at `index`: itself, or the one whose
    /// other name it is.
    func carrier(of index: Int) -> Int {
        guard case .hardLink(let target) = entries[index].entry.content else { return index }
        return place(of: target) ?? index
    }

    /// The size, digest and frame of the regular file at `index`; nil for another kind.
    func file(at index: Int) -> (size: UInt64, digest: Digest, frame: UInt64, layer: Int)? {
        let item = entries[carrier(of: index)]
        guard case .file(let size, let digest, let frame, _) = item.entry.content else {
            return nil
        }
        return (size, digest, frame, item.layer)
    }
}
