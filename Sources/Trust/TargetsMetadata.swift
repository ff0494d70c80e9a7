import Primitives

/// A targets document: files, and roles it delegates to.
public struct TargetsMetadata: Sendable {
    /// Version and dates.
    public let header: MetadataHeader
    /// The targets listed, by path.
    public let targets: [ExactString: TargetInfo]
    /// The keys of the delegated roles, by id.
    public let keys: [ExactString: ListedKey]
    /// The delegated roles, in the order they are searched.
    public let delegations: [Delegation]

    static func decode(_ envelope: Envelope) throws(TrustError) -> TargetsMetadata {
        let node = JSONNode(envelope.signed)
        let header = try MetadataHeader(node, kind: .targets, subject: envelope.subject)
        do {
            return try TargetsMetadata(node, header: header)
        } catch {
            throw error.inFile(envelope.subject)
        }
    }

    private init(_ node: JSONNode, header: MetadataHeader) throws(PrimitivesError) {
        self.header = header
        var targets: [ExactString: TargetInfo] = [:]
        for (name, value) in try node.member("targets").members() {
            targets[ExactString(name)] = try TargetInfo(path: name, node: value)
        }
        self.targets = targets
        guard let delegating = try node.optionalMember("delegations") else {
            keys = [:]
            delegations = []
            return
        }
        keys = try RoleKeys.keys(try delegating.member("keys"))
        var delegations: [Delegation] = []
        var names: Set<ExactString> = []
        for element in try delegating.member("roles").elements() {
            let delegation = try Delegation(element)
            guard names.insert(delegation.name).inserted else {
                throw element.invalid("the role “\(delegation.name)” is delegated twice")
            }
            delegations.append(delegation)
        }
        self.delegations = delegations
    }

    /// The delegation to the role called `name`.
    public func delegation(to name: ExactString) -> Delegation? {
        delegations.first { $0.name == name }
    }
}

/// One role a targets document delegates to.
public struct Delegation: Sendable {
    /// Which targets a delegated role may list.
    public enum Scope: Sendable {
        /// Those whose path matches one of these patterns.
        case paths([ExactString])
        /// Those whose path's SHA-256 starts with one of these hexadecimal prefixes.
        case hashPrefixes([ExactString])
    }

    /// The role's name.
    public let name: ExactString
    /// The role's keys.
    public let role: RoleKeys
    /// Whether the search for a path in scope ends with this role.
    public let isTerminating: Bool
    /// What the role may list.
    public let scope: Scope

    init(_ node: JSONNode) throws(PrimitivesError) {
        name = ExactString(try node.member("name").string())
        let reserved: [ExactString] = ["root", "timestamp", "snapshot", "targets", ""]
        guard !reserved.contains(name) else {
            throw node.invalid("a delegated role cannot be called “\(name)”")
        }
        role = try RoleKeys(node)
        isTerminating = try node.member("terminating").bool()
        switch (
            try node.optionalMember("paths"), try node.optionalMember("path_hash_prefixes")
        ) {
        case (let paths?, nil):
            scope = .paths(try Self.strings(paths))
        case (nil, let prefixes?):
            scope = .hashPrefixes(try Self.strings(prefixes))
        default:
            throw node.invalid("exactly one of paths and path_hash_prefixes is expected")
        }
    }

    private static func strings(_ node: JSONNode) throws(PrimitivesError) -> [ExactString] {
        var strings: [ExactString] = []
        for element in try node.elements() { strings.append(ExactString(try element.string())) }
        return strings
    }

    /// Whether the role may list the target `path`.
    public func covers(_ path: ExactString) -> Bool {
        switch scope {
        case .paths(let patterns):
            return patterns.contains { PathGlob.matches($0.text, path.text) }
        case .hashPrefixes(let prefixes):
            let hex = SHA256Hasher.digest(of: Array(path.text.utf8)).hex
            return prefixes.contains { !$0.text.isEmpty && hex.utf8.starts(with: $0.text.utf8) }
        }
    }
}
