internal import Model
internal import Primitives

/// Reads what flatpak deployed below one installation: `app/ID/ARCHITECTURE/BRANCH/active`.
///
/// Runtimes and extensions are not listed: they come and go with the applications that need them.
struct FlatpakApplications {
    static let system = "var/lib/flatpak"
    /// Below a person's folder.
    static let own = "/.local/share/flatpak"

    private let station: StationFiles
    private(set) var items: [InventoryItem] = []

    init(_ station: StationFiles) {
        self.station = station
    }

    /// Adds the applications of the installation at `folder`, which evidence calls `evidence`.
    mutating func read(_ folder: String, evidence: String) throws(InventoryError) {
        for id in try station.folders(in: "\(folder)/app") {
            for architecture in try station.folders(in: "\(folder)/app/\(id)") {
                let place = "\(folder)/app/\(id)/\(architecture)"
                for branch in try station.folders(in: place) {
                    // `active` is a link to the folder of a commit.
                    guard let commit = station.linkName("\(place)/\(branch)/active") else {
                        continue
                    }
                    let deployed = "\(place)/\(branch)/\(commit)"
                    guard station.kind(deployed) == .directory else { continue }
                    let description = try description(of: id, in: deployed)
                    items.append(
                        InventoryItem(
                            source: .flatpak,
                            name: id,
                            title: description.name,
                            version: description.version ?? "",
                            architecture: architecture,
                            origin: .asked,
                            paths: evidence == folder ? Self.paths("\(folder)/app/\(id)") : [],
                            evidence: Evidence(
                                file: "\(evidence)/app/\(id)",
                                field: "\(architecture)/\(branch)"
                            )
                        )
                    )
                }
            }
        }
    }

    private static func paths(_ path: String) -> [RelativePath] {
        (try? RelativePath(path)).map { [$0] } ?? []  // a name that is no path has none
    }

    private func description(
        of id: String,
        in folder: String
    ) throws(InventoryError) -> AppStreamDescription {
        let places = [
            "files/share/metainfo", "files/share/appdata", "export/share/metainfo",
            "export/share/appdata",
        ]
        for place in places {
            for ending in ["metainfo.xml", "appdata.xml", "xml"] {
                let file = "\(folder)/\(place)/\(id).\(ending)"
                if let bytes = try station.regular(file) { return AppStreamDescription(bytes) }
            }
        }
        return AppStreamDescription([])
    }
}

/// The name and the latest release of a program as AppStream describes it (freedesktop.org).
///
/// Only the first `<name>` and the first `<release>` are looked at: releases stand newest first.
package struct AppStreamDescription: Equatable {
    /// The name without a language.
    package let name: String?
    /// The version of the first release.
    package let version: String?

    /// Looks for both in `bytes`; what is not there, or not whole, is nil.
    package init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        name = text.firstRange(of: "<name>").flatMap { start in
            let rest = text[start.upperBound...]
            return rest.firstRange(of: "</name>").flatMap {
                DocumentText.optional(String(rest[..<$0.lowerBound].prefix(200)))
            }
        }
        version = text.firstRange(of: "<release ").flatMap { start in
            let tag = text[start.upperBound...].prefix { $0 != ">" }
            return tag.firstRange(of: "version=").flatMap { found in
                let value = tag[found.upperBound...]
                guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
                let text = value.dropFirst().prefix { $0 != quote }
                return DocumentText.optional(DocumentText.version(String(text.prefix(100))))
            }
        }
    }
}
