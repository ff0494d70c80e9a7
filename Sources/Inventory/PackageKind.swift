internal import Model

/// What sort of thing a Debian package is, from its section and name.
enum PackageKind {
    /// What the packages of a section are.
    private enum Section {
        /// Nobody starts them: they serve other packages.
        case serving
        /// Libraries of a language, mixed with programs written in it.
        case language
    }

    private static let sections: [Substring: Section] = {
        let serving: [Substring] = [
            "libs", "oldlibs", "libdevel", "introspection", "debug", "localization", "fonts", "doc",
            "kernel",
        ]
        let language: [Substring] = [
            "python", "perl", "ruby", "javascript", "java", "php", "haskell", "ocaml", "rust",
            "golang", "lisp", "gnu-r", "cli-mono",
        ]
        let sorts = serving.map { ($0, Section.serving) } + language.map { ($0, Section.language) }
        return Dictionary(uniqueKeysWithValues: sorts)
    }()
    private static let libraryPrefixes = [
        "lib", "python3-", "python-", "ruby-", "node-", "golang-", "r-cran-", "r-base-", "php",
        "fonts-", "gir1.2-", "cl-",
    ]
    private static let driverPrefixes = [
        "printer-driver-", "firmware-", "xserver-xorg-video-", "xserver-xorg-input-",
        "nvidia-driver", "nvidia-kernel-", "nvidia-legacy-", "hplip", "foo2zjs", "displaylink",
    ]

    private static func isDriver(_ name: String) -> Bool {
        let first = name.utf8.first ?? 0
        if "pfxnhd".utf8.contains(first), driverPrefixes.contains(where: name.hasPrefix) {
            return true
        }
        return name.utf8.last == UInt8(ascii: "s") && name.hasSuffix("-dkms")
    }

    /// The kind of the package `name` of `section` (`games`, `contrib/net`).
    static func of(name: String, section: String) -> ItemKind {
        if isDriver(name) { return .driver }
        let slash = section.utf8.lastIndex(of: UInt8(ascii: "/"))
        let last = slash.map { section[section.utf8.index(after: $0)...] } ?? section[...]
        switch sections[last] {
        case nil: return .application
        case .serving?: return .component
        case .language?: break
        }
        let isLibrary =
            libraryPrefixes.contains(where: name.hasPrefix) || name.hasSuffix("-perl")
            || name.hasSuffix("-java") || name.hasSuffix("-doc")
        return isLibrary ? .component : .application
    }
}
