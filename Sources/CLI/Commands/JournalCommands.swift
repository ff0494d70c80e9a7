import Journal
import Model
import Primitives
import Report

/// `socle journal`: the record of what was done.
enum JournalCommands {
    static let all = [show, verify]

    private static let show = CommandSpec(
        "journal show",
        flags: [FlagTable.root],
        fr: "montre ce qui a été fait sur ce poste",
        en: "show what was done to this station"
    ) { (invocation, context) throws(Failure) in
        let journal = try Station(invocation).existingJournal()
        let entries = try Failure.explaining { () throws(JournalError) in try journal.entries() }
        let lines = entries.map { entry in
            let details = Escaped.text(JSONWriter.compact(entry.details))
            return "\(entry.sequence)  \(entry.instant)  \(entry.action.rawValue)  "
                + "\(Escaped.text(entry.subject))  \(details)\n"
        }
        try context.say(lines.joined())
        return .success
    }

    private static let verify = CommandSpec(
        "journal verify",
        flags: [FlagTable.root, FlagTable.head],
        fr: "vérifie la chaîne du journal ; --head trouve aussi une fin coupée",
        en: "check the chain of the record; --head also finds a cut tail"
    ) { (invocation, context) throws(Failure) in
        let journal = try Station(invocation).existingJournal()
        let known = try invocation.digest(
            FlagTable.head,
            called: "digest",
            hint: "give the 64 digits of a report"
        )
        let status = try Failure.explaining { () throws(JournalError) in
            try journal.verify(head: known)
        }
        guard status.isWhole else {
            throw Failure(
                .undetermined,
                "the record does not hold",
                causes: [
                    status.firstFault?.description
                        ?? "it does not hold the head that is known: its end was cut"
                ]
            )
        }
        let end =
            known == nil
            ? Phrase(fr: "fin non attestée", en: "end not attested")
            : Phrase(fr: "fin attestée", en: "end attested")
        try context.say("\(status.length)  \(status.head)  \(context.text(end))\n")
        return .success
    }
}
