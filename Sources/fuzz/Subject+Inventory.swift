import Inventory
import Primitives

extension Subject {
    private static let now = Instant(secondsSince1970: 1_790_000_000)

    /// What describes a Debian station.
    static func debian(_ examples: Examples) -> [Subject] {
        let merged = MergedDirectories.read(root: examples.folder)
        return [
            .reader(
                "dpkg-status",
                share: 3,
                tokens: ["\n\n", "\n ", ": ", "Status: ", " (>= ", "| "]
            ) {
                bytes in
                _ = try DpkgStatusParser.parse(bytes, file: "status")
            },
            .reader("dpkg-log", share: 2, tokens: [" install ", " status ", "\n", "<none>"]) {
                bytes in
                _ = DpkgLog.parse(bytes)
            },
            .reader(
                "diversions",
                share: 1,
                tokens: ["\n", ":\n", "/usr/lib/", "/bin/", "../", "//"]
            ) {
                bytes in
                _ = try Diversions.parse(bytes, merged: merged)
            },
            .reader("apt-history", share: 2, tokens: ["\n\n", "Start-Date: ", "Install: ", " ("]) {
                bytes in
                _ = AptHistory.parse(bytes)
            },
            .reader(
                "extended-states",
                share: 1,
                tokens: ["Package: ", "Auto-Installed: 1", "\n\n"]
            ) {
                bytes in
                _ = try ExtendedStates.parse(bytes)
            },
            .reader(
                "kernel-module",
                share: 1,
                tokens: ["\u{7F}ELF", ".modinfo", "\u{0}", "intree=Y"]
            ) {
                bytes in
                _ = KernelModule.parse(bytes, name: "x.ko")
            },
            .reader(
                "printer",
                share: 1,
                tokens: ["*PPD-Adobe:", "*cupsFilter: \"", "\"", "*NickName:"]
            ) {
                bytes in
                _ = PrinterDescription.parse(bytes)
            },
            .reader(
                "appstream",
                share: 1,
                tokens: ["<name>", "</name>", "<release ", "version=\"", "'"]
            ) {
                bytes in
                _ = AppStreamDescription(bytes)
            },
        ]
    }

    /// What describes a Windows station, beside its hives.
    static let windows: [Subject] = [
        .reader("setup-log", share: 1, tokens: [">>>  ", "<<<  ", "[", "]", "\r\n"]) { bytes in
            _ = SetupLog.parse(bytes)
        },
        .reader("inf", share: 1, tokens: ["[Version]", "=", ",", "\"", "%", ";"]) { bytes in
            _ = InfFile(bytes)
        },
    ]

    /// What other tools say of a station, told apart by its content as an import does.
    static let imports: [Subject] =
        [
            (
                "xml",
                ["<", ">", "</", "/>", "&amp;", "&#0;", "&#x110000;", "<![CDATA[", "]]>", "<!--"]
            ),
            (
                "reg",
                ["[HKEY_", "]", "=hex(2):", "dword:", "\\\r\n  ", "\"", "\\\\", "@=", "-", ";"]
            ),
            ("json-inventory", ["{", "}", "[", "]", "\"content\":", "\"softwares\":[", "\\u0000"]),
            ("listing", ["||/", "+++-", "ii  ", "\t", "\n", " install ok installed", ":amd64"]),
            ("separated", [";", ",", "\t", "\"\"", "\"", "\r\n", "#TYPE ", "DisplayName"]),
            ("import", ["<", ">", "&amp;", "&#0;", "=hex(2):", "dword:", ";"]),
        ].map { name, tokens in
            .reader(name, share: 2, tokens: tokens) { bytes in
                _ = try InventoryImport.read(bytes, named: "x", now: now)
            }
        }

    /// Databases of rpm, in whole, with their write-ahead log, and one header alone.
    static let databases: [Subject] = [
        .reader(
            "sqlite",
            share: 2,
            tokens: ["SQLite format 3\u{0}", "Packages", "\u{0}\u{0}\u{0}"]
        ) {
            bytes in
            _ = try RPMDatabaseFile.items(bytes, file: "rpmdb.sqlite")
        },
        .reader("sqlite-log", share: 1, tokens: ["\u{0}\u{0}\u{0}"]) { bytes in
            let (database, log) = halves(bytes)
            _ = try RPMDatabaseFile.items(database, log: log, file: "rpmdb.sqlite")
        },
        .reader("rpm-header", share: 1, tokens: ["\u{0}\u{0}\u{0}", "\u{0}\u{0}\u{3}\u{e8}"]) {
            bytes in
            _ = try RPMHeader(bytes[...], file: "header")
        },
    ]

    /// Two documents in one example: the length of the first, in four bytes, stands before both.
    static func halves(_ bytes: [UInt8]) -> ([UInt8], [UInt8]) {
        let length = LittleEndian.uint32(bytes, 0).map(Int.init) ?? 0
        let end = min(4 + length, bytes.count)
        return (Array(bytes.dropFirst(4).prefix(length)), Array(bytes[max(end, 0)...]))
    }
}
