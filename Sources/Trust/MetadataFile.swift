import Primitives

/// What the timestamp says of the snapshot, and the snapshot of each other document.
public struct MetadataFile: Sendable {
    /// The version listed.
    public let version: Int64
    /// The length listed, if any.
    public let length: Int64?
    /// The digests listed, if any.
    public let hashes: FileHashes?

    init(_ node: JSONNode) throws(PrimitivesError) {
        version = try node.member("version").integer(in: 1...Int64.max)
        length = try node.optionalMember("length")?.integer()
        hashes = try node.optionalMember("hashes").map { node throws(PrimitivesError) in
            try FileHashes(node)
        }
    }

    /// Refuses `bytes` unless they have the length and every digest listed.
    func check(_ bytes: [UInt8], subject: String) throws(TrustError) {
        if let length, length != Int64(bytes.count) {
            throw TrustError(
                .lengthMismatch,
                subject: subject,
                detail: "\(bytes.count) bytes long, the signed length is \(length)"
            )
        }
        try hashes?.check(bytes, subject: subject)
    }
}
