public import Primitives

/// Where a repository's documents come from.
public protocol MetadataSource: Sendable {
    /// The document called `name` (such as `3.root.json`), of at most `limit` bytes; nil when the
    /// repository has none of that name.
    func metadata(_ name: String, limit: Int) throws(TrustError) -> [UInt8]?
}

/// Where a client keeps what it trusts between two runs.
public protocol MetadataStorage: Sendable {
    /// The document kept under `name`, or nil.
    func document(_ name: String) throws(TrustError) -> [UInt8]?
    /// Keeps a document, byte for byte, durably before it returns.
    func keep(_ bytes: [UInt8], as name: String) throws(TrustError)
    /// The highest clock floor noted.
    func clockFloor() throws(TrustError) -> Instant?
    /// Notes a clock floor; a lower one than before changes nothing.
    func raiseClockFloor(to floor: Instant) throws(TrustError)
}

/// Names of documents in URLs and in the store.
enum DocumentName {
    /// `role.json`, with every byte that is not unreserved (RFC 3986) percent-encoded, so that a
    /// role called `../x` names a file beside the others.
    static func of(_ role: ExactString, version: Int64? = nil) -> String {
        let unreserved = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8
        )
        var bytes: [UInt8] = []
        for byte in role.text.utf8 {
            if unreserved.contains(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes += Hexadecimal.encode([byte]).uppercased().utf8
            }
        }
        let name = String(decoding: bytes, as: UTF8.self)
        return version.map { "\($0).\(name).json" } ?? "\(name).json"
    }
}
