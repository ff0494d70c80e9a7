import Primitives
import Synchronization
import Trust

/// A repository in memory, whose every document a test may bend before it is signed.
final class Simulator: MetadataSource {
    struct State {
        var files: [String: [UInt8]] = [:]
        var requests: [String] = []
    }

    let state = Mutex(State())

    func metadata(_ name: String, limit: Int) throws(TrustError) -> [UInt8]? {
        state.withLock {
            $0.requests.append(name)
            return $0.files[name]
        }
    }

    subscript(_ name: String) -> [UInt8]? {
        get { state.withLock { $0.files[name] } }
        set { state.withLock { $0.files[name] = newValue } }
    }

    func takeRequests() -> [String] {
        state.withLock {
            let requests = $0.requests
            $0.requests = []
            return requests
        }
    }
}

let start = Instant(secondsSince1970: 1_790_000_000)

/// A plain repository: one key a role, versions and members a test may set, then ``publish()``.
struct Repository {
    let simulator = Simulator()
    var keys: [String: [SigningKey]] = [:]
    var versions: [String: Int64] = ["root": 1, "timestamp": 1, "snapshot": 1, "targets": 1]
    var expires: [String: Instant] = [:]
    var thresholds: [String: Int64] = [:]
    var consistent = true
    var listHashes = true
    /// Delegations of the top-level targets, and of each delegated role.
    var delegations: [String: [(name: String, paths: JSONValue, terminating: Bool)]] = [:]
    var targets: [String: [(path: String, info: JSONValue)]] = [:]
    /// Changes a role's `signed` member before it is signed.
    var bend: [String: (JSONValue) -> JSONValue] = [:]
    /// Changes what the snapshot lists of a role.
    var bendListing: [String: (JSONValue) -> JSONValue] = [:]

    init() throws {
        for role in ["root", "timestamp", "snapshot", "targets"] {
            keys[role] = [try SigningKey.generate()]
        }
    }

    mutating func delegate(
        to name: String,
        from parent: String = "targets",
        paths: JSONValue = ["paths": ["*"]],
        terminating: Bool = false
    ) throws {
        delegations[parent, default: []].append((name, paths, terminating))
        if keys[name] == nil { keys[name] = [try SigningKey.generate()] }
        versions[name] = versions[name] ?? 1
    }

    static func target(_ content: String, length: Int64? = nil) -> JSONValue {
        let bytes = Array(content.utf8)
        return .object([
            JSONMember("length", .integer(length ?? Int64(bytes.count))),
            JSONMember(
                "hashes",
                .object([JSONMember("sha256", .string(SHA256Hasher.digest(of: bytes).hex))])
            ),
        ])
    }

    func publish() throws {
        try publishRoot()
        var listed: [JSONMember] = []
        for role in versions.keys.sorted() where !["root", "timestamp", "snapshot"].contains(role) {
            var members = header(role, "targets")
            members.append(
                JSONMember(
                    "targets",
                    .object((targets[role] ?? []).map { JSONMember($0.path, $0.info) })
                )
            )
            if let children = delegations[role] {
                members.append(JSONMember("delegations", delegationsObject(children)))
            }
            let bytes = try sign(.object(members), role)
            simulator[name(role)] = bytes
            let listing = file(role, bytes)
            listed.append(JSONMember("\(role).json", bendListing[role]?(listing) ?? listing))
        }
        let snapshot = try sign(
            .object(header("snapshot", "snapshot") + [JSONMember("meta", .object(listed))]),
            "snapshot"
        )
        simulator[name("snapshot")] = snapshot
        let listing = file("snapshot", snapshot)
        let meta = JSONMember("snapshot.json", bendListing["snapshot"]?(listing) ?? listing)
        simulator["timestamp.json"] = try sign(
            .object(
                header("timestamp", "timestamp") + [JSONMember("meta", .object([meta]))]
            ),
            "timestamp"
        )
    }

    /// Signs a root with its own keys and `others`, those before it.
    func publishRoot(alsoBy others: [SigningKey] = []) throws {
        let all = ["root", "timestamp", "snapshot", "targets"]
        var listed: [JSONMember] = []
        for key in all.flatMap({ keys[$0] ?? [] })
        where !listed.contains(where: { $0.name == key.publicKey.keyID.text }) {
            listed.append(JSONMember(key.publicKey.keyID.text, key.publicKey.keyObject))
        }
        let roles = all.map { JSONMember($0, roleObject($0)) }
        let signed = JSONValue.object(
            header("root", "root") + [
                JSONMember("consistent_snapshot", .bool(consistent)),
                JSONMember("keys", .object(listed)), JSONMember("roles", .object(roles)),
            ]
        )
        let bytes = try sign(signed, "root", alsoBy: others)
        simulator["\(versions["root"] ?? 1).root.json"] = bytes
    }

    func name(_ role: String) -> String {
        consistent ? "\(versions[role] ?? 1).\(role).json" : "\(role).json"
    }

    private func header(_ role: String, _ type: String) -> [JSONMember] {
        [
            JSONMember("_type", .string(type)), JSONMember("spec_version", "1.0.31"),
            JSONMember("version", .integer(versions[role] ?? 1)),
            JSONMember(
                "expires",
                .string("\(expires[role] ?? start.adding(seconds: 86400 * 30))")
            ),
        ]
    }

    private func file(_ role: String, _ bytes: [UInt8]) -> JSONValue {
        var members = [JSONMember("version", .integer(versions[role] ?? 1))]
        if listHashes {
            members.append(JSONMember("length", .integer(Int64(bytes.count))))
            members.append(
                JSONMember(
                    "hashes",
                    .object([JSONMember("sha256", .string(SHA256Hasher.digest(of: bytes).hex))])
                )
            )
        }
        return .object(members)
    }

    private func roleObject(_ role: String) -> JSONValue {
        .object([
            JSONMember(
                "keyids",
                .array((keys[role] ?? []).map { .string($0.publicKey.keyID.text) })
            ),
            JSONMember("threshold", .integer(thresholds[role] ?? 1)),
        ])
    }

    private func delegationsObject(
        _ children: [(name: String, paths: JSONValue, terminating: Bool)]
    ) -> JSONValue {
        let all = children.flatMap { keys[$0.name] ?? [] }
        let roles = children.map { child -> JSONValue in
            guard case .object(let role) = roleObject(child.name),
                case .object(let scope) = child.paths
            else { return .null }
            return .object(
                role + scope + [
                    JSONMember("name", .string(child.name)),
                    JSONMember("terminating", .bool(child.terminating)),
                ]
            )
        }
        return .object([
            JSONMember(
                "keys",
                .object(all.map { JSONMember($0.publicKey.keyID.text, $0.publicKey.keyObject) })
            ),
            JSONMember("roles", .array(roles)),
        ])
    }

    func sign(
        _ signed: JSONValue,
        _ role: String,
        alsoBy others: [SigningKey] = []
    ) throws -> [UInt8] {
        var document = try SignedDocument(signed: bend[role]?(signed) ?? signed, subject: role)
        for key in (keys[role] ?? []) + others { try document.sign(with: key) }
        return document.bytes
    }

    // MARK: A client of it

    func client(
        _ storage: any MetadataStorage = TransientStorage(),
        at now: Instant = start,
        stale: Bool = false,
        root: [UInt8]? = nil
    ) throws -> MetadataUpdater {
        var options = MetadataUpdater.Start(
            pinnedRoot: root ?? simulator["1.root.json"] ?? [],
            system: now,
            built: Instant(secondsSince1970: 0),
            policy: nil
        )
        options.acceptsStale = stale
        return try MetadataUpdater(options, source: simulator, storage: storage)
    }

    /// What a refresh and the reading of each delegated role answer; nil when all is well.
    func refusal(
        _ storage: any MetadataStorage = TransientStorage(),
        at now: Instant = start,
        stale: Bool = false,
        known: [String: [UInt8]] = [:],
        target: ExactString? = nil
    ) throws -> TrustError? {
        do throws(TrustError) {
            var options = MetadataUpdater.Start(
                pinnedRoot: simulator["1.root.json"] ?? [],
                system: now,
                built: Instant(secondsSince1970: 0),
                policy: nil
            )
            options.acceptsStale = stale
            options.known = known
            var client = try MetadataUpdater(options, source: simulator, storage: storage)
            try client.refresh()
            if let target { _ = try client.target(target) }
            return nil
        } catch {
            return error
        }
    }
}

extension JSONValue {
    func setting(_ name: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(let members) = self else { return self }
        let kept = members.filter { $0.name != name }
        return .object(kept + (value.map { [JSONMember(name, $0)] } ?? []))
    }
}
