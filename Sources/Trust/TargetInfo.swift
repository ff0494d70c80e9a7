public import Primitives

/// What a trusted role says of one target file.
public struct TargetInfo: Sendable {
    /// The target's path in the depot, such as `systeme/base-2026.1.idx`.
    public let path: String
    /// The exact length in bytes.
    public let length: UInt64
    /// The digests listed.
    public let hashes: FileHashes
    /// What the role adds of its own; no part of TUF's meaning.
    public let custom: JSONValue?

    /// Describes one target.
    public init(path: String, length: UInt64, hashes: FileHashes, custom: JSONValue? = nil) {
        self.path = path
        self.length = length
        self.hashes = hashes
        self.custom = custom
    }

    /// The SHA-256, where one is listed; the policy of our depots asks for it.
    public var sha256: Digest? { hashes.sha256 }

    /// The length and digest of an index's header and table of contents, where the role gives them.
    public var tableOfContents: (length: Int, sha256: Digest)? {
        guard let toc = custom?["x-socle"]?["toc"],
            case .integer(let length)? = toc["length"], length >= 16, length <= 64 << 20,
            case .string(let text)? = toc["sha256"]
        else { return nil }
        do {
            return (Int(length), try Digest(hex: text))
        } catch {
            // Not ours, then: `custom` may hold anything.
            return nil
        }
    }

    init(path: String, node: JSONNode) throws(PrimitivesError) {
        self.path = path
        length = UInt64(try node.member("length").integer())
        hashes = try FileHashes(try node.member("hashes"))
        custom = try node.optionalMember("custom")?.value
    }

    /// The target's name on a server that serves consistent snapshots: `a/HASH.name`.
    public var consistentPath: String? {
        guard let prefix = hashes.namePrefix else { return nil }
        let bytes = Array(path.utf8)
        let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        let directory = String(decoding: bytes[..<start], as: UTF8.self)
        return directory + prefix + "." + String(decoding: bytes[start...], as: UTF8.self)
    }

    /// Refuses `bytes` unless they are this target, whole.
    ///
    /// - Throws: ``TrustError`` with `.lengthMismatch` or `.hashMismatch`.
    public func check(_ bytes: [UInt8]) throws(TrustError) {
        guard UInt64(bytes.count) == length else {
            throw TrustError(
                .lengthMismatch,
                subject: path,
                detail: "\(bytes.count) bytes long, the signed length is \(length)"
            )
        }
        try hashes.check(bytes, subject: path)
    }
}
