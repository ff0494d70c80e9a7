internal import Model
internal import Platform
internal import Primitives

/// Which package brought a path that no package lists and the target does not have.
///
/// Maintainer scripts make links to what their package installed (alternatives, start-up links,
/// enabled units) and files in directories it owns: both go with that package. A link is followed by
/// its text alone, inside the root, a few steps at most; nothing is opened.
struct ForeignOwner {
    private static let longestChain = 4

    let root: Directory
    let ownership: Ownership

    /// The package of `path`; `inherited` is that of the foreign directory above it, if any.
    func owner(of path: RelativePath, kind: FileKind, inherited: String?) -> String? {
        if let owner = ownership.owner(path) { return owner }
        if kind == .symbolicLink, let owner = ownerOfTarget(path) { return owner }
        return inherited
    }

    private func ownerOfTarget(_ path: RelativePath) -> String? {
        var link = path
        for _ in 0..<Self.longestChain {
            // A link that can not be read names nothing.
            guard let text = try? root.symbolicLinkTarget(of: link),
                let target = Self.resolve(text, from: link)
            else { return nil }
            if let owner = ownership.owner(target) { return owner }
            link = target
        }
        return nil
    }

    /// The path `text` names as the target of a link at `link`; nil where it leaves the root.
    private static func resolve(_ text: [UInt8], from link: RelativePath) -> RelativePath? {
        let slash = UInt8(ascii: "/")
        let isAbsolute = text.first == slash
        var parts = isAbsolute ? [] : (link.parent ?? .root).components.map { [UInt8]($0) }
        for part in text.split(separator: slash) {
            if part.elementsEqual([UInt8(ascii: ".")]) { continue }
            if part.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) {
                guard parts.popLast() != nil else { return nil }
            } else {
                parts.append([UInt8](part))
            }
        }
        // Too long or strange a target names nothing of the root.
        return try? RelativePath(bytes: parts.joined(separator: [slash]))
    }
}
