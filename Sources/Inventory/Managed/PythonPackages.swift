internal import Model
internal import Primitives

/// Reads what pip installed outside the system's packages: `*.dist-info` (PyPA, "Recording installed
/// projects") and the older `*.egg-info`.
struct PythonPackages {
    private let station: StationFiles
    private let ownership: FileOwnership?

    init(_ station: StationFiles, ownership: FileOwnership?) {
        self.station = station
        self.ownership = ownership
    }

    func read(_ profiles: [ManagedPrograms.Profile]) throws(InventoryError) -> [InventoryItem] {
        var items = try packages(below: "usr/local/lib", evidence: "usr/local/lib")
        // There packages of the system lie beside those of pip: only ownership tells them apart.
        if ownership != nil { items += try packages(below: "usr/lib", evidence: "usr/lib") }
        for profile in profiles {
            items += try packages(
                below: "\(profile.path)/.local/lib",
                evidence: "\(profile.label)/.local/lib"
            )
        }
        return items
    }

    private func packages(
        below folder: String,
        evidence: String
    ) throws(InventoryError) -> [InventoryItem] {
        var items: [InventoryItem] = []
        for python in try station.folders(in: folder) where python.hasPrefix("python") {
            for kind in ["dist-packages", "site-packages"] {
                let place = "\(python)/\(kind)"
                guard station.kind("\(folder)/\(place)") == .directory else { continue }
                for name in try station.names(in: "\(folder)/\(place)") {
                    let path = "\(folder)/\(place)/\(name)"
                    guard name.hasSuffix(".dist-info") || name.hasSuffix(".egg-info"),
                        ownership?.owns(path: path) != true
                    else { continue }
                    items.append(
                        try item(path, name, evidence: "\(evidence)/\(place)/\(name)")
                    )
                }
            }
        }
        return items
    }

    private func item(
        _ path: String,
        _ folder: String,
        evidence: String
    ) throws(InventoryError) -> InventoryItem {
        let files = ["\(path)/METADATA", "\(path)/PKG-INFO", path]
        var (name, version) = ("", "")
        for file in files where name.isEmpty {
            guard let bytes = try station.regular(file) else { continue }
            // Fields end at the first empty line; the text of the project follows.
            for line in ByteText.lines(bytes[...]) {
                if ByteText.trimmed(line).isEmpty { break }
                if line.starts(with: "Name:".utf8), name.isEmpty { name = value(line, 5) }
                if line.starts(with: "Version:".utf8), version.isEmpty { version = value(line, 8) }
            }
        }
        let parts = folder.split(separator: "-", maxSplits: 1).map(String.init)
        if name.isEmpty { name = parts[0] }
        if version.isEmpty, parts.count > 1 {
            version = String(parts[1].dropLast(parts[1].hasSuffix(".dist-info") ? 10 : 9))
        }
        let isOwn = path == evidence
        // pip marks what was asked for by an empty file, and only it writes its name.
        let isMarked = station.kind("\(path)/REQUESTED") == .regular
        let installer = try station.regular("\(path)/INSTALLER") ?? []
        let isPip = ByteText.trimmed(installer[...]).elementsEqual("pip".utf8)
        return InventoryItem(
            source: .pip,
            name: Self.normalised(name),
            title: name == Self.normalised(name) ? nil : name,
            version: version,
            origin: isMarked ? .asked : isPip ? .automatic : .unknown,
            paths: isOwn ? (try? RelativePath(path)).map { [$0] } ?? [] : [],  // a listed name
            evidence: Evidence(file: evidence, field: "Name, Version")
        )
    }

    private func value(_ line: ArraySlice<UInt8>, _ count: Int) -> String {
        ByteText.string(ByteText.trimmed(line.dropFirst(count)).prefix(200))
    }

    /// The name as indexes compare it (PyPA, "Names and normalization").
    static func normalised(_ name: String) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }
}
