import Model
import Platform
import Primitives
import Report
import TestSupport
import Testing

@Suite(.scratch) struct TicketMessageTests {
    private func entry(_ action: JournalEntry.Action = .restored) throws -> JournalEntry {
        JournalEntry(
            sequence: 12,
            previous: try Samples.digest(1),
            instant: try Instant("2026-03-12T10:00:05Z"),
            action: action,
            subject: action == .scanned ? "ecarts" : try Samples.digest(2).hex,
            details: [
                "resultat": "prouvee", "couches": ["systeme 2026.1"],
                "ecarts": ["hors-socle/minetest", "manquant/tuxmath"],
            ]
        )
    }

    private func message(
        _ form: MailTemplate.Form,
        ticket: String = "0001234",
        station: StationIdentity? = nil,
        entry: JournalEntry? = nil,
        template: MailTemplate? = nil,
        language: Language = .french
    ) throws -> MailMessage {
        try TicketMessage(
            station: try station ?? Samples.station(),
            entry: try entry ?? self.entry(),
            digest: try Samples.digest(4),
            ticket: ticket
        )
        .message(
            try template ?? MailTemplate.standard(form, language),
            form: form,
            from: MailAddress("socle@exemple.fr"),
            to: [MailAddress("guichet@exemple.fr"), MailAddress("maintenance@exemple.fr")],
            language: language
        )
    }

    /// Reads a message as any program would: Python's own parser.
    private func parsed(_ message: MailMessage) throws -> JSONValue {
        let script = """
            import sys, json, email, email.policy
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            assert not m.defects, m.defects
            assert all(not h.defects for h in m.values() if hasattr(h, 'defects'))
            print(json.dumps({'headers': sorted(m.keys()), 'subject': m['Subject'],
              'to': [a.addr_spec for a in m['To'].addresses], 'id': m['Message-ID'].strip(),
              'date': m['Date'].datetime.isoformat(), 'body': m.get_content()}))
            """
        let result = try runTool(["python3", "-c", script], input: Array(message.text.utf8))
        try #require(result.succeeded, "\(result.errorText)")
        return try JSONParser.parse(Array(result.outputText.utf8))
    }

    @Test(arguments: MailTemplate.Form.allCases, Language.allCases)
    func anyMailProgramReadsIt(_ form: MailTemplate.Form, _ language: Language) throws {
        let read = try parsed(try message(form, language: language))
        #expect(read["to"] == ["guichet@exemple.fr", "maintenance@exemple.fr"])
        #expect(read["date"] == "2026-03-12T10:00:05+00:00")
        guard case .string(let body)? = read["body"], case .string(let subject)? = read["subject"]
        else {
            Issue.record("no text")
            return
        }
        #expect(subject.contains("[UAI 0829001N] [S121-PC04]"))
        for text in ["0001234", "S121", "socle système 2026.1", "12"] {
            #expect(body.contains(text))
        }
        #expect(!body.contains("{{"))
        #expect(!body.lowercased().contains("password"))
        #expect(!body.lowercased().contains("login"))
    }

    @Test func aGLPICollectorFindsTheTicket() throws {
        guard case .string(let subject)? = try parsed(try message(.glpi))["subject"] else {
            Issue.record("no subject")
            return
        }
        // The rule of GLPI's MailCollector.
        let found = try #require(subject.firstMatch(of: /\[.+#(\d+)\]/))
        #expect(found.output.1 == "0001234")
    }

    @Test("A2_15, B2_12: the same change of state is the same message")
    func theSameEntryIsTheSameMessage() throws {
        #expect(try message(.plain).text == message(.plain).text)
        let other = JournalEntry(
            sequence: 13,
            previous: try Samples.digest(4),
            instant: try Instant("2026-03-12T10:00:05Z"),
            action: .undone,
            subject: "x",
            details: [:]
        )
        #expect(try message(.plain).id != message(.plain, entry: other).id)
        #expect(try message(.plain).thread == message(.plain, entry: other).thread)
    }

    @Test func hostileNamesAddNoHeaderAndNoField() throws {
        var station = try Samples.station()
        let hostile = "PC\r\nBcc: a@b.fr\r\n\r\n!field! [$$ x $$] é\u{202E} {{ticket}}"
        station.name = hostile
        station.room = hostile
        for form in MailTemplate.Form.allCases {
            let message = try message(form, ticket: "1\r\nBcc: c@d.fr", station: station)
            let read = try parsed(message)
            guard case .array(let headers)? = read["headers"],
                case .string(let body)? = read["body"]
            else {
                Issue.record("no headers")
                return
            }
            #expect(!headers.contains("Bcc"))
            #expect(!body.split(separator: "\n").contains { $0.hasPrefix("Bcc") })
            if form == .remedy {
                #expect(!body.contains("!"))
                #expect(!body.contains("[$$"))
            }
        }
    }

    @Test func noLineIsLongerThanRelaysTake() throws {
        var station = try Samples.station()
        station.name = String(repeating: "é", count: 300)
        let lines = try message(.plain, station: station).text
            .split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x7F } })
        let read = try parsed(try message(.plain, station: station))
        guard case .string(let subject)? = read["subject"] else { return }
        #expect(subject.contains(station.name))
    }

    @Test func aTemplateOfTheDepartementIsUsed() throws {
        let template = try MailTemplate(
            "Subject: {{etat}} {{poste}}\n\nRef: {{ticket}}\nSalle: {{salle}}\n"
        )
        var station = try Samples.station()
        station.room = nil
        let read = try parsed(try message(.plain, station: station, template: template))
        #expect(read["subject"] == "intervention faite S121-PC04")
        #expect(read["body"] == "Ref: 0001234\r\n")
    }

    @Test(arguments: ["", "no subject", "Subject: {{nom}}\n", "Subject: x\n\n{{mot-de-passe}}"])
    func aTemplateThatAsksForMoreIsRefused(_ text: String) {
        let error = #expect(throws: ReportError.self) { try MailTemplate(text) }
        #expect(error?.subject.hasPrefix("line ") == true)
    }

    @Test func anEntryThatChangesNoStateHasNoMessage() throws {
        let entry = try entry(.enrolled)
        #expect(throws: ReportError.self) { try message(.plain, entry: entry) }
    }

    @Test(arguments: ["", "a", "a@", "@b", "a@b@c", "A <a@b>", "a@b\r\nBcc: c@d", "a b@c", "é@b"])
    func anAddressIsPlain(_ text: String) {
        #expect(throws: ReportError.self) { try MailAddress(text) }
    }
}
