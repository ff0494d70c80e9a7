import Primitives

/// The root: which keys sign the four top-level roles, itself included.
public struct RootMetadata: Sendable {
    /// Version and dates.
    public let header: MetadataHeader
    /// Every key listed, by id.
    public let keys: [ExactString: ListedKey]
    /// The keys of the root itself.
    public let root: RoleKeys
    /// The keys of the timestamp.
    public let timestamp: RoleKeys
    /// The keys of the snapshot.
    public let snapshot: RoleKeys
    /// The keys of the top-level targets.
    public let targets: RoleKeys
    /// Whether file names on the server carry versions and digests.
    public let consistentSnapshot: Bool
    /// Which institution holds which keys, where the root says so.
    public let institutions: Institutions?

    static func decode(_ envelope: Envelope) throws(TrustError) -> RootMetadata {
        let node = JSONNode(envelope.signed)
        let header = try MetadataHeader(node, kind: .root, subject: envelope.subject)
        do {
            return try RootMetadata(node, header: header)
        } catch {
            throw error.inFile(envelope.subject)
        }
    }

    private init(_ node: JSONNode, header: MetadataHeader) throws(PrimitivesError) {
        self.header = header
        keys = try RoleKeys.keys(try node.member("keys"))
        let roles = try node.member("roles")
        root = try RoleKeys(try roles.member("root"))
        timestamp = try RoleKeys(try roles.member("timestamp"))
        snapshot = try RoleKeys(try roles.member("snapshot"))
        targets = try RoleKeys(try roles.member("targets"))
        consistentSnapshot = try node.optionalMember("consistent_snapshot")?.bool() ?? false
        institutions = Institutions(node.value["x-socle"]?["institutions"], keys: keys)
    }

    func role(_ kind: MetadataKind) -> RoleKeys {
        switch kind {
        case .root: root
        case .timestamp: timestamp
        case .snapshot: snapshot
        case .targets: targets
        }
    }
}

/// Whose keys are whose: the root's `x-socle.institutions` member.
///
/// TUF knows keys, not people. The two institutions sign this member with the rest of the root, and
/// the policy rests on it.
public struct Institutions: Sendable {
    /// The keys of the Département.
    public let departement: Set<PublicKey>
    /// The keys of the Académie.
    public let academie: Set<PublicKey>

    init?(_ value: JSONValue?, keys: [ExactString: ListedKey]) {
        guard let value, let departement = Self.keys(value["departement"], keys),
            let academie = Self.keys(value["academie"], keys)
        else { return nil }
        (self.departement, self.academie) = (departement, academie)
    }

    private static func keys(
        _ value: JSONValue?,
        _ keys: [ExactString: ListedKey]
    ) -> Set<PublicKey>? {
        guard case .array(let elements)? = value, !elements.isEmpty else { return nil }
        var result: Set<PublicKey> = []
        for element in elements {
            guard case .string(let id) = element, let key = keys[ExactString(id)]?.key else {
                return nil
            }
            result.insert(key)
        }
        return result
    }
}
