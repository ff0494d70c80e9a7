public import Primitives
public import Trust

/// What a station sees of a depot now: every document with its dates, and every target.
public struct DepotSurvey: Sendable {
    /// One document in force.
    public struct Document: Sendable, Hashable {
        /// The role that signs it.
        public let role: String
        /// Its version.
        public let version: Int64
        /// The moment from which stations refuse it.
        public let expires: Instant
        /// Its name under `metadata/`.
        public let file: String
    }

    /// The documents, root first, timestamp last.
    public let documents: [Document]
    /// The targets of all delegated roles, by path.
    public let targets: [TargetInfo]
}

extension DepotClient {
    /// Refreshes, reads every role, and says what is there; no target is fetched.
    ///
    /// - Throws: ``DepotError`` for the first document a station would refuse.
    public mutating func survey() throws(DepotError) -> DepotSurvey {
        try refresh()
        var targets: [TargetInfo] = []
        for rule in DepotPolicy.roles { targets += try self.targets(inRole: rule.name.text) }
        let trusted = trusted
        var documents: [DepotSurvey.Document] = []
        func note(_ role: String, _ header: MetadataHeader?, isVersioned: Bool = true) {
            guard let header else { return }
            documents.append(
                DepotSurvey.Document(
                    role: role,
                    version: header.version,
                    expires: header.expires,
                    file: isVersioned ? "\(header.version).\(role).json" : "\(role).json"
                )
            )
        }
        note("root", trusted.root.header)
        note("targets", trusted.role("targets", delegatedBy: "root")?.header)
        for rule in DepotPolicy.roles {
            note(rule.name.text, trusted.role(rule.name, delegatedBy: "targets")?.header)
        }
        note("snapshot", trusted.snapshot?.header)
        note("timestamp", trusted.timestamp?.header, isVersioned: false)
        return DepotSurvey(
            documents: documents,
            targets: targets.sorted { ExactString($0.path) < ExactString($1.path) }
        )
    }

    /// Reads the whole of `target` in parts and refuses it unless its bytes are the signed ones.
    public func verify(_ target: TargetInfo) throws(DepotError) {
        let sha256 = try target.requireSHA256()
        var hasher = SHA256Hasher()
        let file = try file(of: target)
        if file.length > 0 {
            try file.read([0..<file.length]) { (_, part) throws(DepotError) in hasher.update(part) }
        }
        try target.require(hasher.finalize(), sha256)
    }
}

extension TargetInfo {
    /// The one digest a depot lists a target with.
    func requireSHA256() throws(DepotError) -> Digest {
        guard let sha256, hashes == FileHashes(sha256: sha256) else {
            throw DepotError(
                .notTrusted,
                subject: path,
                detail: "a depot lists targets with their SHA-256 and no other digest"
            )
        }
        return sha256
    }

    /// Refuses the whole of a target that is not what was signed.
    func require(_ found: Digest, _ signed: Digest) throws(DepotError) {
        guard found != signed else { return }
        throw DepotError(
            TrustError(
                .hashMismatch,
                subject: path,
                detail: "its SHA-256 is \(found), the signed one is \(signed)"
            )
        )
    }
}
