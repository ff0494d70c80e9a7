public import Primitives

/// The kinds of document, by their `_type`.
public enum MetadataKind: String, Sendable {
    case root
    case timestamp
    case snapshot
    case targets
}

/// What every document says of itself.
public struct MetadataHeader: Sendable {
    /// The kind of document.
    public let kind: MetadataKind
    /// The version, from 1.
    public let version: Int64
    /// The moment from which the document must no longer be used.
    public let expires: Instant
    /// When the document was signed, by `x-emis-le`; our own documents carry it.
    public let issued: Instant?

    init(_ node: JSONNode, kind: MetadataKind, subject: String) throws(TrustError) {
        let type: String
        let specification: String
        do {
            type = try node.member("_type").string()
            specification = try node.member("spec_version").string()
            version = try node.member("version").integer(in: 1...Int64.max)
            expires = try node.member("expires").parsed { text throws(PrimitivesError) in
                try Instant(text)
            }
        } catch {
            throw error.inFile(subject)
        }
        self.kind = kind
        issued = Self.instant(node.value["x-emis-le"])
        guard type.utf8.elementsEqual(kind.rawValue.utf8) else {
            throw TrustError(
                .wrongType,
                subject: subject,
                detail: "its _type is “\(type)”, expected “\(kind.rawValue)”"
            )
        }
        guard Self.isSupported(specification) else {
            throw TrustError(
                .unsupportedVersion,
                subject: subject,
                detail: "its spec_version is “\(specification)”, expected 1.x"
            )
        }
    }

    private static func isSupported(_ specification: String) -> Bool {
        let parts = specification.utf8.split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard (2...3).contains(parts.count), parts[0].elementsEqual("1".utf8) else { return false }
        return parts.allSatisfy { !$0.isEmpty && $0.count < 6 && $0.allSatisfy(digits.contains) }
    }

    private static func instant(_ value: JSONValue?) -> Instant? {
        guard case .string(let text)? = value else { return nil }
        do {
            return try Instant(text)
        } catch {
            // Not ours when it is no date: an unknown member has no meaning.
            return nil
        }
    }
}
