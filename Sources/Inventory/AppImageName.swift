/// What the file name of an AppImage says: `Krita-5.2.2-x86_64.AppImage` is Krita, version 5.2.2.
///
/// The rest is inside a squashfs file system, which is not opened.
package struct AppImageName: Equatable {
    /// The words before the version.
    package let name: String
    /// The first word that begins with a digit, and what follows it; empty where there is none.
    package let version: String
    /// The architecture, as the name spells it.
    package let architecture: String?

    private static let architectures: Set<String> = [
        "x86_64", "amd64", "x64", "x86", "i386", "i686", "aarch64", "arm64", "armhf", "armv7l",
    ]

    /// Takes the name of a file apart; nil for one that is no AppImage by its name.
    package init?(_ file: String) {
        guard file.lowercased().hasSuffix(".appimage") else { return nil }
        let words = file.dropLast(9).split(separator: "-").map(String.init)
        architecture = words.first { Self.architectures.contains($0.lowercased()) }
        let rest = words.filter {
            !Self.architectures.contains($0.lowercased()) && $0.lowercased() != "linux"
        }
        let start = rest.firstIndex(where: Self.isVersion) ?? rest.endIndex
        // A name that is all version is taken whole.
        name = start > 0 ? rest[..<start].joined(separator: "-") : String(file.dropLast(9))
        version =
            start > 0 ? rest[start...].joined(separator: "-").trimmingPrefix("v").description : ""
    }

    private static func isVersion(_ word: String) -> Bool {
        let digits = word.hasPrefix("v") ? word.dropFirst() : word[...]
        return digits.utf8.first.map(ByteText.isDigit) ?? false
    }
}
