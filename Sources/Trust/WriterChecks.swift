import Primitives

/// What a writer needs of documents it is about to build on: the same checks as a client's, one
/// document at a time.
extension RootMetadata {
    /// Reads a root that a threshold of its own keys signed, and that obeys the policy.
    package static func selfSigned(
        _ bytes: [UInt8],
        subject: String,
        policy: DepotPolicy
    ) throws(TrustError) -> RootMetadata {
        let envelope = try Envelope(bytes, subject: subject, limit: MetadataLimits().root)
        let root = try decode(envelope)
        try envelope.verify(by: root.root, among: root.keys, delegator: "this root itself")
        try policy.check(root, subject: subject)
        return root
    }

    /// The keys that may sign `kind`, and how many must.
    package func signers(of kind: MetadataKind) -> (keys: Set<PublicKey>, threshold: Int) {
        let role = role(kind)
        return (role.material(among: keys), role.threshold)
    }
}

extension TargetsMetadata {
    /// Reads the top-level targets that the root's keys signed.
    package static func top(
        _ bytes: [UInt8],
        subject: String,
        root: RootMetadata,
        policy: DepotPolicy
    ) throws(TrustError) -> TargetsMetadata {
        let envelope = try Envelope(bytes, subject: subject, limit: MetadataLimits().targets)
        let targets = try decode(envelope)
        try envelope.verify(by: root.targets, among: root.keys, delegator: "the root")
        try policy.check(targets, role: "targets", under: root, subject: subject)
        return targets
    }

    /// Reads the document of `role` that the keys delegated by this one signed.
    package func delegated(
        _ role: ExactString,
        _ bytes: [UInt8],
        subject: String,
        root: RootMetadata,
        policy: DepotPolicy
    ) throws(TrustError) -> TargetsMetadata {
        let envelope = try Envelope(bytes, subject: subject, limit: MetadataLimits().targets)
        let metadata = try Self.decode(envelope)
        guard let delegation = delegation(to: role) else {
            throw TrustError(
                .unknownRole,
                subject: subject,
                detail: "targets does not delegate “\(role)”"
            )
        }
        try envelope.verify(by: delegation.role, among: keys, delegator: "targets")
        try policy.check(metadata, role: role, under: root, subject: subject)
        return metadata
    }

    /// The keys that may sign the delegated `role`, and how many must.
    package func signers(of role: ExactString) -> (keys: Set<PublicKey>, threshold: Int)? {
        delegation(to: role).map { ($0.role.material(among: keys), $0.role.threshold) }
    }
}

extension RootMetadata {
    /// Reads a root nobody signed yet, refused if it breaks the policy.
    package static func draft(
        _ bytes: [UInt8],
        subject: String,
        policy: DepotPolicy
    ) throws(TrustError) -> RootMetadata {
        let root = try decode(
            try Envelope(bytes, subject: subject, limit: MetadataLimits().root)
        )
        try policy.check(root, subject: subject)
        return root
    }
}

extension TargetsMetadata {
    /// Reads a targets document nobody signed yet, refused if it breaks the policy.
    package static func draft(
        _ bytes: [UInt8],
        role: ExactString,
        subject: String,
        root: RootMetadata,
        policy: DepotPolicy
    ) throws(TrustError) -> TargetsMetadata {
        let targets = try decode(
            try Envelope(bytes, subject: subject, limit: MetadataLimits().targets)
        )
        try policy.check(targets, role: role, under: root, subject: subject)
        return targets
    }
}
