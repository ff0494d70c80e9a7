import Model
import Primitives

extension FindingBuilder {
    /// Differences of files, each told once: under the program it belongs to, else by package or
    /// by folder.
    mutating func judgeFiles() {
        guard let comparison = input.files else { return }
        if !comparison.unreadable.isEmpty {
            add(
                Finding(
                    .undetermined,
                    subject: "fichiers",
                    weight: .undetermined,
                    found: String(comparison.unreadable.count),
                    evidence: comparison.unreadable.prefix(FileGroups.evidenceLimit).map {
                        Evidence(file: $0, field: comparison.method.rawValue)
                    }
                )
            )
        }
        var groups = FileGroups()
        for difference in comparison.differences
        where difference.pathClass == .exact && !Self.isRecord(difference.path) {
            sort(difference, method: comparison.method, into: &groups)
        }
        report(groups)
    }

    /// The package managers' own records and the logs: what they say is judged as software.
    private static func isRecord(_ path: RelativePath) -> Bool {
        let parts = path.components
        guard parts.count >= 2, parts[0].elementsEqual("var".utf8) else { return false }
        if parts[1].elementsEqual("log".utf8) { return true }
        guard parts.count >= 3 else { return false }
        let isState = parts[1].elementsEqual("lib".utf8) || parts[1].elementsEqual("cache".utf8)
        return isState && Self.records.contains { parts[2].elementsEqual($0.utf8) }
    }

    /// Folders and files of `/var/lib` in which packages note what they did.
    private static let records = [
        "dpkg", "apt", "debconf", "ucf", "pam", "systemd", "shells.state",
    ]

    private mutating func sort(
        _ difference: FileDifference,
        method: FileComparison.Method,
        into groups: inout FileGroups
    ) {
        if diverted[difference.path] != nil { return }
        let package = difference.package.map { String($0.prefix { $0 != ":" }) }
        if let package {
            if let place = unlistedPlace(package) ?? absent[package] {
                groups.fold(difference, under: place)
                return
            }
            guard isJudged(package, difference, method) else { return }
        }
        if difference.kind == .foreign, isOfItem(difference.path) { return }
        let key = package ?? FileGroups.folder(of: difference.path)
        if difference.isSetting {
            groups.settings.add(difference, to: key)
        } else if difference.kind == .foreign {
            groups.foreign.add(difference, to: FileGroups.folder(of: difference.path))
        } else if difference.kind == .metadata {
            groups.metadata.add(difference, to: key)
        } else {
            groups.altered.add(difference, to: key)
        }
    }

    /// The place of the finding an unlisted package is reported or folded under.
    func unlistedPlace(_ package: String) -> Int? {
        guard let place = reported[package], ![.newer, .outdated].contains(findings[place].code)
        else { return nil }
        return place
    }

    /// Another version has other files: only the sums of the installed package can judge them.
    private mutating func isJudged(
        _ package: String,
        _ difference: FileDifference,
        _ method: FileComparison.Method
    ) -> Bool {
        guard method != .packageSums else { return true }
        let places = placesByName[package] ?? []
        if difference.kind == .foreign, !places.contains(where: { membership.locked[$0] != nil }) {
            return !places.contains { membership.isExpected[$0] }
        }
        return !places.contains { place in
            locked(place).map { $0.version != items[place].version } ?? false
        }
    }

    /// Whether a path belongs to an item, which is judged as software.
    private mutating func isOfItem(_ path: RelativePath) -> Bool {
        var current: RelativePath? = path
        while let candidate = current, !candidate.isRoot {
            if itemPaths.contains(candidate) { return true }
            current = candidate.parent
        }
        return false
    }

    // MARK: - Findings

    private mutating func report(_ groups: FileGroups) {
        for (place, paths) in groups.folded {
            change(place) { $0.add(paths) }
        }
        for (subject, differences) in groups.altered.groups {
            let metadata = groups.metadata.groups[subject] ?? []
            addFiles(.altered, subject, differences + metadata, weight: .deviation)
        }
        for (subject, differences) in groups.metadata.groups
        where groups.altered.groups[subject] == nil {
            addFiles(.altered, subject, differences, weight: .information)
        }
        for (subject, differences) in groups.settings.groups {
            addFiles(.settings, subject, differences, weight: .information)
        }
        for (subject, differences) in groups.foreign.groups {
            let told = FileGroups.withoutFullFolders(differences)
            addFiles(.foreignFile, subject, told, weight: .deviation)
        }
    }

    private mutating func addFiles(
        _ code: FindingCode,
        _ subject: String,
        _ differences: [FileDifference],
        weight: FindingWeight
    ) {
        let place = aboutPackage(code, subject, weight: weight)
        change(place) {
            $0.add(differences.map(\.path))
            $0.evidence = differences.prefix(FileGroups.evidenceLimit).map {
                Evidence(file: $0.path.description, field: $0.kind.rawValue)
            }
        }
    }

    /// Adds a finding about files of the package `subject`, or of no package where none is called
    /// that; its paths and evidence are still to come.
    mutating func aboutPackage(
        _ code: FindingCode,
        _ subject: String,
        weight: FindingWeight = .deviation
    ) -> Int {
        let place = placesByName[subject]?.first
        return add(
            Finding(
                code,
                subject: subject,
                weight: weight,
                found: place.map { items[$0].version },
                component: place.flatMap { componentID(of: $0) },
                source: place.map { items[$0].source },
                evidence: []
            )
        )
    }
}
