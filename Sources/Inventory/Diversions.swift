internal import Model
package import Platform
internal import Primitives

/// Files moved aside so that another package, or the administrator, can put its own in their place.
package struct Diversions: Sendable {
    /// One diversion.
    package struct Diversion: Sendable, Hashable {
        /// Where everyone else's file goes, on the disk.
        package let target: [UInt8]
        /// The package whose file keeps the name, or nil for the administrator's diversion.
        package let package: String?
    }

    /// The file.
    package static let file = "var/lib/dpkg/diversions"

    /// The diversions by the path diverted, on the disk.
    package let all: [[UInt8]: Diversion]

    /// Reads the file below `root`; none when it does not exist.
    package static func read(
        root: Directory,
        merged: MergedDirectories
    ) throws(InventoryError) -> Diversions {
        let bytes = try StationFiles(root).content(file, limit: ReadingLimits.database)
        return try parse(bytes ?? [], merged: merged)
    }

    /// Reads triplets of lines: path, diverted path, package or `:`.
    package static func parse(
        _ bytes: [UInt8],
        merged: MergedDirectories
    ) throws(InventoryError) -> Diversions {
        let lines = ByteText.lines(bytes[...])
        guard lines.count.isMultiple(of: 3), lines.count <= ReadingLimits.paths else {
            throw .malformed(
                file,
                line: lines.count,
                "expected three lines for each diversion"
            )
        }
        var all: [[UInt8]: Diversion] = [:]
        for index in stride(from: 0, to: lines.count, by: 3) {
            guard let path = ByteText.relative(lines[index]),
                let target = ByteText.relative(lines[index + 1])
            else { throw .malformed(file, line: index + 1, "expected absolute paths") }
            let owner = ByteText.string(lines[index + 2])
            all[merged.normalized(path)] = Diversion(
                target: merged.normalized(target),
                package: owner == ":" ? nil : owner
            )
        }
        return Diversions(all: all)
    }

    /// Where the file that `package` ships as `path` is on the disk.
    package func place(of path: [UInt8], package: String) -> [UInt8] {
        guard let diversion = all[path], diversion.package != package else { return path }
        return diversion.target
    }
}

extension FileOwnership {
    /// The diversions, each with the package whose file it moved.
    func movedFiles() -> [Diversion] {
        diversions.all.compactMap { path, diversion in
            // What is no path names no file.
            guard let path = try? RelativePath(bytes: path),
                let target = try? RelativePath(bytes: diversion.target)
            else { return nil }
            return Diversion(
                path: path,
                target: target,
                package: diversion.package,
                owner: owner(of: target)
            )
        }
        .sorted { $0.path < $1.path }
    }
}
