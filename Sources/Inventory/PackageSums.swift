internal import Model
internal import Platform
internal import Primitives

/// Collects which file should have which MD5.
struct PackageSums {
    /// One file a package ships.
    struct File: Sendable {
        /// Where it is on the disk.
        let path: RelativePath
        /// 32 hexadecimal digits, or nil when only its presence can be judged.
        let sum: String?
        let package: String
        let isSetting: Bool
    }

    private let root: Directory
    private let ownership: FileOwnership
    private(set) var files: [File] = []
    private(set) var unreadable: [InventoryError] = []

    init(root: Directory, ownership: FileOwnership) {
        self.root = root
        self.ownership = ownership
    }

    /// Adds the files of one package.
    mutating func add(_ package: DpkgPackage) {
        for conffile in package.conffiles where !conffile.isObsolete {
            add(
                conffile.path,
                sum: Self.isSum(conffile.sum) ? conffile.sum : nil,
                package.name,
                isSetting: true,
                file: package.file,
                line: package.line
            )
        }
        let stem =
            package.relations.multiArch == "same" ? package.qualifiedName : package.name
        let other = stem == package.name ? package.qualifiedName : package.name
        do throws(InventoryError) {
            // Some packages ship no sums: then there is nothing to compare.
            let isFound = try read("\(OwnershipLists.folder)/\(stem).md5sums", package.name)
            if !isFound { _ = try read("\(OwnershipLists.folder)/\(other).md5sums", package.name) }
        } catch {
            unreadable.append(error)
        }
    }

    private mutating func read(
        _ file: String,
        _ package: String
    ) throws(InventoryError) -> Bool {
        let station = StationFiles(root)
        guard let bytes = try station.content(file, limit: ReadingLimits.packageList) else {
            return false
        }
        for (index, line) in ByteText.lines(bytes[...]).enumerated() where !line.isEmpty {
            let sum = line.prefix(32)
            guard line.count > 34, Self.isSum(ByteText.string(sum)),
                line[line.startIndex + 32] == ByteText.space
            else {
                throw .malformed(file, line: index + 1, "expected an MD5, two spaces and a path")
            }
            var path = [UInt8](line.dropFirst(34))
            while path.starts(with: "./".utf8) { path.removeFirst(2) }
            add(
                path,
                sum: ByteText.string(sum),
                package,
                isSetting: false,
                file: file,
                line: index + 1
            )
        }
        return true
    }

    private mutating func add(
        _ path: [UInt8],
        sum: String?,
        _ package: String,
        isSetting: Bool,
        file: String,
        line: Int
    ) {
        let place = ownership.diversions.place(
            of: ownership.merged.normalized(path),
            package: package
        )
        do {
            let path = try RelativePath(bytes: place)
            files.append(File(path: path, sum: sum, package: package, isSetting: isSetting))
        } catch {
            unreadable.append(.malformed(file, line: line, error.detail))
        }
    }

    private static func isSum(_ text: String) -> Bool {
        text.utf8.count == 32 && Hexadecimal.decode(text) != nil
    }
}
