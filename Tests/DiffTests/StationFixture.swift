import Foundation
import Model
import Primitives

/// Stations to judge: written as literals, or read from the shared data by a reader of its own, so
/// that these tests stand on no other module.
enum StationFixture {
    /// The folder of shared test data, or nil where there is none.
    static var shared: URL? {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["SOCLE_SHARED"]
            .map { URL(fileURLWithPath: $0) }
        let folder = (named ?? repository.deletingLastPathComponent().appending(path: "shared"))
            .appending(path: "data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    static var hasShared: Bool { shared != nil }

    /// Reads a dpkg status file and the file of automatic marks.
    static func items(status: URL, states: URL) throws -> [InventoryItem] {
        var automatic: Set<String> = []
        for stanza in stanzas(try String(contentsOf: states, encoding: .utf8))
        where stanza["auto-installed"] == "1" {
            automatic.insert("\(stanza["package"] ?? "") \(stanza["architecture"] ?? "")")
        }
        return stanzas(try String(contentsOf: status, encoding: .utf8)).compactMap { stanza in
            item(stanza, automatic: automatic)
        }
    }

    private static func item(_ stanza: [String: String], automatic: Set<String>) -> InventoryItem? {
        let words = (stanza["status"] ?? "").split(separator: " ")
        guard words.count == 3, words[2] != "not-installed", let name = stanza["package"] else {
            return nil
        }
        let architecture = stanza["architecture"] ?? ""
        let marked = architecture == "all" ? "amd64" : architecture
        let state: InventoryItem.State =
            switch (words[2], words[0]) {
            case ("installed", "hold"): .held
            case ("installed", _), ("triggers-pending", _), ("triggers-awaited", _): .installed
            case ("config-files", _): .removed
            case (let word, _): .broken(String(word))
            }
        return InventoryItem(
            source: .dpkg,
            name: name,
            version: stanza["version"] ?? "",
            architecture: architecture,
            origin: automatic.contains("\(name) \(marked)") ? .automatic : .asked,
            state: state,
            relations: relations(stanza),
            evidence: Evidence(file: "var/lib/dpkg/status", field: "Package: \(name)")
        )
    }

    static func relations(_ stanza: [String: String]) -> PackageRelations {
        var result = PackageRelations()
        result.depends = groups(stanza["depends"])
        result.preDepends = groups(stanza["pre-depends"])
        result.recommends = groups(stanza["recommends"])
        result.suggests = groups(stanza["suggests"])
        result.provides = groups(stanza["provides"]).flatMap { $0 }
        result.isEssential = stanza["essential"] == "yes"
        result.isProtected = stanza["important"] == "yes" || stanza["protected"] == "yes"
        result.priority = stanza["priority"] ?? ""
        result.section = stanza["section"] ?? ""
        result.multiArch = stanza["multi-arch"] ?? ""
        let source = (stanza["source"] ?? "").split(separator: " ")
        result.sourceName = source.first.map(String.init) ?? ""
        result.sourceVersion = source.count > 1 ? String(source[1].dropFirst().dropLast()) : ""
        return result
    }

    static func groups(_ text: String?) -> PackageRelations.Groups {
        (text ?? "").split(separator: ",").map { group in
            group.split(separator: "|").map { alternative($0) }
        }
    }

    private static func alternative(_ text: Substring) -> PackageRelations.Alternative {
        let parts = text.split(separator: "(")
        let name = parts[0].trimmingCharacters(in: .whitespaces).split(separator: ":")
        let condition =
            parts.count > 1
            ? parts[1].prefix { $0 != ")" }.split(separator: " ") : []
        return PackageRelations.Alternative(
            name: String(name[0]),
            architecture: name.count > 1 ? String(name[1]) : nil,
            comparison: condition.first.flatMap { .init(rawValue: String($0)) },
            version: condition.count > 1 ? String(condition[1]) : nil
        )
    }

    private static func stanzas(_ text: String) -> [[String: String]] {
        text.components(separatedBy: "\n\n").map { block in
            var fields: [String: String] = [:]
            for line in block.split(separator: "\n") {
                guard let colon = line.firstIndex(of: ":"), !line.hasPrefix(" ") else { continue }
                fields[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                    .trimmingCharacters(in: .whitespaces)
            }
            return fields
        }
    }
}

/// A literal package of a station.
func package(
    _ name: String,
    _ version: String = "1.0-1",
    asked: Bool = true,
    depends: String? = nil,
    recommends: String? = nil,
    suggests: String? = nil,
    provides: String? = nil,
    architecture: String = "amd64",
    multiArch: String = "",
    section: String = "",
    priority: String = "optional",
    state: InventoryItem.State = .installed,
    installed: Day? = nil,
    kind: ItemKind = .application,
    source: String = ""
) -> InventoryItem {
    var relations = PackageRelations()
    relations.depends = StationFixture.groups(depends)
    relations.recommends = StationFixture.groups(recommends)
    relations.suggests = StationFixture.groups(suggests)
    relations.provides = StationFixture.groups(provides).flatMap { $0 }
    relations.multiArch = multiArch
    relations.section = section
    relations.priority = priority
    relations.sourceName = source
    return InventoryItem(
        source: .dpkg,
        name: name,
        version: version,
        architecture: architecture,
        kind: kind,
        origin: asked ? .asked : .automatic,
        state: state,
        installed: installed,
        relations: relations,
        evidence: Evidence(file: "var/lib/dpkg/status", field: "Package: \(name)")
    )
}

/// An inventory of `items` on a Debian 12 station, dpkg and files read unless told otherwise.
func inventory(
    _ items: [InventoryItem],
    coverage: [InventorySource: SourceCoverage.State] = [
        .dpkg: .read, .files: .read, .flatpak: .absent,
    ],
    system: Inventory.System? = Inventory.System(
        id: "debian",
        version: "12",
        name: "Debian GNU/Linux 12",
        architecture: "amd64"
    )
) throws -> Inventory {
    Inventory(
        taken: try Instant("2026-11-23T08:00:00Z"),
        system: system,
        items: items,
        coverage: coverage.map { SourceCoverage(source: $0.key, state: $0.value, detail: "test") }
            .sorted { $0.source.rawValue < $1.source.rawValue }
    )
}

/// A socle système of Debian 12.
func systemBaseline(
    packages: [String] = [],
    priorities: [String] = [],
    drivers: [String] = [],
    rules: [PathRule] = []
) throws -> SystemBaseline {
    SystemBaseline(
        edition: "2026.1",
        owner: "Département",
        validity: try schoolYearDays(),
        systemID: "debian",
        systemVersions: ["12"],
        pathRules: rules,
        basePackages: packages,
        basePriorities: priorities,
        acceptedDrivers: drivers
    )
}

func schoolYearDays() throws -> Validity {
    Validity(from: try Day("2026-09-01"), until: try Day("2027-08-31"))
}

/// A socle applicatif of `components`.
func applicationBaseline(_ components: [Component]) throws -> ApplicationBaseline {
    ApplicationBaseline(
        schoolYear: try SchoolYear("2026-2027"),
        revision: 1,
        owner: "Académie",
        validation: .init(inspectorate: "IA-IPR", day: try Day("2026-06-01")),
        validity: try schoolYearDays(),
        components: components
    )
}

/// A component recognised by `identities`.
func component(
    _ id: String,
    _ identities: [ComponentIdentity],
    requirements: HardwareRequirements? = nil,
    brings: [String] = []
) -> Component {
    Component(
        id: id,
        name: id,
        publisher: "",
        licenceKind: .free,
        licence: "GPL-3.0",
        identities: identities,
        requirements: requirements,
        brings: brings
    )
}

/// The lock of a station that holds exactly `items`.
func lock(_ items: [InventoryItem]) -> SoftwareLock {
    SoftwareLock(
        packages: items.filter { $0.source == .dpkg && $0.state != .removed }.map {
            SoftwareLock.Package(
                name: $0.name,
                version: $0.version,
                architecture: $0.architecture ?? "",
                isAutomatic: $0.origin == .automatic
            )
        }
    )
}

/// A difference of one file.
func difference(
    _ path: String,
    _ kind: FileDifference.Kind,
    package: String? = nil,
    setting: Bool = false,
    pathClass: PathClass = .exact,
    fileKind: FileKind = .regular
) throws -> FileDifference {
    FileDifference(
        path: try RelativePath(path),
        kind: kind,
        fileKind: fileKind,
        package: package,
        isSetting: setting,
        pathClass: pathClass,
        size: 1
    )
}
