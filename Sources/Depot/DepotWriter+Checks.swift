import Primitives
import Trust

/// What a writer builds on, checked before it does.
extension DepotWriter {
    func stage(_ signed: JSONValue, as role: String) throws(DepotError) {
        let document = try trusting { () throws(TrustError) in
            try SignedDocument(signed: signed, subject: "staging/\(role).json")
        }
        try tree.write(document.bytes, to: "staging/\(role).json")
    }

    /// The last published document of `role`: signed as it must be, so that nothing slipped into
    /// the directory is ever signed again.
    func published(_ role: String) throws(DepotError) -> SignedDocument {
        let (bytes, subject) = try publishedBytes(role)
        _ = try metadata(of: role)
        return try trusting { () throws(TrustError) in
            try SignedDocument(bytes, subject: subject)
        }
    }

    func publishedBytes(_ role: String) throws(DepotError) -> (bytes: [UInt8], name: String) {
        let name = "metadata/\(try tree.version(of: role)).\(role).json"
        guard let bytes = try tree.readIfPresent(name) else {
            throw DepotError(
                .notFound,
                subject: name,
                detail: "\(role) was never published: publish it first"
            )
        }
        return (bytes, name)
    }

    func root() throws(DepotError) -> RootMetadata {
        let (bytes, name) = try publishedBytes("root")
        return try trusting { () throws(TrustError) in
            try RootMetadata.selfSigned(bytes, subject: name, policy: policy)
        }
    }

    /// The draft of a root that has all its signatures, which the next refresh announces.
    func preparedRoot() throws(DepotError) -> (metadata: RootMetadata, document: SignedDocument)? {
        guard let document = try draft(of: "root"), try tree.version(of: "root") > 0,
            missing(try signers(of: "root", document), document) == nil
        else { return nil }
        return (try draftedRoot(document), document)
    }

    /// The verified content of the published `role`; nil for the root itself.
    ///
    /// While a root waits to be announced, what its keys signed counts as published too.
    func metadata(of role: String) throws(DepotError) -> TargetsMetadata? {
        let published = try root()
        guard role != "root" else { return nil }
        do {
            return try metadata(of: role, under: published)
        } catch {
            guard let prepared = try preparedRoot() else { throw error }
            return try metadata(of: role, under: prepared.metadata)
        }
    }

    private func metadata(
        of role: String,
        under root: RootMetadata
    ) throws(DepotError) -> TargetsMetadata {
        let (bytes, name) = try publishedBytes("targets")
        let top = try trusting { () throws(TrustError) in
            try TargetsMetadata.top(bytes, subject: name, root: root, policy: policy)
        }
        guard role != "targets" else { return top }
        let (own, ownName) = try publishedBytes(role)
        return try trusting { () throws(TrustError) in
            try top.delegated(ExactString(role), own, subject: ownName, root: root, policy: policy)
        }
    }

    /// A group of keys, and how many of them must sign.
    typealias Signers = (keys: Set<PublicKey>, threshold: Int)

    /// What keeps `document` from being published, or nil.
    func obstacle(
        to role: String,
        _ document: SignedDocument
    ) throws(DepotError) -> Publication? {
        let isBelow = role != "root"
        do {
            guard let missing = missing(try signers(of: role, document), document) else {
                return nil
            }
            if isBelow, let above = try draftAbove(role),
                self.missing(try signers(of: role, document, beforeOthers: true), document)
                    == nil
            {
                return .behind(role: above)
            }
            return .waiting(signatures: missing.signatures, threshold: missing.threshold)
        } catch {
            // A draft that names new keys obeys the policy only under the root that brings them.
            guard isBelow, let above = try draftAbove(role) else { throw error }
            _ = try signers(of: role, document, beforeOthers: true)
            return .behind(role: above)
        }
    }

    /// Every group of keys that may be asked to sign the draft `document`: those of what is
    /// published, and those of what is drafted above it.
    ///
    /// - Throws: ``DepotError`` when the draft obeys the policy under neither.
    func groups(of role: String, _ document: SignedDocument) throws(DepotError) -> [Signers] {
        var groups: [Signers] = []
        var refusal: DepotError?
        for beforeOthers in role == "root" ? [true] : [true, false] {
            do {
                for group in try signers(of: role, document, beforeOthers: beforeOthers)
                where !groups.contains(where: { $0 == group }) { groups.append(group) }
            } catch {
                refusal = refusal ?? error
            }
        }
        if groups.isEmpty, let refusal { throw refusal }
        return groups
    }

    private func draftAbove(_ role: String) throws(DepotError) -> String? {
        for above in ["root", "targets"] where above != role {
            guard try draft(of: above) != nil else { continue }
            if above == "root", try preparedRoot() != nil { continue }
            return above
        }
        return nil
    }

    private func missing(
        _ groups: [Signers],
        _ document: SignedDocument
    ) -> (signatures: Int, threshold: Int)? {
        for group in groups {
            let count = document.signers(among: Array(group.keys)).count
            guard count >= group.threshold else { return (count, group.threshold) }
        }
        return nil
    }

    /// Who must sign `document` before it is published: a new root needs the keys before it as
    /// well as its own.
    ///
    /// - Parameters:
    ///   - role: the role.
    ///   - document: its draft.
    ///   - beforeOthers: whether drafts of the documents above it count as published, so that what
    ///     belongs together can be signed in one sitting.
    /// - Returns: one group for each signature rule the document must satisfy.
    /// - Throws: ``DepotError`` for a draft that no station would accept.
    func signers(
        of role: String,
        _ document: SignedDocument,
        beforeOthers: Bool = false
    ) throws(DepotError) -> [Signers] {
        if role == "root" {
            let draft = try draftedRoot(document)
            guard try tree.version(of: "root") > 0 else { return [draft.signers(of: .root)] }
            return [draft.signers(of: .root), try root().signers(of: .root)]
        }
        let root = try rootAbove(drafts: beforeOthers)
        _ = try drafted(document, as: role, under: root)
        guard role != "targets" else { return [root.signers(of: .targets)] }
        let above = try targetsAbove(root, drafts: beforeOthers)
        guard let group = above?.signers(of: ExactString(role)) else {
            throw DepotError(.notTrusted, subject: role, detail: "targets does not delegate it")
        }
        return [group]
    }

    /// The root that documents below it answer to.
    func rootAbove(drafts: Bool) throws(DepotError) -> RootMetadata {
        if drafts, let document = try draft(of: "root") { return try draftedRoot(document) }
        if let prepared = try preparedRoot() { return prepared.metadata }
        return try root()
    }

    private func targetsAbove(
        _ root: RootMetadata,
        drafts: Bool
    ) throws(DepotError) -> TargetsMetadata? {
        guard drafts, let document = try draft(of: "targets") else {
            return try metadata(of: "targets")
        }
        return try drafted(document, as: "targets", under: root)
    }

    /// What the draft of a root says, judged by the policy.
    func draftedRoot(_ document: SignedDocument) throws(DepotError) -> RootMetadata {
        try trusting { () throws(TrustError) in
            try RootMetadata.draft(document.bytes, subject: "staging/root.json", policy: policy)
        }
    }

    /// What the draft of a role below the root says, judged by the policy.
    func drafted(
        _ document: SignedDocument,
        as role: String,
        named subject: String? = nil,
        under root: RootMetadata
    ) throws(DepotError) -> TargetsMetadata {
        try trusting { () throws(TrustError) in
            try TargetsMetadata.draft(
                document.bytes,
                role: ExactString(role),
                subject: subject ?? "staging/\(role).json",
                root: root,
                policy: policy
            )
        }
    }

    func checkRole(_ role: String) throws(DepotError) {
        guard Self.roles.contains(where: { $0.utf8.elementsEqual(role.utf8) }) else {
            throw DepotError(
                .notFound,
                subject: role,
                detail: "no such role; expected one of \(Self.roles.joined(separator: ", "))"
            )
        }
    }

    func nothingPending(_ role: String) -> DepotError {
        DepotError(.nothingPending, subject: role, detail: "no draft of it waits to be signed")
    }

    func trusting<Result>(
        _ body: () throws(TrustError) -> Result
    ) throws(DepotError) -> Result {
        do {
            return try body()
        } catch {
            throw DepotError(error)
        }
    }
}
