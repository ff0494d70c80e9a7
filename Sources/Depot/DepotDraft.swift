public import Primitives
import Trust

/// A draft as the person who is about to sign it must see it.
public struct DepotDraft: Sendable {
    /// How far one group of keys has signed.
    public struct Progress: Sendable, Hashable {
        /// Keys of the group that signed.
        public let count: Int
        /// How many of them must.
        public let threshold: Int
    }

    /// A key that a role gains or loses.
    public struct KeyChange: Sendable, Hashable {
        /// The role, or the institution the root says the key belongs to.
        public let role: String
        /// The key.
        public let fingerprint: Digest
        /// Whether the role gains it.
        public let isAdded: Bool
    }

    /// A number of signatures that changes.
    public struct ThresholdChange: Sendable, Hashable {
        /// The role.
        public let role: String
        /// How many had to sign; nil for a new role.
        public let before: Int?
        /// How many must from now on.
        public let after: Int
    }

    /// The role.
    public let role: String
    /// The version it will have.
    public let version: Int64
    /// The moment from which stations will refuse it.
    public let expires: Instant
    /// SHA-256 of exactly what is signed.
    public let digest: Digest
    /// The signatures it has and needs: of the keys it will answer to first and, where those
    /// differ, of the keys in force.
    public let progress: [Progress]
    /// The targets it adds, changes or takes out.
    public let targets: [DepotChange]
    /// The keys it brings or takes away.
    public let keys: [KeyChange]
    /// The numbers of signatures it changes.
    public let thresholdChanges: [ThresholdChange]
}

extension DepotWriter {
    /// The drafts that wait, in the order they are published.
    ///
    /// - Throws: ``DepotError`` with `.notTrusted` for one that breaks the policy.
    public func drafts() throws(DepotError) -> [DepotDraft] {
        var drafts: [DepotDraft] = []
        for role in Self.roles {
            guard let document = try draft(of: role) else { continue }
            drafts.append(try describe(document, role))
        }
        return drafts
    }

    /// The keys that sign one role, or that belong to one institution.
    public struct RoleKeys: Sendable, Hashable {
        /// The role, or the institution.
        public let role: String
        /// Fingerprints, in order.
        public let keys: [Digest]
        /// How many must sign; 0 for an institution.
        public let threshold: Int
    }

    /// Who signs what in the depot as it is published, or as it is drafted where it is new.
    public func roleKeys() throws(DepotError) -> [RoleKeys] {
        var result: [RoleKeys] = []
        for role in ["root", "targets"] {
            let isNew = try tree.version(of: role) == 0
            result += try signing(isNew ? draft(of: role) : nil, role).map { name, signers in
                RoleKeys(
                    role: name,
                    keys: signers.keys.map(\.fingerprint).sorted(),
                    threshold: signers.threshold
                )
            }
        }
        return result
    }

    /// The version of `role` that is published; 0 where none is.
    public func version(of role: String) throws(DepotError) -> Int64 {
        try tree.version(of: role)
    }

    /// The content of the target `path` as the draft of its role lists it, or as it is published.
    ///
    /// - Returns: nil where it is not listed.
    /// - Throws: ``DepotError`` when its file is missing or is not what is listed.
    public func bytes(of path: String, inDraft: Bool) throws(DepotError) -> [UInt8]? {
        let role = try rule(of: path).name.text
        let metadata: TargetsMetadata?
        if inDraft, let document = try draft(of: role) {
            metadata = try drafted(document, as: role, under: rootAbove(drafts: true))
        } else {
            metadata = try tree.version(of: role) > 0 ? try self.metadata(of: role) : nil
        }
        guard let target = metadata?.targets[ExactString(path)], let name = target.consistentPath
        else { return nil }
        for place in ["targets", "staging"] {
            guard let bytes = try tree.readIfPresent("\(place)/\(name)") else { continue }
            try trusting { () throws(TrustError) in try target.check(bytes) }
            return bytes
        }
        throw DepotError(
            .notFound,
            subject: path,
            detail: "its file came with neither draft nor depot"
        )
    }

    private func describe(
        _ document: SignedDocument,
        _ role: String
    ) throws(DepotError) -> DepotDraft {
        let groups = try groups(of: role, document)
        let subject = "staging/\(role).json"
        let header = try trusting { () throws(TrustError) in
            try document.header(subject: subject)
        }
        let (after, before) = (try signing(document, role), try signing(nil, role))
        return DepotDraft(
            role: role,
            version: header.version,
            expires: header.expires,
            digest: document.digest,
            progress: groups.map {
                DepotDraft.Progress(
                    count: document.signers(among: Array($0.keys)).count,
                    threshold: $0.threshold
                )
            },
            targets: try changes(in: role),
            keys: Self.keyChanges(before, after),
            thresholdChanges: after.compactMap { name, now in
                let was = before.first { $0.role == name }?.signers.threshold
                guard was != now.threshold, now.threshold > 0 else { return nil }
                return DepotDraft.ThresholdChange(role: name, before: was, after: now.threshold)
            }
        )
    }

    private typealias Signing = (role: String, signers: Signers)

    /// Who signs what according to a root or a targets document, a draft or the published one.
    private func signing(
        _ document: SignedDocument?,
        _ role: String
    ) throws(DepotError) -> [Signing] {
        switch role {
        case "root":
            let root: RootMetadata
            if let document {
                root = try draftedRoot(document)
            } else {
                guard try tree.version(of: role) > 0 else { return [] }
                root = try self.root()
            }
            var result: [Signing] = [MetadataKind.root, .targets, .snapshot, .timestamp].map {
                ($0.rawValue, root.signers(of: $0))
            }
            if let holders = root.institutions {
                result.append(("departement", (holders.departement, 0)))
                result.append(("academie", (holders.academie, 0)))
            }
            return result
        case "targets":
            let targets: TargetsMetadata?
            if let document {
                targets = try drafted(document, as: "targets", under: rootAbove(drafts: true))
            } else {
                targets = try tree.version(of: role) > 0 ? try metadata(of: role) : nil
            }
            return (targets?.delegations ?? []).compactMap { delegation in
                targets?.signers(of: delegation.name).map { (delegation.name.text, $0) }
            }
        default: return []
        }
    }

    private static func keyChanges(
        _ before: [Signing],
        _ after: [Signing]
    ) -> [DepotDraft.KeyChange] {
        after.flatMap { role, now in
            let old = before.first { $0.role == role }?.signers.keys ?? []
            let lost = old.subtracting(now.keys).map(\.fingerprint).sorted()
            let gained = now.keys.subtracting(old).map(\.fingerprint).sorted()
            return lost.map { DepotDraft.KeyChange(role: role, fingerprint: $0, isAdded: false) }
                + gained.map { DepotDraft.KeyChange(role: role, fingerprint: $0, isAdded: true) }
        }
    }
}
