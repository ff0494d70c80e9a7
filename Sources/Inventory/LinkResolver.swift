internal import Platform
internal import Primitives

/// Follows symbolic links by hand, never out of the root: an absolute target starts at the root,
/// and `..` stops there.
struct LinkResolver {
    let root: Directory
    private static let longestChain = 40

    /// The path without any link on the way, or nil when it does not exist or links go in a circle.
    func resolve(_ path: RelativePath) throws(PlatformError) -> RelativePath? {
        var pending = Array(path.components.reversed()).map { [UInt8]($0) }
        var done: [[UInt8]] = []
        var links = 0
        while let part = pending.popLast() {
            if part.elementsEqual(".".utf8) { continue }
            if part.elementsEqual("..".utf8) {
                _ = done.popLast()
                continue
            }
            let text = Array((done + [part]).joined(separator: [ByteText.slash]))
            guard let here = try? RelativePath(bytes: text),  // too long: it is nowhere
                let status = try root.statusIfPresent(of: here)
            else { return nil }
            guard status.kind == .symbolicLink else {
                guard status.kind == .directory || pending.isEmpty else { return nil }
                done.append(part)
                continue
            }
            links += 1
            guard links <= Self.longestChain else { return nil }
            let target = try root.symbolicLinkTarget(of: here)
            if target.first == ByteText.slash { done.removeAll() }
            pending += target.split(separator: ByteText.slash).reversed().map { [UInt8]($0) }
            guard pending.count <= RelativePath.maximumLength else { return nil }
        }
        // As above: what is too long is nowhere.
        return try? RelativePath(bytes: Array(done.joined(separator: [ByteText.slash])))
    }
}
