internal import Primitives

/// Files that no package owns and that belong together: one topmost unowned name and all below it.
struct UnownedGroup: Sendable {
    /// The topmost unowned name.
    let path: RelativePath
    let meaning: UnownedRules.Meaning
    /// Whether it is a folder.
    let isFolder: Bool
    /// How many names that are no folders it holds.
    var fileCount = 0
    /// Its programs, libraries and modules, a limited number of them.
    var code: [RelativePath] = []
    /// Its launchers, a limited number of them.
    var launchers: [RelativePath] = []

    /// Whether the group is something to report.
    var counts: Bool {
        switch meaning {
        case .program, .driver: fileCount > 0
        case .code, .kernelModule: !code.isEmpty
        case .ignored, .container, .launcher, .link: false
        }
    }
}
