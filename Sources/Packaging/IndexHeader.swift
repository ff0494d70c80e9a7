internal import Model
internal import Primitives

/// The canonical JSON header of an index.
struct IndexHeader: Equatable {
    var kind: LayerKind
    var name: String
    var edition: String
    var base: LayerReference?
    var archiveLength: UInt64
    var archiveDigest: Digest
    var entryCount: Int
    var removalCount: Int
    var frameCount: Int
    var packageCount: Int

    func encode() throws(PackagingError) -> [UInt8] {
        var baseValue = JSONValue.null
        if let base {
            baseValue = [
                "edition": .string(base.edition), "kind": .string(base.kind.rawValue),
                "name": .string(base.name), "sha256": .string(base.index.hex),
            ]
        }
        let value: JSONValue = [
            "archive": [
                "length": .integer(Int64(clamping: archiveLength)),
                "sha256": .string(archiveDigest.hex),
            ],
            "base": baseValue,
            "edition": .string(edition),
            "entries": .integer(Int64(entryCount)),
            "frames": .integer(Int64(frameCount)),
            "kind": .string(kind.rawValue),
            "name": .string(name),
            "packages": .integer(Int64(packageCount)),
            "removals": .integer(Int64(removalCount)),
        ]
        do {
            return try CanonicalJSON.encode(value)
        } catch {
            throw PackagingError(
                .notRepresentable,
                subject: "index header",
                detail: "it can not be written",
                cause: "\(error)"
            )
        }
    }

    static func decode(_ bytes: [UInt8]) throws(PackagingError) -> IndexHeader {
        let header: IndexHeader
        do {
            header = try read(JSONNode(try JSONParser.parse(bytes)))
        } catch {
            throw PackagingError(
                .indexMalformed,
                subject: "index header",
                detail: "it is not valid",
                cause: "\(error)"
            )
        }
        guard try header.encode() == bytes else {
            throw PackagingError(
                .indexMalformed,
                subject: "index header",
                detail: "it is not canonical JSON"
            )
        }
        return header
    }

    private static func read(_ node: JSONNode) throws(PrimitivesError) -> IndexHeader {
        try node.allowMembers([
            "archive", "base", "edition", "entries", "frames", "kind", "name", "packages",
            "removals",
        ])
        func count(_ name: String) throws(PrimitivesError) -> Int {
            Int(try node.member(name).integer(in: 0...Int64(IndexFormat.maximumEntries)))
        }
        let archive = try node.member("archive")
        try archive.allowMembers(["length", "sha256"])
        let base = try node.member("base")
        return IndexHeader(
            kind: try kind(node.member("kind")),
            name: try label(node.member("name")),
            edition: try label(node.member("edition")),
            base: base.value == .null ? nil : try reference(base),
            archiveLength: UInt64(try archive.member("length").integer(in: 0...Int64.max)),
            archiveDigest: try Digest(hex: try archive.member("sha256").string()),
            entryCount: try count("entries"),
            removalCount: try count("removals"),
            frameCount: try count("frames"),
            packageCount: try count("packages")
        )
    }

    private static func reference(_ node: JSONNode) throws(PrimitivesError) -> LayerReference {
        try node.allowMembers(["edition", "kind", "name", "sha256"])
        return LayerReference(
            kind: try kind(node.member("kind")),
            name: try label(node.member("name")),
            edition: try label(node.member("edition")),
            index: try Digest(hex: try node.member("sha256").string())
        )
    }

    private static func kind(_ node: JSONNode) throws(PrimitivesError) -> LayerKind {
        let text = try node.string()
        guard let kind = LayerKind(rawValue: text) else {
            throw node.invalid("“\(text)” is not a kind of layer")
        }
        return kind
    }

    private static func label(_ node: JSONNode) throws(PrimitivesError) -> String {
        let text = try node.string()
        guard isLabel(text) else { throw node.invalid("“\(text)” is not a name for a layer") }
        return text
    }

    /// Names and editions go into file names: letters, digits, `.`, `-`, `_`, `+`, not `.` first.
    static func isLabel(_ text: String) -> Bool {
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+".utf8)
        return (1...100).contains(text.utf8.count) && text.utf8.allSatisfy(allowed.contains)
            && text.utf8.first != UInt8(ascii: ".")
    }
}
