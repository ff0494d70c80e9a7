internal import Model
internal import Primitives

/// One program as a document describes it, before it is known on which system.
struct SoftwareRecord {
    var name = ""
    var version = ""
    var architecture = ""
    var publisher = ""
    /// The package manager it came from, in the words of the document.
    var manager = ""
    /// What sort of thing the document says it is.
    var category = ""
    /// What sort of update it is; empty where it is none.
    var releaseType = ""
    var date = ""
    /// Where it is installed: read for the identity of a Store application, then dropped.
    var folder = ""
    /// The key of the program it is a part or an update of.
    var parent = ""
    /// Its own key.
    var key = ""
    /// Whether it says how it can be taken away, or that it can not; nil where documents of its
    /// sort never do.
    var isRemovable: Bool?
    /// Its installer hides it from people.
    var isHidden = false
    /// Its place in the document.
    var field = ""
}

/// What a document says of the operating system.
struct SystemRecord {
    var kernel = ""
    var kernelVersion = ""
    var name = ""
    var version = ""
    var architecture = ""

    /// The system, or nil where the document says too little.
    var system: Inventory.System? {
        guard !(kernel + name).isEmpty else { return nil }
        let isWindows =
            kernel.lowercased().contains("win32") || name.lowercased().contains("windows")
        let id = isWindows ? "windows" : Self.distribution(name.isEmpty ? kernel : name)
        return Inventory.System(
            id: id,
            version: isWindows ? windowsVersion : distributionVersion(id),
            name: name,
            architecture: isWindows
                ? WindowsSystem.architecture(Self.architecture(architecture)) ?? ""
                : Self.architecture(architecture)
        )
    }

    /// The name of a distribution as os-release spells its id.
    private static func distribution(_ name: String) -> String {
        let text = name.lowercased()
        let known = [
            "debian", "ubuntu", "fedora", "centos", "opensuse", "raspbian", "mageia", "arch",
            "android", "macos",
        ]
        if text.hasPrefix("linux mint") { return "linuxmint" }
        if text.hasPrefix("mac os") || text.hasPrefix("os x") { return "macos" }
        return known.first { text.hasPrefix($0) }
            ?? text.split(separator: " ").first.map(String.init) ?? "linux"
    }

    /// VERSION_ID as os-release has it: Debian counts by whole numbers, Ubuntu by two.
    private func distributionVersion(_ id: String) -> String {
        let words = (version + " " + name).split { !$0.isNumber && $0 != "." }
        guard let number = words.first(where: { $0.first?.isNumber == true }) else { return "" }
        let parts = number.split(separator: ".")
        return parts.prefix(id == "ubuntu" || id == "linuxmint" ? 2 : 1).joined(separator: ".")
    }

    /// The version people know, from the kernel's: Windows 11 still calls itself 10.0.
    private var windowsVersion: String {
        let numbers = (kernelVersion.isEmpty ? version : kernelVersion).split(separator: ".")
        guard numbers.count >= 3, let build = Int(numbers[2]) else { return "" }
        return WindowsSystem.version(product: name, build: build)
    }

    /// An architecture in Debian's words, as our own reader gives it.
    static func architecture(_ text: String) -> String {
        switch text.lowercased() {
        case "x86_64", "x64", "amd64", "64-bit", "64 bits", "64 bit", "64-bits", "64": "amd64"
        case "i386", "i486", "i586", "i686", "x86", "32-bit", "32 bits", "32 bit", "32-bits", "32":
            "i386"
        case "aarch64", "arm64": "arm64"
        default: text
        }
    }
}

/// Days in the forms that documents write them.
enum DocumentDay {
    /// The day `text` begins with, or nil; the first day of 1970 stands for none.
    static func read(_ text: String) -> Day? {
        // Up to three numbers and what separates them, of the first ten bytes.
        var numbers: (Int, Int, Int) = (0, 0, 0)
        var lengths: (Int, Int, Int) = (0, 0, 0)
        var part = 0
        var count = 0
        for byte in text.utf8.prefix(10) {
            count += 1
            guard ByteText.isDigit(byte) else {
                part += 1
                continue
            }
            let digit = Int(byte - UInt8(ascii: "0"))
            switch part {
            case 0: (numbers.0, lengths.0) = (numbers.0 * 10 + digit, lengths.0 + 1)
            case 1: (numbers.1, lengths.1) = (numbers.1 * 10 + digit, lengths.1 + 1)
            default: (numbers.2, lengths.2) = (numbers.2 * 10 + digit, lengths.2 + 1)
            }
        }
        guard count >= 8 else { return nil }
        let found: Day? =
            if part == 2, lengths.0 == 4 {
                Day(year: numbers.0, month: numbers.1, day: numbers.2)
            } else if part == 2, lengths.2 == 4 {
                Day(year: numbers.2, month: numbers.1, day: numbers.0)
            } else if lengths.0 >= 8 {
                compact(text)
            } else {
                nil
            }
        return found?.daysSince1970 == 0 ? nil : found
    }

    /// The day written as eight digits.
    private static func compact(_ text: String) -> Day? {
        guard let number = ByteText.number(Array(text.utf8.prefix(8))[...]) else { return nil }
        let digits = Int(number)
        return Day(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
    }
}
