/// A message with places to be filled in: `{{poste}}`.
///
/// The first line is the subject, after `Subject: `; an empty line follows, then the text. A line
/// whose only value is empty is left out, so that one template serves every state.
public struct MailTemplate: Sendable {
    private let subject: String
    private let body: [String]

    /// How values are written so that the reader at the other end takes them for text.
    public enum Form: String, Sendable, CaseIterable {
        /// Labels and values that an AR System mailbox reads (BMC Remedy Email Engine).
        case remedy
        /// Text that a GLPI collector files under the ticket its subject names.
        case glpi
        /// Text for people.
        case plain = "texte"
    }

    /// Reads a template.
    ///
    /// - Throws: ``ReportError`` where the first line is no subject, or a place is named that no
    ///   message has.
    public init(_ text: String) throws(ReportError) {
        var lines = text.replacing("\r\n", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.first, first.hasPrefix("Subject: ") else {
            throw ReportError(
                .malformed,
                subject: "line 1",
                detail: "a template begins with “Subject: ” and the subject"
            )
        }
        subject = String(first.dropFirst("Subject: ".count))
        lines.removeFirst()
        if lines.first == "" { lines.removeFirst() }
        while lines.last == "" { lines.removeLast() }
        body = lines
        for (number, line) in ([first] + lines).enumerated() {
            for place in Self.places(in: line) where !TicketMessage.places.contains(place) {
                throw ReportError(
                    .malformed,
                    subject: "line \(number + 1)",
                    detail: "no message has “\(place)”; known are "
                        + TicketMessage.places.sorted().joined(separator: ", ")
                )
            }
        }
    }

    /// The template of `form` in `language`, where nobody made another.
    public static func standard(
        _ form: Form,
        _ language: Language
    ) throws(ReportError)
        -> MailTemplate
    {
        try MailTemplate(MailTemplates.text(form, language))
    }

    /// The subject and the text with `values` in their places.
    func filled(_ values: [String: String], _ form: Form) -> (subject: String, body: String) {
        let lines = body.compactMap { line -> String? in
            let places = Self.places(in: line)
            guard places.isEmpty || places.contains(where: { values[$0]?.isEmpty == false })
            else { return nil }
            return Self.fill(line, values, form)
        }
        return (Self.fill(subject, values, .plain), lines.joined(separator: "\n"))
    }

    private static func places(in line: String) -> [String] {
        line.matches(of: /\{\{([a-z-]+)\}\}/).map { String($0.output.1) }
    }

    private static func fill(_ line: String, _ values: [String: String], _ form: Form) -> String {
        line.replacing(/\{\{([a-z-]+)\}\}/) { match in
            escaped(values[String(match.output.1)] ?? "", form)
        }
    }

    /// One line of text that means nothing to the reader's parser.
    private static func escaped(_ value: String, _ form: Form) -> String {
        let line = Escaped.text(value)
        guard form == .remedy else { return line }
        // `!` begins a field's name, and `[$$ … $$]` encloses a value of several lines.
        return line.replacing("[$$", with: "[ $ $").replacing("$$]", with: "$ $ ]")
            .replacing("!", with: "\u{FF01}")
    }
}
