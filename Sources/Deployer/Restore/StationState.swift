internal import Platform
internal import Primitives

/// The folder of a station that survives every restore.
enum StationState {
    static let folder = RelativePath(uncheckedBytes: Array("var/lib/socle".utf8))

    /// Creates the folder where it is missing; the directory it is put in keeps its time.
    static func prepare(_ root: Directory) throws(PlatformError) {
        var missing: [RelativePath] = []
        var next: RelativePath? = folder
        while let path = next, try root.statusIfPresent(of: path) == nil {
            missing.append(path)
            next = path.parent
        }
        guard let holder = next, !missing.isEmpty else { return }
        let time = try root.status(of: holder).modified
        for path in missing.reversed() { try root.makeDirectory(path, permissions: 0o755) }
        try root.setModified(time, of: holder)
    }
}
