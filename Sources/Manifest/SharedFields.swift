import Model
import Primitives

// Parts that several documents share: validity, layer, identity, version rule.
extension Field {
    func day() -> Day? { parsed { text throws(PrimitivesError) in try Day(text) } }

    func schoolCode() -> SchoolCode? {
        parsed { text throws(PrimitivesError) in try SchoolCode(text) }
    }

    func digest() -> Digest? { parsed { text throws(PrimitivesError) in try Digest(hex: text) } }

    func pattern() -> PathPattern? {
        guard let pattern = parsed({ text throws(PrimitivesError) in try PathPattern(text) }) else {
            return nil
        }
        guard case .string(let text) = node.value, text.utf8.first == UInt8(ascii: "/") else {
            report(
                .malformedValue,
                found: "a pattern without leading slash",
                expected: "a path from the root, such as /var/log"
            )
            return nil
        }
        return pattern
    }

    func validity() -> Validity? {
        guard isObject(of: ["du", "au", DocumentForm.note]) else { return nil }
        guard let from = member("du")?.day(), let until = member("au")?.day() else { return nil }
        guard from <= until else {
            report(
                .validityReversed,
                found: "\(from) to \(until)",
                expected: "a first day that is not after the last"
            )
            return nil
        }
        return Validity(from: from, until: until)
    }

    func layer(under folder: String) -> LayerTarget? {
        guard isObject(of: ["cible", "index", DocumentForm.note]) else { return nil }
        let target = member("cible")?.text(
            matching: { $0.hasPrefix(folder + "/") && Self.isTargetName($0) },
            expected: "a target such as \(folder)/nom-2026.1"
        )
        let index = member("index")?.digest()
        guard let target, let index else { return nil }
        return LayerTarget(target: target, index: index)
    }

    /// The members `etablissements`, `salles` and `postes` of a document.
    func scope() -> StationScope {
        StationScope(
            schools: optional("etablissements")?.values(atLeast: 1) { $0.schoolCode() } ?? [],
            rooms: optional("salles")?.values(atLeast: 1) { $0.text() } ?? [],
            stations: optional("postes")?.values(atLeast: 1) { $0.text() } ?? []
        )
    }

    func identities() -> [ComponentIdentity] {
        var seen: Set<ComponentIdentity.Key> = []
        let fields = list()
        if case .array(let elements) = node.value, elements.isEmpty {
            report(.emptyValue, found: "no identity", expected: "at least one way to recognise it")
        }
        return fields.compactMap { field in
            guard let identity = field.identity() else { return nil }
            guard seen.insert(identity.key).inserted else {
                field.report(
                    .duplicateValue,
                    found: "\(identity.source.rawValue) \(identity.name) again",
                    expected: "each name once for a source"
                )
                return nil
            }
            return identity
        }
    }

    func identity() -> ComponentIdentity? {
        guard isObject(of: ["source", "nom", "editeur", "version", DocumentForm.note]) else {
            return nil
        }
        let source = member("source")?.choice(InventorySource.self)
        let name = member("nom")?.text()
        let publisher = optional("editeur")?.text()
        guard let source, let name else { return nil }
        if let reason = IdentityName.refusal(of: name, in: source) {
            member("nom")?.report(
                .nameMatchesNothing,
                found: Problems.quoted(name),
                expected: reason
            )
        }
        let version = optional("version")?.versionRule(for: source) ?? .any
        return ComponentIdentity(source: source, name: name, publisher: publisher, version: version)
    }

    private func versionRule(for source: InventorySource) -> VersionRule? {
        guard isObject(of: ["au-moins", "amont", "exactement"]) else { return nil }
        guard case .object(let members) = node.value, members.count == 1,
            let name = members.first?.name, let field = optional(name), let text = field.text()
        else {
            report(
                .malformedValue,
                found: "a rule without exactly one member",
                expected: "one of au-moins, amont, exactement"
            )
            return nil
        }
        if source == .dpkg, let reason = DebianVersionSyntax.refusal(of: text) {
            field.report(.versionMalformed, found: Problems.quoted(text), expected: reason)
            return nil
        }
        switch name {
        case "au-moins": return .atLeast(text)
        case "exactement": return .exactly(text)
        case "amont" where source == .dpkg || source == .rpm: return .upstream(text)
        default:
            field.report(
                .uselessRule,
                found: "a rule on the upstream version",
                expected: "au-moins or exactement: \(source.rawValue) has no packaging revision"
            )
            return nil
        }
    }

    /// Letters, digits, `.`, `-`, `_` and `/`, without empty or dotted components.
    static func isTargetName(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "/") || IdentityName.isWordByte(byte)
        }
            && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0.utf8.first != UInt8(ascii: ".")
            }
    }
}

extension StationScope {
    var members: [JSONMember?] {
        [
            .list("etablissements", schools.map(\.description)), .list("salles", rooms),
            .list("postes", stations),
        ]
    }
}

extension ComponentIdentity {
    /// What two components may not share.
    struct Key: Hashable {
        let source: InventorySource
        let name: String
        let publisher: String?
    }

    var key: Key { Key(source: source, name: name, publisher: publisher) }

    var json: JSONValue {
        .object(
            [
                JSONMember("source", .string(source.rawValue)),
                JSONMember("nom", .string(name)),
                .optional("editeur", publisher),
                version.json.map { JSONMember("version", $0) },
            ].compactMap(\.self)
        )
    }
}

extension VersionRule {
    var json: JSONValue? {
        switch self {
        case .any: nil
        case .atLeast(let version): ["au-moins": .string(version)]
        case .upstream(let version): ["amont": .string(version)]
        case .exactly(let version): ["exactement": .string(version)]
        }
    }
}

extension Validity {
    var json: JSONValue {
        ["du": .string(from.description), "au": .string(until.description)]
    }
}

extension LayerTarget {
    var json: JSONValue { ["cible": .string(target), "index": .string(index.hex)] }
}
