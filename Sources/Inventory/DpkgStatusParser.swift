internal import Model

/// Reads dpkg's records: `status`, the files of `status.d` and the journal of `updates`.
package struct DpkgStatusParser {
    private let file: String
    private let defaultStatus: DpkgPackage.Status?
    private let readsRelations: Bool
    private var reader: ControlReader
    private var fields: [ControlReader.Field] = []

    /// Reads `bytes` of `file`.
    ///
    /// `defaultStatus` is what a record without `Status` counts as (the files of `status.d` have
    /// none); without it such a record is an error. Relations cost time: who needs only names and
    /// settings leaves them out.
    package static func parse(
        _ bytes: [UInt8],
        file: String,
        defaultStatus: DpkgPackage.Status? = nil,
        readsRelations: Bool = true
    ) throws(InventoryError) -> [DpkgPackage] {
        var parser = DpkgStatusParser(
            file: file,
            defaultStatus: defaultStatus,
            readsRelations: readsRelations,
            reader: ControlReader(bytes, file: file)
        )
        var packages: [DpkgPackage] = []
        while try parser.reader.next(into: &parser.fields) {
            guard packages.count < ReadingLimits.packages else {
                throw InventoryError(
                    .tooLarge,
                    subject: file,
                    operation: "parse",
                    detail: "more than \(ReadingLimits.packages) packages"
                )
            }
            packages.append(try parser.package())
        }
        return packages
    }

    private func package() throws(InventoryError) -> DpkgPackage {
        var package = DpkgPackage()
        package.file = file
        package.line = fields.first?.line ?? 0
        var seen: UInt32 = 0
        for field in fields {
            guard let known = DpkgField.named(reader.bytes[field.name]) else { continue }
            let bit = UInt32(1) << known.rawValue
            guard seen & bit == 0 else {
                throw .malformed(file, line: field.line, "the field is given twice in one record")
            }
            seen |= bit
            try take(known, field, into: &package)
        }
        try check(package, seen)
        if seen & DpkgField.status.bit == 0, let defaultStatus { package.status = defaultStatus }
        return package
    }

    private func check(_ package: DpkgPackage, _ seen: UInt32) throws(InventoryError) {
        func missing(_ name: String) -> InventoryError {
            .malformed(
                file,
                line: package.line,
                "the record of “\(package.name)” has no \(name) field"
            )
        }
        guard !package.name.isEmpty else {
            throw .malformed(file, line: package.line, "the record has no Package field")
        }
        guard seen & DpkgField.status.bit != 0 || defaultStatus != nil else {
            throw missing("Status")
        }
        guard package.isUnpacked else { return }
        if package.version.isEmpty { throw missing("Version") }
        if package.architecture.isEmpty { throw missing("Architecture") }
    }

    private func take(
        _ known: DpkgField,
        _ field: ControlReader.Field,
        into package: inout DpkgPackage
    ) throws(InventoryError) {
        let value = reader.bytes[field.value]
        switch known {
        case .package: package.name = ByteText.string(value)
        case .version: package.version = ByteText.string(value)
        case .architecture: package.architecture = ByteText.string(value)
        case .status: try takeStatus(value, field.line, into: &package)
        case .conffiles: package.conffiles = try conffiles(value, field.line)
        case .description:
            package.summary = ByteText.string(value.prefix { $0 != ByteText.newline })
        case .section: package.relations.section = ByteText.string(value)
        case .priority: package.relations.priority = ByteText.string(value)
        case .multiArch: package.relations.multiArch = ByteText.string(value)
        case .essential: package.relations.isEssential = Self.isYes(value)
        case .important, .protected:
            package.relations.isProtected = package.relations.isProtected || Self.isYes(value)
        case .installedSize:
            package.relations.installedSize = (ByteText.number(value) ?? 0) &* 1024
        case .depends: package.relations.depends = try relations(value, field.line)
        case .preDepends: package.relations.preDepends = try relations(value, field.line)
        case .recommends: package.relations.recommends = try relations(value, field.line)
        case .suggests: package.relations.suggests = try relations(value, field.line)
        case .provides:
            package.relations.provides = try relations(value, field.line).flatMap(\.self)
        }
    }

    private func relations(
        _ value: ArraySlice<UInt8>,
        _ line: Int
    ) throws(InventoryError) -> PackageRelations.Groups {
        guard readsRelations else { return [] }
        guard let groups = RelationParser.groups(value) else {
            throw .malformed(file, line: line, "expected relations such as “a (>= 1) | b”")
        }
        return groups
    }

    private func takeStatus(
        _ value: ArraySlice<UInt8>,
        _ line: Int,
        into package: inout DpkgPackage
    ) throws(InventoryError) {
        let words = ByteText.words(value).map(ByteText.string)
        guard words.count == 3, let selection = DpkgPackage.Selection(rawValue: words[0]),
            words[1] == "ok" || words[1] == "reinstreq" || words[1] == "hold"
                || words[1] == "hold-reinstreq",
            let status = DpkgPackage.Status(rawValue: words[2])
        else {
            throw .malformed(
                file,
                line: line,
                "expected a status such as “install ok installed”, found “\(ByteText.string(value.prefix(80)))”"
            )
        }
        package.selection = selection
        package.needsReinstallation = words[1].hasSuffix("reinstreq")
        package.status = status
    }

    private func conffiles(
        _ value: ArraySlice<UInt8>,
        _ line: Int
    ) throws(InventoryError) -> [DpkgPackage.Conffile] {
        var conffiles: [DpkgPackage.Conffile] = []
        for entry in value.split(separator: ByteText.newline) {
            var text = ByteText.trimmed(entry)
            if text.isEmpty { continue }
            var isObsolete = false
            // The path may hold spaces: the sum and the flags are taken from the end.
            while let space = text.lastIndex(of: ByteText.space) {
                let word = text[(space + 1)...]
                guard
                    word.elementsEqual("obsolete".utf8)
                        || word.elementsEqual("remove-on-upgrade".utf8)
                else { break }
                isObsolete = true
                text = ByteText.trimmed(text[..<space])
            }
            guard let space = text.lastIndex(of: ByteText.space),
                let path = ByteText.relative(ByteText.trimmed(text[..<space]))
            else {
                throw .malformed(file, line: line, "expected settings as a path and its MD5")
            }
            let sum = ByteText.string(text[(space + 1)...])
            conffiles.append(.init(path: path, sum: sum, isObsolete: isObsolete))
        }
        return conffiles
    }

    private static func isYes(_ value: ArraySlice<UInt8>) -> Bool {
        ByteText.equalsIgnoringCase(value, "yes".utf8)
    }
}

/// The fields of dpkg's records that matter here.
private enum DpkgField: UInt32, CaseIterable {
    case package, status, priority, section, installedSize, architecture, multiArch, version
    case depends, preDepends, recommends, suggests, provides, essential, important, protected
    case conffiles, description

    var bit: UInt32 { UInt32(1) << rawValue }

    private var text: StaticString {
        switch self {
        case .package: "package"
        case .status: "status"
        case .priority: "priority"
        case .section: "section"
        case .installedSize: "installed-size"
        case .architecture: "architecture"
        case .multiArch: "multi-arch"
        case .version: "version"
        case .depends: "depends"
        case .preDepends: "pre-depends"
        case .recommends: "recommends"
        case .suggests: "suggests"
        case .provides: "provides"
        case .essential: "essential"
        case .important: "important"
        case .protected: "protected"
        case .conffiles: "conffiles"
        case .description: "description"
        }
    }

    /// The fields by the length of their names.
    private static let byLength: [[(name: [UInt8], field: DpkgField)]] = {
        var table = [[(name: [UInt8], field: DpkgField)]](repeating: [], count: 16)
        for field in allCases {
            let name = [UInt8](field.text.description.utf8)
            table[name.count].append((name, field))
        }
        return table
    }()

    static func named(_ name: ArraySlice<UInt8>) -> DpkgField? {
        guard name.count < byLength.count else { return nil }
        for candidate in byLength[name.count]
        where ByteText.equalsIgnoringCase(name, candidate.name) {
            return candidate.field
        }
        return nil
    }
}
