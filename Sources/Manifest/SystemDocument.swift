public import Model
import Primitives

/// The document `socle-systeme.json`.
public enum SystemDocument {
    /// Reads a socle système.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> SystemBaseline {
        try DocumentForm.decode(bytes, named: name, kind: .system, read)
    }

    /// Writes a socle système so that ``decode(_:named:)`` gives it back.
    public static func encode(_ baseline: SystemBaseline) -> [UInt8] {
        let rules = baseline.pathRules.map { rule -> JSONValue in
            [
                "motif": .string(rule.pattern.description),
                "classe": .string(rule.pathClass.rawValue),
            ]
        }
        return DocumentForm.encode(
            .system,
            [
                JSONMember("edition", .string(baseline.edition)),
                JSONMember("proprietaire", .string(baseline.owner)),
                JSONMember("validite", baseline.validity.json),
                JSONMember(
                    "systeme",
                    [
                        "id": .string(baseline.systemID),
                        "versions": .strings(baseline.systemVersions),
                    ]
                ),
                baseline.layer.map { JSONMember("couche", $0.json) },
                JSONMember("chemins", .array(rules)),
                JSONMember("etapes", StepFields.encode(baseline.steps)),
                baseline.disk.map { JSONMember("disque", DiskFields.encode($0)) },
                JSONMember("remplacable", .strings(baseline.overridable.map(\.description))),
                JSONMember(
                    "base",
                    [
                        "paquets": .strings(baseline.basePackages),
                        "priorites": .strings(baseline.basePriorities),
                    ]
                ),
                JSONMember("pilotes", .strings(baseline.acceptedDrivers)),
                JSONMember("plafond-suppressions", .integer(Int64(baseline.removalCap))),
            ]
        )
    }

    // MARK: Reading

    private static func read(_ field: Field) -> SystemBaseline? {
        guard
            field.isObject(
                of: DocumentForm.members(
                    "edition",
                    "proprietaire",
                    "validite",
                    "systeme",
                    "couche",
                    "chemins",
                    "etapes",
                    "disque",
                    "remplacable",
                    "base",
                    "pilotes",
                    "plafond-suppressions"
                )
            )
        else { return nil }
        let edition = field.member("edition")?.text(
            matching: { $0.utf8.allSatisfy(IdentityName.isWordByte) },
            expected: "an edition such as 2026.1"
        )
        let owner = field.member("proprietaire")?.text()
        let validity = field.member("validite")?.validity()
        let system = field.member("systeme").flatMap(system)
        let layer = field.optional("couche")?.layer(under: LayerKind.system.rawValue)
        let rules = field.member("chemins").map(pathRules) ?? []
        let steps = field.optional("etapes").map(StepFields.afterRestore) ?? []
        let disk = field.optional("disque").flatMap { DiskFields.read($0, rules) }
        let overridable = field.optional("remplacable")?.values { $0.pattern() } ?? []
        field.optional("remplacable").map { OverridableRules.check(overridable, rules, at: $0) }
        let base = field.optional("base").map(basePackages) ?? ([], [])
        let drivers = field.optional("pilotes")?.values { $0.text() } ?? []
        let cap = field.optional("plafond-suppressions")?.integer(in: 0...10_000_000)
        guard let edition, let owner, let validity, let system else { return nil }
        return SystemBaseline(
            edition: edition,
            owner: owner,
            validity: validity,
            systemID: system.id,
            systemVersions: system.versions,
            layer: layer,
            pathRules: rules,
            steps: steps,
            disk: disk,
            overridable: overridable,
            basePackages: base.0,
            basePriorities: base.1,
            acceptedDrivers: drivers,
            removalCap: cap ?? 50_000
        )
    }

    private static func system(_ field: Field) -> (id: String, versions: [String])? {
        guard field.isObject(of: ["id", "versions", DocumentForm.note]) else { return nil }
        let id = field.member("id")?.text(
            matching: IdentityName.isID,
            expected: "the ID of os-release, such as debian"
        )
        let versions = field.member("versions")?.values(atLeast: 1) { $0.text() }
        guard let id, let versions else { return nil }
        return (id, versions)
    }

    private static func pathRules(_ field: Field) -> [PathRule] {
        var seen: Set<PathPattern> = []
        let own = PathRules.ownPaths.compactMap { path, _ in
            // Socle's own paths are valid patterns.
            try? PathPattern(path)
        }
        return field.list().compactMap { entry in
            guard entry.isObject(of: ["motif", "classe", DocumentForm.note]) else { return nil }
            let pattern = entry.member("motif")?.pattern()
            let pathClass = entry.member("classe")?.choice(PathClass.self)
            guard let pattern, let pathClass else { return nil }
            guard seen.insert(pattern).inserted else {
                entry.report(
                    .duplicateRule,
                    found: "a second rule for \(pattern)",
                    expected: "one rule for a pattern"
                )
                return nil
            }
            if let owner = own.first(where: { $0.covers(pattern) }) {
                entry.report(
                    .uselessRule,
                    found: "a rule for \(pattern)",
                    expected: "none: \(owner) has its class on every station"
                )
            }
            return PathRule(pattern, pathClass)
        }
    }

    private static func basePackages(_ field: Field) -> ([String], [String]) {
        guard field.isObject(of: ["paquets", "priorites", DocumentForm.note]) else {
            return ([], [])
        }
        let packages = field.optional("paquets")?.values {
            $0.text(matching: IdentityName.isDebianPackage, expected: "a Debian package name")
        }
        let priorities = field.optional("priorites")?.values { entry -> String? in
            let known = ["required", "important", "standard", "optional", "extra"]
            return entry.text(
                matching: known.contains,
                expected: "one of \(known.joined(separator: ", "))"
            )
        }
        return (packages ?? [], priorities ?? [])
    }
}
