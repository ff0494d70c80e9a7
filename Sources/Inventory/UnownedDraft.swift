internal import Model
internal import Primitives

/// One unowned program in the making.
struct UnownedDraft {
    var name: String
    var kind: ItemKind
    var paths: [RelativePath]
    var fileCount: Int
    var code: [RelativePath]
    var version = ""
    var summary: String?
    var isNamed = false
    /// What more there is to say of where it was found, for its evidence.
    var note: String?
    /// What its file name says, where it is an AppImage.
    var image: AppImageName?

    /// Adds another part of the same program.
    mutating func merge(_ other: Self) {
        paths += other.paths
        fileCount += other.fileCount
        code += other.code
        if version.isEmpty { version = other.version }
        if summary == nil { summary = other.summary }
        if note == nil { note = other.note }
    }

    /// Takes the human name a launcher gives.
    mutating func take(_ entry: DesktopEntry) {
        guard !isNamed else { return }
        name = entry.name
        summary = entry.comment.map { String($0.prefix(200)) }
        isNamed = true
    }

    /// Whether `path` is one of its files.
    func holds(_ path: RelativePath) -> Bool {
        paths.contains { path.isWithin($0) }
    }

    /// Whether `entry` starts one of its programs.
    func isStarted(by entry: DesktopEntry) -> Bool {
        if entry.program.hasPrefix("/") {
            guard let path = try? RelativePath(String(entry.program.dropFirst())) else {
                return false  // not a path: it starts nothing here
            }
            return holds(path)
        }
        let base = [UInt8]((entry.program.split(separator: "/").last ?? "").utf8)
        return code.contains { $0.name.elementsEqual(base) }
            || paths.contains { $0.name.elementsEqual(base) }
    }
}
