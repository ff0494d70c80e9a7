internal import Model
internal import Platform
internal import Primitives

/// What was chosen on a station about the files of its packages.
///
/// Formats: update-alternatives(1), dpkg-statoverride(1), `path-exclude` of dpkg(1).
struct LocalChoices {
    private let station: StationFiles
    private static let alternatives = "var/lib/dpkg/alternatives"
    private static let overrides = "var/lib/dpkg/statoverride"

    init(_ station: StationFiles) {
        self.station = station
    }

    /// Everything chosen, in the order of files and lines.
    func settings() throws(InventoryError) -> [StationSetting] {
        var settings: [StationSetting] = []
        for name in try station.names(in: Self.alternatives).prefix(ReadingLimits.settings) {
            if let setting = try alternative(name) { settings.append(setting) }
        }
        let lines = ByteText.lines((try station.regular(Self.overrides) ?? [])[...])
        for (index, line) in lines.prefix(ReadingLimits.settings).enumerated() {
            // user group mode path, of which the path alone may hold blanks
            let words = line.split(separator: ByteText.space, maxSplits: 3).map(ByteText.string)
            guard words.count == 4 else { continue }
            settings.append(
                StationSetting(
                    .permissions,
                    name: words[3],
                    value: words[2],
                    evidence: Evidence(file: Self.overrides, field: "line \(index + 1)")
                )
            )
        }
        let excluded = PathFilter.read(root: station.root).exclusions
        settings += excluded.prefix(ReadingLimits.settings).map {
            StationSetting(
                .exclusion,
                name: "/" + $0,
                value: "path-exclude",
                evidence: Evidence(file: "etc/dpkg/dpkg.cfg.d", field: "path-exclude")
            )
        }
        return settings
    }

    /// The alternative in the file `name` where somebody chose, and not dpkg.
    private func alternative(_ name: String) throws(InventoryError) -> StationSetting? {
        let file = "\(Self.alternatives)/\(name)"
        guard let bytes = try station.regular(file),
            ByteText.lines(bytes[...]).first?.elementsEqual("manual".utf8) == true
        else { return nil }
        let link = try StationFiles.path("etc/alternatives/\(name)")
        let target: [UInt8]
        do {
            target = try station.root.symbolicLinkTarget(of: link)
        } catch {
            target = []  // chosen once, and gone since
        }
        return StationSetting(
            .alternative,
            name: name,
            value: String(decoding: target, as: UTF8.self),
            evidence: Evidence(file: file, field: "line 1")
        )
    }
}
