internal import Platform
internal import Primitives

/// The folder of a station that survives every restore.
enum StationState {
    static let folder = RelativePath(uncheckedBytes: Array("var/lib/socle".utf8))

    /// Creates the folder where it is missing.
    static func prepare(_ root: Directory) throws(PlatformError) {
        guard try root.statusIfPresent(of: folder) == nil else { return }
        try root.makeDirectories(folder, permissions: 0o755)
    }
}
