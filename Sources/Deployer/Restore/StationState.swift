internal import Platform
internal import Primitives

/// The folder of a station that survives every restore.
enum StationState {
    static let folder = RelativePath(uncheckedBytes: Array("var/lib/socle".utf8))

    /// Creates the folder where it is missing; the directory it is put in keeps its time.
    static func prepare(_ disk: some Disk) throws(PlatformError) {
        var missing: [RelativePath] = []
        var next: RelativePath? = folder
        while let path = next, try disk.statusIfPresent(of: path) == nil {
            missing.append(path)
            next = path.parent
        }
        guard let holder = next, !missing.isEmpty else { return }
        let time = try disk.status(of: holder).modified
        for path in missing.reversed() { try disk.makeDirectory(path, permissions: 0o755) }
        try disk.setModified(time, of: holder)
    }

    /// The same for what is no part of a transaction.
    static func prepare(_ root: Directory) throws(PlatformError) {
        try prepare(SystemDisk(root: root))
    }
}
