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

    /// The verified content of the published `role`; nil for the root itself.
    func metadata(of role: String) throws(DepotError) -> TargetsMetadata? {
        let root = try root()
        guard role != "root" else { return nil }
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

    /// Who must sign `document`: a new root needs the keys before it as well as its own.
    func signers(
        of role: String,
        _ document: SignedDocument
    ) throws(DepotError) -> [(keys: Set<PublicKey>, threshold: Int)] {
        let subject = "staging/\(role).json"
        if role == "root" {
            let draft = try trusting { () throws(TrustError) in
                try RootMetadata.draft(document.bytes, subject: subject, policy: policy)
            }
            guard try tree.version(of: "root") > 0 else { return [draft.signers(of: .root)] }
            return [draft.signers(of: .root), try root().signers(of: .root)]
        }
        let root = try root()
        _ = try trusting { () throws(TrustError) in
            try TargetsMetadata.draft(
                document.bytes,
                role: ExactString(role),
                subject: subject,
                root: root,
                policy: policy
            )
        }
        guard role != "targets" else { return [root.signers(of: .targets)] }
        guard let group = try metadata(of: "targets")?.signers(of: ExactString(role)) else {
            throw DepotError(.notTrusted, subject: role, detail: "targets does not delegate it")
        }
        return [group]
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
