internal import Model
internal import Primitives

/// One package as rpm's database keeps it: an index of tags and their data, all big-endian.
///
/// Source of the format: rpm's `docs/manual/hregions.md` and LSB 3.1, "Package File Format"; in the
/// database the eight bytes of magic are left out.
package struct RPMHeader {
    private static let maximumEntries = 65_536

    /// Tags looked at.
    private enum Tag: UInt32 {
        case name = 1000, version = 1001, release = 1002, epoch = 1003
        case installTime = 1008, vendor = 1011, architecture = 1022
    }

    package private(set) var name = ""
    package private(set) var version = ""
    package private(set) var release = ""
    package private(set) var epoch: UInt32?
    package private(set) var installTime: UInt32?
    package private(set) var vendor: String?
    package private(set) var architecture: String?

    /// Reads `blob`; `offset` errors count from its start.
    package init(_ blob: ArraySlice<UInt8>, file: String) throws(InventoryError) {
        let bytes = Array(blob)
        func fault(_ offset: Int, _ detail: String) -> InventoryError {
            .malformed(file, offset: offset, detail)
        }
        guard bytes.count >= 8 else { throw fault(0, "a package header is cut short") }
        let count = Int(SQLitePages.word(bytes, 0))
        let size = Int(SQLitePages.word(bytes, 4))
        guard count <= Self.maximumEntries, 8 + count * 16 + size <= bytes.count else {
            throw fault(0, "a package header of \(count) entries and \(size) bytes does not fit")
        }
        let data = 8 + count * 16
        for index in 0..<count {
            let entry = 8 + index * 16
            guard let tag = Tag(rawValue: SQLitePages.word(bytes, entry)) else { continue }
            let type = SQLitePages.word(bytes, entry + 4)
            let offset = Int(SQLitePages.word(bytes, entry + 8))
            guard offset < size else { throw fault(entry, "data outside the header") }
            let start = data + offset
            switch type {
            case 4:
                guard offset + 4 <= size else { throw fault(entry, "a number is cut short") }
                take(tag, SQLitePages.word(bytes, start))
            case 6, 8, 9:
                let end = data + size
                guard let stop = bytes[start..<end].firstIndex(of: 0) else {
                    throw fault(entry, "a text has no end")
                }
                take(tag, ByteText.string(bytes[start..<stop]))
            default: throw fault(entry, "tag \(tag.rawValue) of type \(type)")
            }
        }
        guard !name.isEmpty, !version.isEmpty else { throw fault(0, "a package without a name") }
    }

    private mutating func take(_ tag: Tag, _ number: UInt32) {
        switch tag {
        case .epoch: epoch = number
        case .installTime: installTime = number
        default: break
        }
    }

    private mutating func take(_ tag: Tag, _ text: String) {
        switch tag {
        case .name: name = text
        case .version: version = text
        case .release: release = text
        case .vendor: vendor = text
        case .architecture: architecture = text
        default: break
        }
    }

    /// The package as an item; nil for a key of a repository, which rpm keeps among its packages.
    func item(file: String, row: Int) -> InventoryItem? {
        guard name != "gpg-pubkey" else { return nil }
        let full = (epoch.map { $0 == 0 ? "" : "\($0):" } ?? "") + "\(version)-\(release)"
        return InventoryItem(
            source: .rpm,
            name: name,
            version: full,
            architecture: architecture,
            publisher: vendor,
            kind: PackageKind.of(name: name, section: ""),
            installed: installTime.map { Day(daysSince1970: Int($0) / 86400) },
            evidence: Evidence(file: file, field: "Packages[\(row)]")
        )
    }
}
