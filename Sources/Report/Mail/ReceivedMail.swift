public import Primitives

/// A message of the other institution's ticket tool, as far as it is read here.
///
/// Read are the subject, the ids, and lines `Label: value` of its first plain text; labels count
/// whatever their case and their place on the line, other text is passed over, as such mailboxes do.
public struct ReceivedMail: Sendable, Equatable {
    /// The subject.
    public let subject: String
    /// Its id; empty where it has none.
    public let id: String
    /// The ids of the messages it answers.
    public let references: [String]
    /// The ticket: of a field of that name, else of the subject as GLPI writes it.
    public let ticket: String?
    /// The fields, in the order of the text; of one label, the first.
    public let fields: [Field]

    /// One line `Label: value`.
    public struct Field: Sendable, Equatable {
        /// The label as it was written.
        public let label: String
        /// The value, without white space around it.
        public let value: String
    }

    /// Most bytes of a message.
    public static let sizeLimit = 1 << 20
    private static let fieldLimit = 200

    /// Reads a message.
    ///
    /// - Throws: ``ReportError`` for one that has no headers, no plain text, or is too long.
    public init(_ bytes: [UInt8]) throws(ReportError) {
        guard bytes.count <= Self.sizeLimit else {
            throw Self.malformed("message", "it is longer than \(Self.sizeLimit) bytes")
        }
        let part = MailPart(bytes[...])
        guard !part.headers.isEmpty else { throw Self.malformed("message", "it has no headers") }
        guard let text = part.plainText(depth: 0) else {
            throw Self.malformed("message", "it has no plain text")
        }
        subject = EncodedWords.decode(part.header("subject") ?? "")
        id = Self.ids(part.header("message-id") ?? "").first ?? ""
        references = Self.ids(
            (part.header("in-reply-to") ?? "") + " " + (part.header("references") ?? "")
        )
        var fields: [Field] = []
        for line in text.split(whereSeparator: \.isNewline) where fields.count < Self.fieldLimit {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let label = Self.trimmed(line[..<colon])
            let value = Self.trimmed(line[line.index(after: colon)...])
            let isLabel =
                (1...40).contains(label.count)
                && label.allSatisfy { $0.isLetter || $0.isNumber || " -_*+".contains($0) }
            guard isLabel, !value.isEmpty,
                !fields.contains(where: { $0.label.lowercased() == label.lowercased() })
            else { continue }
            fields.append(Field(label: label, value: value))
        }
        self.fields = fields
        let named = fields.first { ["ticket", "reference"].contains($0.label.lowercased()) }
        ticket =
            named?.value
            ?? subject.firstMatch(of: /\[[^\[\]#]*#([0-9]{1,20})\]/).map { String($0.output.1) }
    }

    /// The message as JSON.
    public var json: JSONValue {
        .object([
            .count("format", 1), .text("document", "message"), .text("subject", subject),
            .text("id", id), .texts("references", references), .text("ticket", ticket),
            JSONMember(
                "fields",
                .array(
                    fields.map { ["label": .string($0.label), "value": .string($0.value)] }
                )
            ),
        ])
    }

    private static func ids(_ text: String) -> [String] {
        text.matches(of: /<([^<>\s]{1,250})>/).map { String($0.output.1) }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }

    private static func malformed(_ subject: String, _ detail: String) -> ReportError {
        ReportError(.malformed, subject: subject, detail: detail)
    }
}
