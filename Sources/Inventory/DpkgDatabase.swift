package import Platform

/// dpkg's database as files: `status`, `status.d`, and the journal of an interrupted run.
package struct DpkgDatabase: Sendable {
    /// The folder of the database.
    package static let folder = "var/lib/dpkg"

    /// All records that are not `not-installed`, by name then architecture.
    package let packages: [DpkgPackage]
    /// The files read.
    package let files: [String]
    /// The station's own architecture, empty when nothing tells it.
    package let nativeArchitecture: String

    /// Reads the database below `root`.
    ///
    /// - Throws: ``InventoryError``, `.absent` when there is no database at all.
    package static func read(
        root: Directory,
        readsRelations: Bool = true
    ) throws(InventoryError) -> DpkgDatabase {
        let station = StationFiles(root)
        var files: [String] = []
        var records = Records()
        let status = "\(folder)/status"
        if let bytes = try station.content(status, limit: ReadingLimits.database) {
            files.append(status)
            try records.fill(
                with: DpkgStatusParser.parse(bytes, file: status, readsRelations: readsRelations)
            )
        }
        for name in try station.names(in: "\(folder)/status.d") where !name.hasSuffix(".md5sums") {
            let file = "\(folder)/status.d/\(name)"
            guard let bytes = try station.content(file, limit: ReadingLimits.database) else {
                continue
            }
            files.append(file)
            try records.fill(
                with: DpkgStatusParser.parse(
                    bytes,
                    file: file,
                    defaultStatus: .installed,
                    readsRelations: readsRelations
                )
            )
        }
        guard !files.isEmpty else {
            throw InventoryError(
                .absent,
                subject: status,
                operation: "read",
                detail: "this root has no dpkg database; check --root"
            )
        }
        // dpkg names journal entries by number only; `tmp.i` is one it was still writing.
        for name in try station.names(in: "\(folder)/updates")
        where !name.isEmpty && name.utf8.allSatisfy(ByteText.isDigit) {
            let file = "\(folder)/updates/\(name)"
            guard let bytes = try station.content(file, limit: ReadingLimits.database) else {
                continue
            }
            files.append(file)
            records.replace(
                with: try DpkgStatusParser.parse(
                    bytes,
                    file: file,
                    readsRelations: readsRelations
                )
            )
        }
        let packages = records.sorted()
        return DpkgDatabase(
            packages: packages,
            files: files,
            nativeArchitecture: try native(station, packages)
        )
    }

    /// The first line of `arch`, else the architecture of dpkg itself, else of the C library.
    private static func native(
        _ station: StationFiles,
        _ packages: [DpkgPackage]
    ) throws(InventoryError) -> String {
        let file = "\(folder)/arch"
        if let bytes = try station.content(file, limit: ReadingLimits.configuration),
            let line = ByteText.lines(bytes[...]).first, !ByteText.trimmed(line).isEmpty
        {
            return ByteText.string(ByteText.trimmed(line))
        }
        for name in ["dpkg", "base-files", "libc6"] {
            let found = packages.first {
                $0.name == name && $0.isUnpacked && $0.architecture != "all"
            }
            if let found { return found.architecture }
        }
        return ""
    }

    /// Records by name and architecture.
    private struct Records {
        private var packages: [DpkgPackage] = []
        private var positions: [String: Int] = [:]

        /// Adds records of a database; the same package twice is an error of the file.
        mutating func fill(with records: [DpkgPackage]) throws(InventoryError) {
            for record in records {
                if positions[record.qualifiedName] != nil {
                    throw .malformed(
                        record.file,
                        line: record.line,
                        "a second record of “\(record.qualifiedName)”"
                    )
                }
                positions[record.qualifiedName] = packages.count
                packages.append(record)
            }
        }

        /// Applies journal records: each replaces the one of its package.
        mutating func replace(with records: [DpkgPackage]) {
            for record in records {
                if let position = positions[record.qualifiedName] {
                    packages[position] = record
                } else {
                    positions[record.qualifiedName] = packages.count
                    packages.append(record)
                }
            }
        }

        func sorted() -> [DpkgPackage] {
            packages.filter { $0.status != .notInstalled }.sorted {
                ($0.name, $0.architecture) < ($1.name, $1.architecture)
            }
        }
    }
}
