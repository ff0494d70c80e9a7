public import Primitives

/// A message as a file that any mail program sends or shows (RFC 5322, RFC 2045 to 2047).
///
/// Text is UTF-8 in quoted-printable, so that an old relay passes it unchanged. What comes from
/// outside can add no header: line ends and other unseen characters are spelled out.
public struct MailMessage: Sendable {
    /// The functional mailbox it comes from.
    public var sender: MailAddress
    /// The functional mailboxes it goes to.
    public var recipients: [MailAddress]
    /// The subject.
    public var subject: String
    /// When it was written.
    public var date: Instant
    /// Its id, without angle brackets; the same message has the same id.
    public var id: String
    /// The id of the first message of the same exchange; nil for that one.
    public var thread: String?
    /// More headers of ours, each an ASCII name and a value.
    public var headers: [(name: String, value: String)]
    /// The text, lines ended by line feeds.
    public var body: String

    /// Creates a message.
    public init(
        sender: MailAddress,
        recipients: [MailAddress],
        subject: String,
        date: Instant,
        id: String,
        thread: String? = nil,
        headers: [(name: String, value: String)] = [],
        body: String
    ) {
        self.sender = sender
        self.recipients = recipients
        self.subject = subject
        self.date = date
        self.id = id
        self.thread = thread
        self.headers = headers
        self.body = body
    }

    /// The message as it is sent, lines ended by CR LF.
    public var text: String {
        var lines = [
            "Date: " + MailDate.text(date),
            "From: " + sender.text,
            "To: " + recipients.map(\.text).joined(separator: ",\r\n "),
            "Message-ID: <\(id)>",
        ]
        if let thread { lines += ["In-Reply-To: <\(thread)>", "References: <\(thread)>"] }
        lines.append("Subject: " + MailHeader.encoded(subject, after: "Subject: ".utf8.count))
        // RFC 3834: neither a vacation notice nor another robot answers it.
        lines.append("Auto-Submitted: auto-generated")
        for header in headers {
            lines.append(
                "\(header.name): "
                    + MailHeader.encoded(header.value, after: header.name.utf8.count + 2)
            )
        }
        lines += [
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable", "",
        ]
        return lines.joined(separator: "\r\n") + "\r\n" + QuotedPrintable.encode(body)
    }
}

/// The address of a mailbox: `local@domain`, in the plain form every system takes.
public struct MailAddress: Sendable, Hashable {
    /// The address.
    public let text: String

    /// Reads an address.
    ///
    /// - Throws: ``ReportError`` for anything but letters, digits and `.!#$%&'*+/=?^_{|}~-` around
    ///   one `@`: no display name, no quotation marks, nothing that could end a header.
    public init(_ text: String) throws(ReportError) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: ".!#$%&'*+/=?^_{|}~-@".utf8.contains(byte)
            }
        }
        guard isPlain, parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.utf8.count <= 254
        else {
            throw ReportError(
                .malformed,
                subject: Escaped.text(text),
                detail: "expected the address of a mailbox, such as maintenance@exemple.fr"
            )
        }
        self.text = text
    }
}
