internal import Platform
internal import Primitives

/// Fills the tables of ``FileOwnership`` from the lists of packages.
struct OwnershipLists {
    /// Where dpkg keeps the lists.
    static let folder = "var/lib/dpkg/info"

    let merged: MergedDirectories
    let diversions: Diversions
    let hasher = PathHasher()
    private(set) var owners = PathTable(expecting: 200_000)
    private(set) var conffiles = PathTable()
    private(set) var unreadable: [InventoryError] = []
    private let diverted: Set<UInt64>

    init(merged: MergedDirectories, diversions: Diversions) {
        self.merged = merged
        self.diversions = diversions
        let hasher = hasher
        diverted = Set(diversions.all.keys.map { hasher.hash($0) })
    }

    /// Reads the list of every package, in order: the first to name a path owns it.
    mutating func read(_ packages: [FileOwnership.Package], root: Directory) {
        let folder: Directory
        do {
            folder = try root.openDirectory(try RelativePath(Self.folder))
        } catch {
            unreadable.append(
                InventoryError(
                    .unreadable,
                    subject: Self.folder,
                    operation: "open",
                    detail: "\(error)"
                )
            )
            return
        }
        for (index, package) in packages.enumerated() {
            let file = "\(package.stem).list"
            do throws(InventoryError) {
                let station = StationFiles(folder)
                guard
                    let bytes = try station.content(file, limit: ReadingLimits.packageList)
                else {
                    throw InventoryError(
                        .absent,
                        subject: "\(Self.folder)/\(file)",
                        operation: "read",
                        detail: "the list of an installed package is not there"
                    )
                }
                add(bytes, UInt32(truncatingIfNeeded: index), package.name)
            } catch {
                unreadable.append(error)
            }
        }
    }

    /// Notes the settings a package ships.
    mutating func addConffiles(of package: DpkgPackage) {
        for conffile in package.conffiles {
            let path = diversions.place(
                of: merged.normalized(conffile.path),
                package: package.name
            )
            conffiles.insert(hasher.hash(path), 1)
        }
    }

    /// Notes each line of a list: an absolute path; the first, `/.`, is the root.
    private mutating func add(_ bytes: [UInt8], _ index: UInt32, _ name: String) {
        let span = bytes.span
        var start = 0
        while start < span.count {
            var end = start
            while end < span.count, span[end] != ByteText.newline { end += 1 }
            if end - start > 1, span[start] == ByteText.slash, span[start + 1] != 0x2E {
                add(bytes, span, (start + 1)..<end, index, name)
            } else if end - start > 2, span[start] == ByteText.slash {
                // A name that starts with a dot at the top of the root.
                add(bytes, span, (start + 1)..<end, index, name)
            }
            start = end + 1
        }
    }

    @inline(__always)
    private mutating func add(
        _ bytes: [UInt8],
        _ span: borrowing Span<UInt8>,
        _ range: Range<Int>,
        _ index: UInt32,
        _ name: String
    ) {
        var hash: UInt64
        // Most paths start with `usr`, which no alias does.
        if span[range.lowerBound] != UInt8(ascii: "u"),
            let path = merged.replacement(for: bytes[range])
        {
            hash = hasher.hash(path)
        } else {
            hash = hasher.hash(span, range)
        }
        if !diverted.isEmpty, diverted.contains(hash) {
            let path = merged.normalized([UInt8](bytes[range]))
            hash = hasher.hash(diversions.place(of: path, package: name))
        }
        owners.insert(hash, index)
    }
}
