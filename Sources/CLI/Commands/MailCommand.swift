import Model
import Platform
import Primitives
import Report

/// `socle report mail`: tells the ticket tool of one change of state, and reads what it tells.
enum MailCommand {
    static let reading = CommandSpec(
        "report read-mail",
        arguments: "FILE",
        count: 1...1,
        flags: [FlagTable.output],
        fr: "lit un message de l’outil de tickets : ticket et champs, en JSON",
        en: "read a message of the ticket tool: ticket and fields, as JSON"
    ) { (invocation, context) throws(Failure) in
        let path = invocation.arguments.first ?? ""
        let bytes = try UserFile(path).read(limit: ReceivedMail.sizeLimit)
        let mail = try Failure.explaining("\(path) is no message that can be read") {
            () throws(ReportError) in try ReceivedMail(bytes)
        }
        try context.emit(JSONWriter.pretty(mail.json), invocation)
        return .success
    }

    static let spec = CommandSpec(
        "report mail",
        flags: [
            FlagTable.root, FlagTable.entry, FlagTable.ticket, FlagTable.mailForm,
            FlagTable.template, FlagTable.output, FlagTable.send,
        ],
        required: [FlagTable.sender, FlagTable.recipient],
        fr: "message à l’outil de tickets pour une entrée du journal, toujours le même",
        en: "message to the ticket tool for an entry of the record, always the same"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        let (recorded, _) = try RecordedIntervention.read(station, invocation)
        guard let ticket = invocation.value(FlagTable.ticket) ?? recorded.ticket else {
            throw .usage(
                "the record names no ticket for entry \(recorded.entry.sequence)",
                hint: "give its number with --ticket"
            )
        }
        let form = MailTemplate.Form(rawValue: invocation.value(FlagTable.mailForm) ?? "") ?? .plain
        let template = try template(form, invocation, context)
        let message = try Failure.explaining { () throws(ReportError) in
            try TicketMessage(
                station: station.identity,
                entry: recorded.entry,
                digest: recorded.digest,
                ticket: ticket
            )
            .message(
                template,
                form: form,
                from: try MailAddress(invocation.value(FlagTable.sender) ?? ""),
                to: try invocation.all(FlagTable.recipient).map { (text) throws(ReportError) in
                    try MailAddress(text)
                },
                language: context.language
            )
        }
        guard invocation.has(FlagTable.send) else {
            try context.emit(message.text, invocation)
            return .success
        }
        try send(message)
        return .success
    }

    private static func template(
        _ form: MailTemplate.Form,
        _ invocation: Invocation,
        _ context: Context
    ) throws(Failure) -> MailTemplate {
        guard let path = invocation.value(FlagTable.template) else {
            return try Failure.explaining { () throws(ReportError) in
                try MailTemplate.standard(form, context.language)
            }
        }
        let text = String(decoding: try UserFile(path).read(limit: 1 << 16), as: UTF8.self)
        return try Failure.explaining("\(path) is no template") { () throws(ReportError) in
            try MailTemplate(text)
        }
    }

    private static func send(_ message: MailMessage) throws(Failure) {
        let result = try Failure.explaining("the message can not be handed over") {
            () throws(PlatformError) in
            try ChildProcess.run(
                ["sendmail", "-t", "-i"],
                environment: Host.environment,
                input: Array(message.text.utf8),
                timeout: 60
            )
        }
        guard result.succeeded else {
            throw Failure(
                .undetermined,
                "this machine’s mail service refused the message",
                causes: [Escaped.text(result.errorText)],
                hints: ["leave --send out and write the message to a file with --output"]
            )
        }
    }
}
