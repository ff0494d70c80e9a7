internal import Model
internal import Primitives

/// Reads what dpkg prints of itself: `dpkg -l`, `dpkg-query -W` in tables, and its status file.
enum DpkgListing {
    /// The sort of listing that `bytes` are, or nil.
    static func sort(of bytes: [UInt8]) -> Sort? {
        let head = ByteText.lines(bytes.prefix(4096)[...])
        if head.contains(where: { $0.starts(with: "+++-".utf8) }) { return .table }
        if head.first?.starts(with: "Package: ".utf8) == true { return .records }
        let rows = head.filter { !ByteText.trimmed($0).isEmpty }.prefix(3).map { cells($0) }
        let isTable =
            !rows.isEmpty
            && rows.allSatisfy { row in
                row.count >= 2 && isName(row[0]) && row.contains { isVersion($0) }
            }
        return isTable ? .cells : nil
    }

    enum Sort { case table, records, cells }

    static func read(
        _ bytes: [UInt8],
        _ sort: Sort,
        file: String
    ) throws(InventoryError) -> ImportDraft {
        var draft = ImportDraft(.dpkgListing, file: file)
        draft.system = Inventory.System(id: "debian", version: "", name: "", architecture: "")
        draft.read[.dpkg] = file
        switch sort {
        case .table: try table(bytes, &draft)
        case .cells: try rows(bytes, &draft)
        case .records:
            for record in try DpkgStatusParser.parse(bytes, file: file) {
                guard let state = record.itemState else { continue }
                draft.items.append(DpkgItems.item(record, state, origin: .unknown))
            }
        }
        return draft
    }

    // MARK: dpkg -l

    private static func table(
        _ bytes: [UInt8],
        _ draft: inout ImportDraft
    ) throws(InventoryError) {
        var widths: [Int] = []
        var number = 0
        for line in ByteText.lines(bytes[...]) {
            number += 1
            if line.starts(with: "+++-".utf8) {
                widths = line.dropFirst(4).split(separator: UInt8(ascii: "-"))
                    .map(\.count)
                continue
            }
            guard !widths.isEmpty, line.count > 4, isStatus(line) else { continue }
            let words = ByteText.words(line.dropFirst(3))
            guard words.count >= 3, isName(words[0]), isVersion(words[1]) else {
                throw .malformed(draft.file, line: number, "expected a name, a version and more")
            }
            // dpkg cuts what is wider than the terminal: what fills its column may be cut.
            if words[0].count == widths[0], widths[0] <= 14 {
                draft.gaps[.dpkg] = "line \(number): names may be cut to \(widths[0]) characters"
            }
            let letters = Array(line.prefix(3))
            try add(
                words[0],
                words[1],
                widths.count > 3 ? words[2] : [],
                state: state(letters),
                number,
                &draft
            )
        }
    }

    private static func isStatus(_ line: ArraySlice<UInt8>) -> Bool {
        let letters = Array(line.prefix(4))
        return "uihrp".utf8.contains(letters[0]) && "ncHUFWti".utf8.contains(letters[1])
            && letters[3] == ByteText.space
    }

    private static func state(_ letters: [UInt8]) -> InventoryItem.State? {
        if letters[2] == UInt8(ascii: "R") { return .broken("reinstreq") }
        switch letters[1] {
        case UInt8(ascii: "i"): return letters[0] == UInt8(ascii: "h") ? .held : .installed
        case UInt8(ascii: "c"): return .removed
        case UInt8(ascii: "U"): return .broken("unpacked")
        case UInt8(ascii: "F"): return .broken("half-configured")
        case UInt8(ascii: "H"): return .broken("half-installed")
        case UInt8(ascii: "W"): return .broken("triggers-awaited")
        case UInt8(ascii: "t"): return .broken("triggers-pending")
        default: return nil
        }
    }

    // MARK: dpkg-query -W

    /// Cells between tabs: a name, then in any order a version, an architecture and a status.
    private static func rows(
        _ bytes: [UInt8],
        _ draft: inout ImportDraft
    ) throws(InventoryError) {
        var number = 0
        for line in ByteText.lines(bytes[...]) {
            number += 1
            let cells = cells(line)
            if ByteText.trimmed(line).isEmpty { continue }
            guard cells.count >= 2, isName(cells[0]) else {
                throw .malformed(draft.file, line: number, "expected a name, a tab and a version")
            }
            let rest = cells.dropFirst()
            let architecture = rest.first { architectures.contains(ByteText.string($0)) }
            let version = rest.first { isVersion($0) && $0 != architecture }
            let words = rest.flatMap { ByteText.words($0) }.map { ByteText.string($0) }
            try add(
                cells[0],
                version ?? [],
                architecture ?? [],
                state: state(words),
                number,
                &draft
            )
        }
    }

    /// The state that three words of a status tell; a package without any is taken as installed,
    /// unless it has no version.
    private static func state(_ words: [String]) -> InventoryItem.State? {
        for index in words.indices.dropLast(2) {
            guard let want = DpkgPackage.Selection(rawValue: words[index]),
                ["ok", "reinstreq"].contains(words[index + 1]),
                let status = DpkgPackage.Status(rawValue: words[index + 2])
            else { continue }
            var package = DpkgPackage()
            package.selection = want
            package.status = status
            package.needsReinstallation = words[index + 1] == "reinstreq"
            return package.itemState
        }
        return .installed
    }

    private static func cells(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split(separator: ByteText.tab, omittingEmptySubsequences: false)
            .map(ByteText.trimmed)
    }

    // MARK: Items

    private static func add(
        _ name: ArraySlice<UInt8>,
        _ version: ArraySlice<UInt8>,
        _ architecture: ArraySlice<UInt8>,
        state: InventoryItem.State?,
        _ line: Int,
        _ draft: inout ImportDraft
    ) throws(InventoryError) {
        guard let state, !version.isEmpty else { return }
        guard draft.items.count < ReadingLimits.packages else {
            throw InventoryError(
                .tooLarge,
                subject: "\(draft.file):\(line)",
                operation: "parse",
                detail: "more than \(ReadingLimits.packages) packages"
            )
        }
        let parts = ByteText.string(name).split(separator: ":")
        guard let bare = parts.first.map(String.init) else { return }
        let known = architecture.isEmpty ? parts.dropFirst().first.map(String.init) : nil
        draft.items.append(
            InventoryItem(
                source: .dpkg,
                name: bare,
                version: ByteText.string(version),
                architecture: architecture.isEmpty ? known : ByteText.string(architecture),
                kind: PackageKind.of(name: bare, section: ""),
                state: state,
                evidence: Evidence(file: draft.file, field: "line \(line)")
            )
        )
    }

    /// Debian Policy, section 5.6.1, with the architecture a listing may add.
    private static func isName(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= 2
            && text.allSatisfy {
                ByteText.isDigit($0) || (0x61...0x7A).contains($0) || "+-.:".utf8.contains($0)
            }
    }

    private static func isVersion(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.contains(where: ByteText.isDigit), text.count <= 256 else { return false }
        // What dpkg takes for a version is one.
        return (try? DebianVersion(ByteText.string(text))) != nil
    }

    private static let architectures: Set<String> = [
        "all", "amd64", "i386", "arm64", "armhf", "armel", "i586", "riscv64", "ppc64el", "s390x",
    ]
}
