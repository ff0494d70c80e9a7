import Inventory
import Primitives

extension Subject {
    /// What describes a station, and what other tools say of one.
    static let inventory: [Subject] = [
        .reader("dpkg-status", share: 3, tokens: ["\n\n", "\n ", ": ", "Status: ", " (>= ", "| "]) {
            bytes in
            _ = try DpkgStatusParser.parse(bytes, file: "status")
        },
        .reader("dpkg-log", share: 2, tokens: [" install ", " status ", "\n", "<none>"]) { bytes in
            _ = DpkgLog.parse(bytes)
        },
        .reader("apt-history", share: 2, tokens: ["\n\n", "Start-Date: ", "Install: ", " ("]) {
            bytes in
            _ = AptHistory.parse(bytes)
        },
        .reader("extended-states", share: 1, tokens: ["Package: ", "Auto-Installed: 1", "\n\n"]) {
            bytes in
            _ = try ExtendedStates.parse(bytes)
        },
        .reader("setup-log", share: 1, tokens: [">>>  ", "<<<  ", "[", "]", "\r\n"]) { bytes in
            _ = SetupLog.parse(bytes)
        },
        .reader("inf", share: 1, tokens: ["[Version]", "=", ",", "\"", "%", ";"]) { bytes in
            _ = InfFile(bytes)
        },
        .reader("regf", share: 1, tokens: ["regf", "hbin", "nk", "vk", "lf", "\u{0}\u{0}\u{0}"]) {
            bytes in
            let hive = try Hive.open(bytes, file: "hive")
            _ = try hive.key("Microsoft\\Windows\\CurrentVersion\\Uninstall")
        },
        .reader("import", share: 3, tokens: ["<", ">", "&amp;", "&#0;", "=hex(2):", "dword:", ";"])
        {
            bytes in
            let now = Instant(secondsSince1970: 1_790_000_000)
            _ = try InventoryImport.read(bytes, named: "x", now: now)
        },
    ]
}
