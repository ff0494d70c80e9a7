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
    /// `role.json`, percent-encoded, so that a role called `../x` names a file beside the others.
    static func of(_ role: ExactString, version: Int64? = nil) -> String {
        let name = PercentEncoding.encode(role.text)
        return version.map { "\($0).\(name).json" } ?? "\(name).json"
    }
}
