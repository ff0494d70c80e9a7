internal import Archive
internal import Model
internal import Platform
internal import Primitives

/// Who publishes the packages that do not come from the distribution.
///
/// Read from apt's own lists of the repositories the station names: a package of that version and
/// architecture in the list of another publisher is that publisher's. What the distribution lists is
/// not looked at: packages in no other list have no publisher here.
struct PackagePublishers {
    /// The sources another publisher owns, as settings.
    private(set) var settings: [StationSetting] = []
    /// What could not be read.
    private(set) var unreadable: [InventoryError] = []
    /// The publisher by `name version architecture`.
    private var publishers: [String: String] = [:]

    private static let folder = "var/lib/apt/lists"
    private let station: StationFiles

    /// Reads the sources and the lists below `root` of a station whose system is `system`.
    static func read(root: Directory, system: String) -> PackagePublishers {
        var publishers = PackagePublishers(station: StationFiles(root))
        do throws(InventoryError) {
            let repositories = try publishers.repositories()
            guard !repositories.isEmpty else { return publishers }
            let lists = try publishers.station.names(in: folder)
            for repository in repositories {
                try publishers.add(repository, system: system, lists: lists)
            }
        } catch {
            publishers.unreadable.append(error)
        }
        return publishers
    }

    private init(station: StationFiles) {
        self.station = station
    }

    /// The publisher of a package, where it is not the distribution.
    func publisher(of item: InventoryItem) -> String? {
        publishers.isEmpty
            ? nil : publishers["\(item.name) \(item.version) \(item.architecture ?? "")"]
    }

    private func repositories() throws(InventoryError) -> [PackageRepository] {
        let folder = "etc/apt/sources.list.d"
        var files = ["etc/apt/sources.list"]
        for name in try station.names(in: folder)
        where name.hasSuffix(".list") || name.hasSuffix(".sources") {
            files.append("\(folder)/\(name)")
        }
        var found: [PackageRepository] = []
        for file in files {
            guard let bytes = try station.regular(file) else { continue }
            found +=
                file.hasSuffix(".sources")
                ? try PackageRepository.stanzas(bytes, file: file)
                : PackageRepository.lines(bytes, file: file)
        }
        return found
    }

    private mutating func add(
        _ repository: PackageRepository,
        system: String,
        lists: [String]
    ) throws(InventoryError) {
        let prefix = repository.listPrefix
        let head = lists.first { $0 == prefix + "InRelease" || $0 == prefix + "Release" }
        let names = try head.map { (name) throws(InventoryError) in try release(name) } ?? nil
        // Without its own list nobody says whose the repository is, its address apart.
        if names?.isOf(system) ?? repository.host.hasSuffix("\(system).org") { return }
        let publisher = names?.name ?? repository.host
        settings.append(
            StationSetting(
                .repository,
                name: ([repository.uri, repository.suite] + repository.components)
                    .joined(separator: " "),
                value: publisher,
                evidence: repository.evidence
            )
        )
        for list in lists where list.hasPrefix(prefix) && list.contains("Packages") {
            do throws(InventoryError) {
                try take("\(Self.folder)/\(list)", publisher)
            } catch {
                unreadable.append(error)
            }
        }
    }

    /// What a repository calls itself.
    private struct Names {
        var origin = ""
        var label = ""

        /// Whether it is the distribution's own.
        func isOf(_ system: String) -> Bool {
            origin.lowercased().split(separator: " ").first.map(String.init) == system
        }

        var name: String? {
            [origin, label].first { !$0.isEmpty }.map { String($0.prefix(200)) }
        }
    }

    private func release(_ name: String) throws(InventoryError) -> Names? {
        let file = "\(Self.folder)/\(name)"
        guard let bytes = try station.content(file, limit: ReadingLimits.database) else {
            return nil
        }
        var names = Names()
        // The names stand at its start, before thousands of sums.
        for line in ByteText.lines(bytes.prefix(16 << 10)) {
            let text = ByteText.string(ByteText.trimmed(line))
            if text.hasPrefix("Origin:") { names.origin = DisplayName.cleaned(value(text)) }
            if text.hasPrefix("Label:") { names.label = DisplayName.cleaned(value(text)) }
        }
        return names
    }

    private func value(_ line: String) -> String {
        line.firstIndex(of: ":").map { String(line[line.index(after: $0)...]) } ?? ""
    }

    private mutating func take(_ file: String, _ publisher: String) throws(InventoryError) {
        // apt links the list of a folder of the station itself: such a folder names no publisher.
        guard station.kind(file) == .regular,
            var bytes = try station.content(file, limit: ReadingLimits.database)
        else { return }
        if !file.hasSuffix("Packages") {
            do {
                bytes = try Decompression.expand(
                    bytes,
                    limit: ReadingLimits.database,
                    subject: file
                )
            } catch {
                throw InventoryError(decompressing: file, cause: error)
            }
        }
        var reader = ControlReader(bytes, file: file)
        var fields: [ControlReader.Field] = []
        while try reader.next(into: &fields) {
            var values = ["", "", ""]
            for field in fields {
                switch ByteText.string(reader.bytes[field.name]).lowercased() {
                case "package": values[0] = ByteText.string(reader.bytes[field.value])
                case "version": values[1] = ByteText.string(reader.bytes[field.value])
                case "architecture": values[2] = ByteText.string(reader.bytes[field.value])
                default: continue
                }
            }
            guard publishers.count < ReadingLimits.packages else {
                throw InventoryError(
                    .tooLarge,
                    subject: file,
                    operation: "parse",
                    detail: "more than \(ReadingLimits.packages) packages"
                )
            }
            publishers[values.joined(separator: " ")] = publisher
        }
    }
}
