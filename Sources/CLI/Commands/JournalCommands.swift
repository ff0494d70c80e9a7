import Journal
import Model
import Primitives
import Report

/// `socle journal`: the record of what was done.
enum JournalCommands {
    static let all = [show, verify, replay, export, prune]

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
        flags: [FlagTable.root, FlagTable.record, FlagTable.head, FlagTable.recordKey],
        fr: "vérifie la chaîne du journal et ses signatures ; --head trouve aussi une fin coupée",
        en: "check the chain of the record and its signatures; --head also finds a cut tail"
    ) { (invocation, context) throws(Failure) in
        try RecordCheck(invocation, context).run()
    }

    private static let replay = CommandSpec(
        "journal replay",
        flags: [FlagTable.root, FlagTable.record, FlagTable.entry],
        fr: "reprend chaque décision du journal d’après ses faits, et dit ce qui diffère",
        en: "take each decision of the record again by its facts, and say what differs"
    ) { (invocation, context) throws(Failure) in
        try DecisionReplay(invocation).run(
            only: try invocation.number(FlagTable.entry, in: 1...Int.max),
            context
        )
    }

    private static let export = CommandSpec(
        "journal export",
        flags: [FlagTable.root, FlagTable.output],
        fr: "écrit le journal en un fichier signé, que l’autre institution vérifie chez elle",
        en: "write the record to one signed file, which the other institution checks by itself"
    ) { (invocation, context) throws(Failure) in
        let station = try Station(invocation)
        let journal = try station.existingJournal()
        let bytes = try Failure.explaining { () throws(JournalError) in
            try JournalProof.export(journal, station: station.identity.id, now: context.now)
        }
        try context.emit(String(decoding: bytes, as: UTF8.self), invocation)
        return .success
    }

    private static let prune = CommandSpec(
        "journal prune",
        flags: [FlagTable.root, FlagTable.months],
        fr: "retire du journal ce que la durée de conservation a dépassé, et l’y consigne",
        en: "remove from the record what is older than its retention, and record that"
    ) { (invocation, context) throws(Failure) in
        let months = try invocation.number(FlagTable.months, in: Journal.retentionMonths)
        let journal = try Station(invocation).existingJournal()
        let count = try Failure.explaining { () throws(JournalError) in
            try journal.prune(
                months: months ?? Journal.retentionMonths.upperBound,
                now: context.now
            )
        }
        try context.say(
            context.text(
                Phrase(
                    fr: "entrées retirées : \(count)\n",
                    en: "entries removed: \(count)\n"
                )
            )
        )
        return .success
    }
}
