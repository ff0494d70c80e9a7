import Model
import Platform
import Primitives
import Report
import TestSupport
import Testing

@Suite struct ReceivedMailTests {
    private func read(_ text: String) throws -> ReceivedMail {
        try ReceivedMail(Array(text.replacing("\n", with: "\r\n").utf8))
    }

    /// A message as Python's own library writes it, in each encoding and nesting.
    @Test(arguments: ["quoted-printable", "base64", "8bit"], ["plain", "multipart"])
    func readsWhatOthersWrite(_ encoding: String, _ form: String) throws {
        let script = """
            import sys, email.message, email.policy
            m = email.message.EmailMessage(policy=email.policy.SMTP)
            m['Subject'] = '[GLPI #0001234] Nouvel élément de suivi sur le poste n° 4, salle S121'
            m['From'] = 'glpi@exemple.fr'; m['To'] = 'socle@exemple.fr'
            m['Message-ID'] = '<GLPI-1@exemple.fr>'
            m['References'] = '<a@socle.invalid> <b@socle.invalid>'
            m.set_content('Bonjour,\\n\\n  ÉTAT: résolu\\nSalle : S121\\nhttps://exemple.fr/x\\n', cte=sys.argv[1])
            if sys.argv[2] == 'multipart':
                m.add_alternative('<p>ÉTAT: autre</p>', subtype='html')
                m.add_attachment(b'\\0\\1', maintype='application', subtype='octet-stream')
            sys.stdout.buffer.write(bytes(m))
            """
        let written = try runTool(["python3", "-c", script, encoding, form])
        try #require(written.succeeded, "\(written.errorText)")
        let mail = try ReceivedMail(Array(written.outputText.utf8))
        #expect(mail.ticket == "0001234")
        #expect(mail.subject.contains("élément de suivi sur le poste n° 4, salle S121"))
        #expect(mail.id == "GLPI-1@exemple.fr")
        #expect(mail.references == ["a@socle.invalid", "b@socle.invalid"])
        #expect(mail.fields.first?.label == "ÉTAT")
        #expect(mail.fields.first?.value == "résolu")
        #expect(mail.fields.contains { $0.label == "Salle" && $0.value == "S121" })
    }

    @Test(arguments: MailTemplate.Form.allCases)
    func readsOurOwn(_ form: MailTemplate.Form) throws {
        let message = try TicketMessage(
            station: Samples.station(),
            entry: JournalEntry(
                sequence: 3,
                previous: try Samples.digest(1),
                instant: try Instant("2026-03-12T10:00:05Z"),
                action: .scanned,
                subject: "ecarts",
                details: ["ecarts": ["a", "b"]]
            ),
            digest: try Samples.digest(4),
            ticket: "2026-1147"
        )
        .message(
            try MailTemplate.standard(form, .french),
            form: form,
            from: MailAddress("a@b.fr"),
            to: [MailAddress("c@d.fr")],
            language: .french
        )
        let mail = try ReceivedMail(Array(message.text.utf8))
        #expect(mail.ticket == "2026-1147")
        #expect(mail.id == message.id)
        #expect(mail.fields.contains { $0.value == "0829001N" })
    }

    @Test func aFieldOfTheTextWinsOverTheSubjectAndTheFirstOverTheOthers() throws {
        let mail = try read("Subject: [x #1]\n\nTicket: 2\nticket: 3\n")
        #expect(mail.ticket == "2")
        #expect(mail.fields.count == 1)
    }

    @Test(arguments: ["", "\n\ntext", "no header at all", "Content-Type: image/png\n\nx"])
    func whatIsNoMessageIsRefused(_ text: String) {
        #expect(throws: ReportError.self) { try read(text) }
    }

    /// Whatever comes by mail is hostile: it is read or refused, and nothing traps.
    @Test func damagedMessagesAreReadOrRefused() throws {
        let whole = Array(
            """
            Subject: =?utf-8?B?w6k=?= =?x?Q?a_=C3=A9?=\r
            Content-Type: multipart/mixed; boundary="b"\r
            \r
            --b\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            Etat: r=C3=A9solu=\r
            !\r
            --b--\r\n
            """.utf8
        )
        var random = SplitMix64(seed: 7)
        for _ in 0..<5000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 9))
                default: bytes.insert(contentsOf: bytes[0..<place], at: place)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            // Reading and refusing are both right answers.
            _ = try? ReceivedMail(bytes)
        }
        #expect(try ReceivedMail(whole).fields.first?.value == "résolu!")
    }
}
