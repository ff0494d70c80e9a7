public import Primitives
public import Trust

extension DepotWriter {
    /// Signs a new snapshot of what is published and, last, a new timestamp.
    ///
    /// Before the timestamp is written the depot is read as a station would, so that what no
    /// station accepts is never announced.
    ///
    /// - Throws: ``DepotError`` with `.wrongKey` when the key is not the operator's.
    public func refresh(operatorKey: SigningKey, now: Instant) throws(DepotError) {
        let prepared = try preparedRoot()
        let root = if let prepared { prepared.metadata } else { try root() }
        for kind in [MetadataKind.snapshot, .timestamp] {
            guard root.signers(of: kind).keys.contains(operatorKey.publicKey) else {
                throw DepotError(
                    .wrongKey,
                    subject: kind.rawValue,
                    detail: "the key \(operatorKey.publicKey.fingerprint) is not the operator's"
                )
            }
        }
        let version = try tree.version(of: "snapshot") + 1
        let snapshot = try sign(try snapshotContent(version, now: now), "snapshot", operatorKey)
        let timestamp = try sign(
            .object(
                DepotDocuments.header(
                    "timestamp",
                    role: "timestamp",
                    version: try timestampVersion() + 1,
                    now: now
                )
                    + [
                        JSONMember(
                            "meta",
                            .object([
                                JSONMember(
                                    "snapshot.json",
                                    DepotDocuments.file(version: version, bytes: snapshot)
                                )
                            ])
                        )
                    ]
            ),
            "timestamp",
            operatorKey
        )
        var drafts = ["\(version).snapshot.json": snapshot, "timestamp.json": timestamp]
        let rootName = "\(root.header.version).root.json"
        if let prepared { drafts[rootName] = prepared.document.bytes }
        try rehearse(drafts, now: now)
        try tree.write(snapshot, to: "metadata/\(version).snapshot.json")
        if let prepared {
            // From here to the next line stations see a root whose keys did not sign what is
            // announced: they refuse and keep what they have.
            try tree.write(prepared.document.bytes, to: "metadata/\(rootName)")
        }
        try tree.write(timestamp, to: "metadata/timestamp.json")
        if prepared != nil { try tree.remove("staging/root.json") }
    }

    /// Whether stations accept what is announced now under the root `document` as well.
    func isAcceptedAtOnce(
        _ document: SignedDocument,
        _ version: Int64,
        now: Instant
    ) throws(DepotError) -> Bool {
        guard version > 1 else { return true }
        do {
            try rehearse(["\(version).root.json": document.bytes], now: now)
            return true
        } catch {
            return false
        }
    }

    private func snapshotContent(_ version: Int64, now: Instant) throws(DepotError) -> JSONValue {
        var files: [JSONMember] = []
        for role in Self.roles.sorted() where role != "root" {
            let (bytes, _) = try publishedBytes(role)
            files.append(
                JSONMember(
                    "\(role).json",
                    DepotDocuments.file(version: try tree.version(of: role), bytes: bytes)
                )
            )
        }
        return .object(
            DepotDocuments.header("snapshot", role: "snapshot", version: version, now: now)
                + [JSONMember("meta", .object(files))]
        )
    }

    private func sign(
        _ signed: JSONValue,
        _ subject: String,
        _ key: SigningKey
    ) throws(DepotError) -> [UInt8] {
        try trusting { () throws(TrustError) in
            var document = try SignedDocument(signed: signed, subject: subject)
            try document.sign(with: key)
            return document.bytes
        }
    }

    private func timestampVersion() throws(DepotError) -> Int64 {
        guard let bytes = try tree.readIfPresent("metadata/timestamp.json") else { return 0 }
        let document = try trusting { () throws(TrustError) in
            try SignedDocument(bytes, subject: "timestamp.json")
        }
        guard case .integer(let version)? = document.signed["version"], version >= 0,
            version < Int64.max
        else {
            throw DepotError(
                .notTrusted,
                subject: "timestamp.json",
                detail: "its version is no number"
            )
        }
        return version
    }

    /// Reads the depot as a station would if `drafts` were in place.
    private func rehearse(_ drafts: [String: [UInt8]], now: Instant) throws(DepotError) {
        let source = Rehearsal(
            drafts: drafts,
            published: MetadataTransport(transport: DirectoryTransport(tree.directory))
        )
        let (pinnedRoot, _) = try publishedBytes("root")
        try trusting { () throws(TrustError) in
            var updater = try MetadataUpdater(
                MetadataUpdater.Start(
                    pinnedRoot: pinnedRoot,
                    system: now,
                    built: now,
                    policy: policy
                ),
                source: source,
                storage: TransientStorage()
            )
            for rule in DepotPolicy.roles { _ = try updater.role(rule.name) }
        }
    }
}

/// Documents about to be published, over those that are.
private struct Rehearsal: MetadataSource {
    let drafts: [String: [UInt8]]
    let published: MetadataTransport

    func metadata(_ name: String, limit: Int) throws(TrustError) -> [UInt8]? {
        if let draft = drafts[name] { return draft }
        return try published.metadata(name, limit: limit)
    }
}
