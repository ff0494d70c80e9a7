import Primitives
import Trust

/// The content of the documents a depot is made of.
enum DepotDocuments {
    /// The version of the TUF specification they follow.
    static let specification = "1.0.34"

    /// Days a document lasts, by role.
    static func days(of role: String) -> Int64 {
        switch role {
        case "root": 5 * 365 + 1
        case "targets": 2 * 365
        case "snapshot", "timestamp": 100
        default: DepotPolicy.roles.first { $0.name == ExactString(role) }?.days ?? 365
        }
    }

    static func header(
        _ type: String,
        role: String,
        version: Int64,
        now: Instant
    ) -> [JSONMember] {
        [
            JSONMember("_type", .string(type)),
            JSONMember("expires", .string("\(now.adding(seconds: days(of: role) * 86400))")),
            JSONMember("spec_version", .string(specification)),
            JSONMember("version", .integer(version)),
            JSONMember("x-emis-le", .string("\(now)")),
        ]
    }

    /// The same content as `signed`, one version on, lasting from `now`.
    static func renewed(
        _ signed: JSONValue,
        role: String,
        version: Int64,
        now: Instant
    ) -> JSONValue {
        var result = signed
        for member in header(
            role == "root" ? "root" : "targets",
            role: role,
            version: version,
            now: now
        ) {
            result = result.setting(member.name, to: member.value)
        }
        return result
    }

    static func root(_ roster: DepotRoster, now: Instant) -> JSONValue {
        let (d, a) = (roster.departement, roster.academie)
        return .object(
            header("root", role: "root", version: 1, now: now) + [
                JSONMember("consistent_snapshot", true),
                JSONMember("keys", keys(d.all + a.all + [roster.operatorKey])),
                JSONMember(
                    "roles",
                    .object([
                        JSONMember("root", role(d.root + a.root, 3)),
                        JSONMember("snapshot", role([roster.operatorKey], 1)),
                        JSONMember("targets", role([d.role, a.role], 2)),
                        JSONMember("timestamp", role([roster.operatorKey], 1)),
                    ])
                ),
                JSONMember(
                    "x-socle",
                    .object([
                        JSONMember(
                            "institutions",
                            .object([
                                JSONMember("academie", ids(a.all)),
                                JSONMember("departement", ids(d.all)),
                            ])
                        )
                    ])
                ),
            ]
        )
    }

    static func targets(_ roster: DepotRoster, now: Instant) -> JSONValue {
        let (d, a) = (roster.departement.role, roster.academie.role)
        let roles = DepotPolicy.roles.map { rule in
            let signers =
                switch rule.holder {
                case .departement: [d]
                case .academie: [a]
                case .both: [d, a]
                }
            return JSONValue.object([
                JSONMember("keyids", ids(signers)),
                JSONMember("name", .string(rule.name.text)),
                JSONMember("paths", .array([.string(rule.path.text)])),
                JSONMember("terminating", true),
                JSONMember("threshold", .integer(Int64(rule.threshold))),
            ])
        }
        return .object(
            header("targets", role: "targets", version: 1, now: now) + [
                JSONMember(
                    "delegations",
                    .object([
                        JSONMember("keys", keys([d, a])), JSONMember("roles", .array(roles)),
                    ])
                ),
                JSONMember("targets", .object([])),
            ]
        )
    }

    static func emptyRole(_ role: String, now: Instant) -> JSONValue {
        .object(
            header("targets", role: role, version: 1, now: now) + [
                JSONMember("targets", .object([]))
            ]
        )
    }

    /// What a snapshot or timestamp says of a document.
    static func file(version: Int64, bytes: [UInt8]) -> JSONValue {
        .object([
            JSONMember(
                "hashes",
                .object([JSONMember("sha256", .string(SHA256Hasher.digest(of: bytes).hex))])
            ),
            JSONMember("length", .integer(Int64(bytes.count))),
            JSONMember("version", .integer(version)),
        ])
    }

    static func target(_ target: TargetInfo, digest: Digest) -> JSONValue {
        var members = [
            JSONMember("hashes", .object([JSONMember("sha256", .string(digest.hex))])),
            JSONMember("length", .integer(Int64(clamping: target.length))),
        ]
        if let custom = target.custom { members.insert(JSONMember("custom", custom), at: 0) }
        return .object(members)
    }

    private static func keys(_ keys: [PublicKey]) -> JSONValue {
        .object(keys.map { JSONMember($0.keyID.text, $0.keyObject) })
    }

    private static func ids(_ keys: [PublicKey]) -> JSONValue {
        .array(keys.map { .string($0.keyID.text) })
    }

    private static func role(_ keys: [PublicKey], _ threshold: Int64) -> JSONValue {
        .object([JSONMember("keyids", ids(keys)), JSONMember("threshold", .integer(threshold))])
    }
}

extension JSONValue {
    /// The object with its member `name` set, or taken out where `value` is nil; members sorted.
    func setting(_ name: String, to value: JSONValue?) -> JSONValue {
        guard case .object(let members) = self else { return self }
        var kept = members.filter { !$0.name.utf8.elementsEqual(name.utf8) }
        if let value { kept.append(JSONMember(name, value)) }
        return .object(kept.sorted { ExactString($0.name) < ExactString($1.name) })
    }
}
