package import Primitives

/// The documents of the last refresh that ended whole, as they were set aside before the first of
/// them was replaced.
///
/// A client keeps each document the moment it is trusted, so a line that is cut half-way leaves a new
/// timestamp beside an old snapshot. That pair is good for noticing what goes back, and for nothing
/// else; this set is still good for use. Roots are never of the past: the newest decides.
package struct PreviousState: MetadataStorage {
    private let storage: any MetadataStorage

    /// What `storage` set aside.
    package init(of storage: any MetadataStorage) {
        self.storage = storage
    }

    package func document(_ name: String) throws(TrustError) -> [UInt8]? {
        try storage.document(name == "root.json" ? name : Self.aside(name))
    }

    /// A root is kept; nothing else is, for what is set aside stays as it was.
    package func keep(_ bytes: [UInt8], as name: String) throws(TrustError) {
        if name == "root.json" { try storage.keep(bytes, as: name) }
    }

    package func clockFloor() throws(TrustError) -> Instant? { try storage.clockFloor() }

    package func raiseClockFloor(to floor: Instant) throws(TrustError) {
        try storage.raiseClockFloor(to: floor)
    }

    /// Sets aside what `storage` keeps, if it is the whole of what one timestamp leads to.
    ///
    /// Nobody's signature is looked at: what is set aside is judged when it is used.
    static func setAside(_ storage: any MetadataStorage) throws(TrustError) {
        for (name, bytes) in try whole(storage)
        where try storage.document(aside(name)) != bytes {
            try storage.keep(bytes, as: aside(name))
        }
    }

    private static func aside(_ name: String) -> String { "previous-\(name)" }

    /// The timestamp, the snapshot it lists and every document that one lists; nothing where one of
    /// them is missing, or another than is listed.
    private static func whole(
        _ storage: any MetadataStorage
    ) throws(TrustError) -> [(name: String, bytes: [UInt8])] {
        guard let timestamp = try storage.document("timestamp.json"),
            let snapshot = try storage.document("snapshot.json")
        else { return [] }
        var set = [("timestamp.json", timestamp), ("snapshot.json", snapshot)]
        do {
            let limits = MetadataLimits()
            let first = try TimestampMetadata.decode(
                Envelope(timestamp, subject: "timestamp.json", limit: limits.timestamp)
            )
            try first.snapshot.check(snapshot, subject: "snapshot.json")
            let listed = try SnapshotMetadata.decode(
                Envelope(snapshot, subject: "snapshot.json", limit: limits.snapshot)
            )
            guard listed.header.version == first.snapshot.version else { return [] }
            for (file, entry) in listed.files {
                let name = DocumentName.of(ExactString(String(file.text.dropLast(5))))
                guard let bytes = try storage.document(name) else { return [] }
                try entry.check(bytes, subject: name)
                let role = try TargetsMetadata.decode(
                    Envelope(bytes, subject: name, limit: limits.targets)
                )
                guard role.header.version == entry.version else { return [] }
                set.append((name, bytes))
            }
        } catch  where error.code != .io {
            return []
        }
        return set
    }
}
