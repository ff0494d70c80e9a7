import Primitives

/// The kinds of document and the rules of form they share.
public enum DocumentKind: String, Sendable, CaseIterable {
    case system = "socle-systeme"
    case application = "socle-applicatif"
    case lock = "verrou"
    case waiver = "complement"
    case declaration = "declaration"
    case hardware = "annexe-1"
}

/// What every document has in common: a version, a kind, strict members, a canonical layout.
enum DocumentForm {
    /// The version this program reads and writes.
    static let version: Int64 = 1
    /// Members any object of a document may carry for its readers; decoders ignore them.
    static let note = "note"
    static let schema = "$schema"

    /// Decodes one document, or gives all that is wrong with it.
    static func decode<Value>(
        _ bytes: [UInt8],
        named name: String,
        kind: DocumentKind,
        _ read: (Field) -> Value?
    ) throws(ManifestErrors) -> Value {
        let problems = Problems(document: name)
        let root: JSONValue
        do {
            root = try JSONParser.parse(bytes)
        } catch {
            problems.add(.syntax, at: error.subject, found: error.detail, expected: "strict JSON")
            throw ManifestErrors(problems.errors)
        }
        let field = Field(node: JSONNode(root), problems: problems)
        guard isReadable(field, kind: kind) else { throw ManifestErrors(problems.errors) }
        let value = read(field)
        guard let value, problems.errors.isEmpty else { throw ManifestErrors(problems.errors) }
        return value
    }

    /// A document of another version or kind is refused before its members are judged by rules
    /// that are not its own.
    private static func isReadable(_ field: Field, kind: DocumentKind) -> Bool {
        guard case .object = field.node.value else {
            field.report(.wrongType, found: field.node.value.kindName, expected: "an object")
            return false
        }
        guard let format = field.member("format"), let document = field.member("document") else {
            return false
        }
        guard let number = format.integer(in: 1...Int64(Int32.max)) else { return false }
        guard number == version else {
            format.report(
                .unsupportedFormat,
                found: "version \(number)",
                expected: "\(version), the only one this program reads"
            )
            return false
        }
        guard let text = document.text() else { return false }
        guard text == kind.rawValue else {
            document.report(
                .wrongDocument,
                found: Problems.quoted(text),
                expected: Problems.quoted(kind.rawValue)
            )
            return false
        }
        return true
    }

    static func members(_ names: String...) -> [String] {
        [schema, "format", "document", note] + names
    }

    /// The bytes of a document: two-space indentation, members in the order of its schema.
    static func encode(_ kind: DocumentKind, _ members: [JSONMember?]) -> [UInt8] {
        let head = [
            JSONMember("format", .integer(version)), JSONMember("document", .string(kind.rawValue)),
        ]
        return [UInt8](JSONWriter.pretty(.object(head + members.compactMap(\.self))).utf8)
    }
}

extension JSONMember {
    /// A member, or nothing where the value is nil.
    static func optional(_ name: String, _ text: String?) -> JSONMember? {
        text.map { JSONMember(name, .string($0)) }
    }

    /// A member that lists texts, or nothing where there are none.
    static func list(_ name: String, _ texts: [String]) -> JSONMember? {
        texts.isEmpty ? nil : JSONMember(name, .strings(texts))
    }
}
