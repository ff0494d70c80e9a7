public import Platform
import Primitives
import Trust

/// Drafts that travel: one depot, several machines, each with a key of its own.
extension DepotWriter {
    /// Refuses a depot that does not descend from `anchor`, the root its reader trusts already.
    ///
    /// A signer is shown what a draft changes; whoever brings the draft must not choose what it is
    /// compared with.
    public func requireDescent(from anchor: [UInt8]) throws(DepotError) {
        try DirectoryTransport(tree.directory).requireDescent(from: anchor)
    }

    /// Writes into the empty `folder` what signers need to judge the drafts and sign them: all
    /// documents, the drafts, and the small files that people read; no layer.
    ///
    /// - Returns: the roles whose drafts it holds.
    public func copyForSigning(to folder: Directory) throws(DepotError) -> [String] {
        let copy = DepotTree(directory: folder)
        let entries = try copy.reporting("metadata") { _ throws(PlatformError) in
            try folder.entries()
        }
        guard entries.isEmpty else {
            throw DepotError(
                .otherDepot,
                subject: folder.location,
                detail: "it holds files: give an empty folder"
            )
        }
        var folders = ["metadata", "staging"]
        for rule in DepotPolicy.roles {
            folders += ["targets/\(rule.name)", "staging/\(rule.name)"]
        }
        for name in folders {
            try copy.makeDirectories(name)
            for file in try tree.files(in: name) where Self.isForReading(file) {
                guard let length = try tree.length(of: file), length <= Self.readableLimit,
                    let bytes = try tree.readIfPresent(file, limit: Int(Self.readableLimit))
                else { continue }
                try copy.write(bytes, to: file)
            }
        }
        var drafted: [String] = []
        for role in Self.roles where try draft(of: role) != nil { drafted.append(role) }
        return drafted
    }

    /// Documents and drafts are JSON; layers are not, and take no part in what people read.
    private static func isForReading(_ file: String) -> Bool {
        file.utf8.reversed().starts(with: ".json".utf8.reversed())
    }

    private static let readableLimit: UInt64 = 8 << 20

    /// Takes the drafts that `folder` holds, with their signatures and files.
    ///
    /// A draft that waits here already gains the signatures of the other; one that says something
    /// else is refused. Nothing in `folder` is believed: each file has the digest its draft lists,
    /// and each signature is checked when it is counted.
    ///
    /// - Returns: the roles whose drafts gained something.
    /// - Throws: ``DepotError`` with `.otherDepot` for another draft than the one that waits here.
    public func takeDrafts(from folder: Directory) throws(DepotError) -> [String] {
        let other = DepotTree(directory: folder)
        var taken: [String] = []
        for role in Self.roles {
            let path = "staging/\(role).json"
            guard let bytes = try other.readIfPresent(path) else { continue }
            let brought = try trusting { () throws(TrustError) in
                try SignedDocument(bytes, subject: "\(folder.location)/\(path)")
            }
            if let own = try draft(of: role) {
                guard own.digest == brought.digest else {
                    throw DepotError(
                        .otherDepot,
                        subject: "\(folder.location)/\(path)",
                        detail: "it is not the draft of \(role) that waits in this depot"
                    )
                }
                let keys = Array(try groups(of: role, own).flatMap(\.keys))
                guard !brought.signers(among: keys).isSubset(of: own.signers(among: keys)) else {
                    continue
                }
                let merged = own.adding(signaturesOf: brought, by: keys)
                try tree.write(merged.bytes, to: path)
            } else {
                try takeNew(brought, role, other)
            }
            taken.append(role)
        }
        return taken
    }

    /// Takes a draft that was begun elsewhere, with the files it lists and this depot lacks.
    private func takeNew(
        _ draft: SignedDocument,
        _ role: String,
        _ other: DepotTree
    ) throws(DepotError) {
        let subject = "\(other.directory.location)/staging/\(role).json"
        let header = try trusting { () throws(TrustError) in try draft.header(subject: subject) }
        guard header.version == (try tree.version(of: role)) + 1 else {
            // Published since it was begun, or begun on something older.
            guard header.version > (try tree.version(of: role)) else { return }
            throw DepotError(
                .otherDepot,
                subject: subject,
                detail: "its version \(header.version) does not follow the published one"
            )
        }
        _ = try groups(of: role, draft)
        if role != "root", role != "targets" {
            let metadata = try drafted(
                draft,
                as: role,
                named: subject,
                under: rootAbove(drafts: true)
            )
            for (_, target) in metadata.targets.sorted(by: { $0.key < $1.key }) {
                guard let name = target.consistentPath,
                    try tree.length(of: "targets/\(name)") != target.length,
                    let bytes = try other.readIfPresent(
                        "staging/\(name)",
                        limit: Int(Self.readableLimit)
                    )
                else { continue }
                try trusting { () throws(TrustError) in try target.check(bytes) }
                try tree.write(bytes, to: "staging/\(name)")
            }
        }
        try tree.write(draft.bytes, to: "staging/\(role).json")
    }
}
