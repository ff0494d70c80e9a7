internal import Primitives

/// What a name that no package owns means, by where it is.
///
/// Maintainer scripts leave many such names on every Debian: caches, compiled Python, links of the
/// alternatives system, folders under `usr/local`. None of these is something a person installed.
struct UnownedRules {
    /// What to do with an unowned name in a shared folder.
    enum Meaning: Equatable {
        /// Nothing a person installed, and nothing to look for below it.
        case ignored
        /// A folder that many share: what is in it is judged by itself.
        case container
        /// Something a person put there, if it holds any file.
        case program
        /// A program or a library if it is one by its name or mode, or holds one.
        case code
        /// A driver, a firmware file, a rule for devices.
        case driver
        /// A kernel's folder or one module: a driver if it holds modules.
        case kernelModule
        /// A launcher, which names programs and is none.
        case launcher
        /// A link in a folder of programs, to be judged by what it leads to.
        case link
    }

    /// What the unowned `name` in the shared folder `parent` means.
    static func meaning(of name: String, in parent: String, kind: FileKind) -> Meaning {
        if kind == .directory { return folder(name, in: parent) }
        if let driver = driver(name, in: parent, kind) { return driver }
        if kind == .symbolicLink {
            return programFolders.contains(parent) ? .link : .ignored
        }
        guard kind == .regular, !isGenerated(name) else { return .ignored }
        if name.hasSuffix(".desktop") { return .launcher }
        return .code
    }

    /// Folders of programs.
    static let programFolders: Set<String> = [
        "usr/bin", "usr/sbin", "usr/games", "usr/local/bin", "usr/local/sbin", "usr/local/games",
        "bin", "sbin",
    ]

    /// Folders of `etc` whose files belong to drivers; everything else there is settings.
    static let driverSettings = ["etc/udev/rules.d", "etc/udev/hwdb.d", "etc/modprobe.d"]

    // MARK: Folders

    /// Shared folders that need not be owned.
    private static let containers: Set<String> = [
        "opt", "usr", "usr/local", "usr/local/bin", "usr/local/sbin", "usr/local/games",
        "usr/local/lib", "usr/local/libexec", "usr/local/share", "usr/local/src",
        "usr/local/lib/firmware", "usr/local/lib/udev", "usr/local/lib/udev/rules.d",
        "usr/local/share/applications", "usr/local/share/ppd", "usr/local/share/fonts",
        "usr/local/share/fonts/truetype", "usr/local/share/fonts/opentype",
        "usr/local/lib/systemd", "usr/lib/firmware/updates", "usr/local/lib/modprobe.d",
        "usr/share/applications", "usr/lib/modules", "usr/share/ppd", "usr/share/cups/model",
        "usr/lib/cups/filter", "usr/lib/cups/backend", "usr/lib/cups/driver",
    ]

    /// Folders that hold no program, or that another source covers.
    private static let ignoredFolders: Set<String> = [
        "usr/share/man", "usr/share/info", "usr/share/mime", "usr/share/locale", "usr/share/doc",
        "usr/share/icons", "usr/lib/locale", "usr/share/fonts", "usr/share/help", "usr/etc",
        "usr/local/man", "usr/local/etc", "usr/local/include", "usr/local/share/man",
        "usr/local/share/info", "usr/local/share/mime", "usr/local/share/locale",
        "usr/local/share/doc", "usr/local/share/icons", "usr/local/share/pixmaps",
        "usr/local/share/ca-certificates", "usr/local/share/sgml", "usr/local/share/xml",
        "usr/local/share/help", "usr/local/share/bash-completion", "usr/local/share/zsh",
        "usr/local/share/fish", "usr/local/share/metainfo", "usr/local/share/appdata",
        "usr/local/lib/node_modules", "usr/lib/node_modules", "usr/local/lib/pkgconfig",
        "usr/local/lib/cmake", "usr/local/share/pkgconfig", "usr/local/share/emacs",
        "usr/local/share/texmf", "usr/local/share/perl", "usr/local/lib/tmpfiles.d",
    ]

    /// Whether the walk leaves the owned or shared folder out: it holds data only.
    static func isLeftOut(_ path: String) -> Bool { ignoredFolders.contains(path) }

    private static func folder(_ name: String, in parent: String) -> Meaning {
        let path = parent.isEmpty ? name : "\(parent)/\(name)"
        if name == "__pycache__" || ignoredFolders.contains(path) { return .ignored }
        if containers.contains(path) { return .container }
        if parent == "usr/local/lib" {
            if name.hasPrefix("python") { return .ignored }
            if name.hasSuffix("-linux-gnu") { return .container }
        }
        if parent == "usr/lib/modules" { return .kernelModule }
        if parent.isWithin("usr/lib/modules") { return .container }
        if isDriverFolder(parent) { return .driver }
        if parent == "usr/src" { return .ignored }
        if parent == "opt" || parent == "usr/local" || parent.isWithin("usr/local") {
            return .program
        }
        return .code
    }

    // MARK: Drivers

    private static func driver(_ name: String, in parent: String, _ kind: FileKind) -> Meaning? {
        if parent.isWithin("usr/lib/modules") {
            return kind == .regular && isKernelModule(name) ? .kernelModule : .ignored
        }
        guard isDriverFolder(parent), !isGenerated(name) else { return nil }
        if kind == .symbolicLink, !parent.hasSuffix("/rules.d"), !parent.hasSuffix("modprobe.d") {
            return .ignored
        }
        // Rules that snapd writes for the snaps it runs.
        if parent.hasSuffix("udev/rules.d"), name.hasPrefix("70-snap.") { return .ignored }
        return .driver
    }

    private static func isDriverFolder(_ path: String) -> Bool {
        let roots = [
            "usr/lib/firmware", "usr/local/lib/firmware", "usr/lib/cups/filter",
            "usr/lib/cups/backend", "usr/lib/cups/driver", "usr/share/ppd", "usr/local/share/ppd",
            "usr/share/cups/model", "usr/lib/udev/rules.d", "usr/local/lib/udev/rules.d",
            "usr/lib/udev/hwdb.d", "usr/lib/modprobe.d", "usr/local/lib/modprobe.d",
            "usr/lib/xorg/modules",
        ]
        if roots.contains(where: path.isWithin) || driverSettings.contains(path) { return true }
        return path.hasPrefix("usr/lib/") && path.hasSuffix("/sane")
    }

    /// Whether `name` is a kernel module, compressed or not.
    static func isKernelModule(_ name: String) -> Bool {
        [".ko", ".ko.xz", ".ko.zst", ".ko.gz"].contains { name.hasSuffix($0) }
    }

    // MARK: Files

    /// Whether a file of that name is code by its name alone.
    static func isCode(_ name: String) -> Bool {
        if name.hasSuffix(".so") || name.contains(".so.") { return !name.hasSuffix(".cache") }
        return [".jar", ".AppImage", ".appimage", ".exe", ".dll"].contains { name.hasSuffix($0) }
    }

    /// Whether programs of the distribution write files of that name by themselves.
    private static func isGenerated(_ name: String) -> Bool {
        [".pyc", ".pyo", ".elc", ".cache", ".dpkg-old", ".dpkg-new", ".dpkg-dist", ".dpkg-bak"]
            .contains { name.hasSuffix($0) }
            || ["hwdb.bin", "gschemas.compiled", ".uuid", "ls-R", "dir"].contains(name)
    }
}

extension String {
    /// Whether this path is `folder` or lies below it.
    func isWithin(_ folder: String) -> Bool {
        guard hasPrefix(folder) else { return false }
        return utf8.count == folder.utf8.count
            || utf8.dropFirst(folder.utf8.count).first == ByteText.slash
    }
}
