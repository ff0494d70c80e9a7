package import Platform
internal import Primitives

/// The top-level directories that are links into `usr` on a merged system, by the audited root's own
/// links.
///
/// dpkg's lists keep the old names (`/bin/dash`); on the disk the file is `usr/bin/dash`.
package struct MergedDirectories: Sendable {
    /// Each old name with its slash, and what replaces it.
    private let aliases: [(prefix: [UInt8], target: [UInt8])]

    /// Reads the links of `root`.
    package static func read(root: Directory) -> MergedDirectories {
        var aliases: [(prefix: [UInt8], target: [UInt8])] = []
        for name in ["bin", "sbin", "lib", "lib32", "lib64", "libo32", "libx32"] {
            // A name that is no link, or cannot be read, stays as it is.
            guard let path = try? RelativePath(name),
                var target = try? root.symbolicLinkTarget(of: path)
            else { continue }
            while target.first == ByteText.slash { target.removeFirst() }
            while target.last == ByteText.slash { target.removeLast() }
            guard let inside = try? RelativePath(bytes: target) else { continue }
            aliases.append(([UInt8](name.utf8), inside.bytes))
        }
        return MergedDirectories(aliases: aliases)
    }

    /// `path` as it is on the disk, or nil where it is that already.
    package func replacement(for path: ArraySlice<UInt8>) -> [UInt8]? {
        guard let first = path.first,
            first == UInt8(ascii: "b") || first == UInt8(ascii: "s")
                || first == UInt8(ascii: "l")
        else { return nil }
        for (prefix, target) in aliases where path.starts(with: prefix) {
            let rest = path.dropFirst(prefix.count)
            // The link itself keeps its name.
            if rest.first == ByteText.slash { return target + rest }
        }
        return nil
    }

    /// `path` as it is on the disk.
    package func normalized(_ path: [UInt8]) -> [UInt8] {
        replacement(for: path[...]) ?? path
    }
}
