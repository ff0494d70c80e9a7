internal import Model
internal import Primitives

/// Reads what snapd installed: `state.json` names the revisions, and each mounted snap its version.
///
/// A snap that is not mounted has no version here, only its revision: the rest is inside squashfs.
enum SnapPackages {
    static let state = "var/lib/snapd/state.json"
    private static let files = "var/lib/snapd/snaps"

    static func read(_ station: StationFiles) throws(InventoryError) -> [InventoryItem] {
        guard let bytes = try station.content(state, limit: ReadingLimits.document) else {
            return try listed(station)
        }
        var items: [InventoryItem] = []
        var reader = try DocumentJSON(bytes, file: state)
        try members(&reader) { (name, reader) throws(InventoryError) in
            guard name == "data" else { return try reader.skip() }
            try members(&reader) { (name, reader) throws(InventoryError) in
                guard name == "snaps" else { return try reader.skip() }
                try members(&reader) { (name, reader) throws(InventoryError) in
                    let (type, revision) = try snap(&reader)
                    items.append(try item(name, type: type, revision: revision, station))
                }
            }
        }
        return items
    }

    private static func members(
        _ reader: inout DocumentJSON,
        _ body: (String, inout DocumentJSON) throws(InventoryError) -> Void
    ) throws(InventoryError) {
        guard try reader.kind() == .object else { return try reader.skip() }
        try reader.enterObject()
        while let name = try reader.nextMember() { try body(name, &reader) }
    }

    private static func snap(
        _ reader: inout DocumentJSON
    ) throws(InventoryError) -> (type: String, revision: String) {
        var (type, revision) = ("", "")
        try members(&reader) { (name, reader) throws(InventoryError) in
            switch name {
            case "type": type = try reader.text()
            case "current": revision = try reader.text()
            default: try reader.skip()
            }
        }
        return (type, revision)
    }

    private static func item(
        _ name: String,
        type: String,
        revision: String,
        _ station: StationFiles
    ) throws(InventoryError) -> InventoryItem {
        // Bases and snapd itself carry the others.
        let isBase = ["base", "os", "core", "snapd", "kernel", "gadget"].contains(type)
        let yaml = try station.regular("snap/\(name)/\(revision)/meta/snap.yaml") ?? []
        let version = ByteText.lines(yaml[...]).first { $0.starts(with: "version:".utf8) }
        let text = version.map { ByteText.string(ByteText.trimmed($0.dropFirst(8))) } ?? ""
        return InventoryItem(
            source: .snap,
            name: name,
            version: text.filter { $0 != "'" && $0 != "\"" },
            kind: isBase ? .component : .application,
            origin: isBase ? .automatic : .asked,
            evidence: Evidence(file: state, field: "snaps.\(name), revision \(revision)")
        )
    }

    /// Without the state, the files of the snaps tell their names and revisions.
    private static func listed(_ station: StationFiles) throws(InventoryError) -> [InventoryItem] {
        try station.names(in: files).compactMap { file in
            guard file.hasSuffix(".snap"), let end = file.lastIndex(of: "_") else { return nil }
            return InventoryItem(
                source: .snap,
                name: String(file[..<end]),
                version: "",
                evidence: Evidence(file: "\(files)/\(file)", field: "")
            )
        }
    }
}
