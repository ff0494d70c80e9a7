import Primitives

/// The timestamp: which snapshot is the latest.
public struct TimestampMetadata: Sendable {
    /// Version and dates.
    public let header: MetadataHeader
    /// The snapshot listed.
    public let snapshot: MetadataFile

    static func decode(_ envelope: Envelope) throws(TrustError) -> TimestampMetadata {
        let node = JSONNode(envelope.signed)
        let header = try MetadataHeader(node, kind: .timestamp, subject: envelope.subject)
        do throws(PrimitivesError) {
            let meta = try node.member("meta")
            let snapshot = try MetadataFile(try meta.member("snapshot.json"))
            guard try meta.members().count == 1 else {
                throw meta.invalid("a timestamp lists snapshot.json and nothing else")
            }
            return TimestampMetadata(header: header, snapshot: snapshot)
        } catch {
            throw error.inFile(envelope.subject)
        }
    }
}
