import Journal
import Model
import Platform
import Primitives
import Trust

/// The record of what was done to a station, and the key that signs it.
///
/// Both lie in one folder of the state that survives every restore. The key is the station's own,
/// drawn at enrolment; it proves which station wrote an entry, and opens nothing.
extension Station {
    private static let folderName = "journal"
    private static let keyPath = RelativePath(uncheckedBytes: Array("cle.pem".utf8))

    /// The record of what was done to this station.
    func journal() throws(Failure) -> Journal {
        try open(try stateDirectory(Self.folderName))
    }

    /// The record, for a look at it: a station that keeps none is not given one.
    func existingJournal() throws(Failure) -> Journal {
        let path = RelativePath(
            uncheckedBytes: Self.statePath.bytes + Array("/\(Self.folderName)".utf8)
        )
        let directory = try Failure.explaining { () throws(PlatformError) in
            try root.openDirectoryIfPresent(path)
        }
        guard let directory else {
            throw Failure(
                .undetermined,
                "the station at \(self.path) keeps no record",
                hints: ["socle enrol begins one"]
            )
        }
        return try open(directory)
    }

    /// Adds to the record and gives its new head; only an enrolled station keeps one.
    @discardableResult
    func record(
        _ action: JournalEntry.Action,
        _ subject: String,
        _ details: JSONValue,
        _ context: Context
    ) throws(Failure) -> JournalHead? {
        guard configuration != nil else { return nil }
        let journal = try journal()
        return try Failure.explaining { () throws(JournalError) in
            try journal.append(action, subject: subject, details: details, now: context.now)
        }
    }

    /// How far the record holds, and the fingerprint of the key that signs it; nil for a station that
    /// keeps none.
    func recordStatus() throws(Failure) -> (status: JournalStatus, key: Digest?)? {
        guard configuration != nil else { return nil }
        let journal = try journal()
        let status = try Failure.explaining { () throws(JournalError) in
            try journal.verify(against: JournalKnowledge(keys: journal.keys))
        }
        return (status, journal.signer?.publicKey.fingerprint)
    }

    /// Gives the record a key to sign with, unless it has one.
    func makeRecordKey() throws(Failure) {
        let folder = try stateDirectory(Self.folderName)
        guard try key(in: folder) == nil else { return }
        let pem = try Failure.explaining("the key of the record can not be made") {
            () throws(TrustError) in try SigningKey.generate().pem()
        }
        try Failure.explaining("the key of the record can not be kept") {
            () throws(PlatformError) in
            try folder.write(pem, atomicallyTo: Self.keyPath, permissions: 0o600)
        }
    }

    private func open(_ folder: Directory) throws(Failure) -> Journal {
        let key = try key(in: folder)
        return try Failure.explaining { () throws(JournalError) in
            try Journal.open(in: folder, signer: key)
        }
    }

    private func key(in folder: Directory) throws(Failure) -> SigningKey? {
        let pem = try Failure.explaining { () throws(PlatformError) in
            try folder.readIfPresent(Self.keyPath, limit: 4096)
        }
        guard let pem else { return nil }
        return try Failure.explaining("the key of the record can not be read") {
            () throws(TrustError) in try SigningKey.load(pem: pem)
        }
    }
}

extension Journal {
    /// The station's own key, to check its own signatures with.
    var keys: [PublicKey] { signer.map { [$0.publicKey] } ?? [] }
}
