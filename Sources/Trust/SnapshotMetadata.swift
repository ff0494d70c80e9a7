import Primitives

/// The snapshot: the version of every targets document.
public struct SnapshotMetadata: Sendable {
    /// Version and dates.
    public let header: MetadataHeader
    /// The documents listed, by file name such as `targets.json`.
    public let files: [ExactString: MetadataFile]

    static func decode(_ envelope: Envelope) throws(TrustError) -> SnapshotMetadata {
        let node = JSONNode(envelope.signed)
        let header = try MetadataHeader(node, kind: .snapshot, subject: envelope.subject)
        do {
            var files: [ExactString: MetadataFile] = [:]
            for (name, value) in try node.member("meta").members() {
                files[ExactString(name)] = try MetadataFile(value)
            }
            return SnapshotMetadata(header: header, files: files)
        } catch {
            throw error.inFile(envelope.subject)
        }
    }
}
