import Journal
import Model
import Primitives
import Report

/// What a station's record says of an intervention.
struct RecordedIntervention {
    /// The entry that ended it.
    let entry: JournalEntry
    /// The digest of that entry.
    let digest: Digest
    /// The request it answers, from the plan recorded before it; nil where none was given.
    let ticket: String?
    /// The plan recorded before it; nil where the record has none any more.
    private let plan: JournalEntry?

    /// The entry of this number, or the last restore or undo.
    init(_ entries: [JournalEntry], head: Digest, number: Int?) throws(Failure) {
        let ended: Set<JournalEntry.Action> = [.restored, .undone]
        let found = entries.last { entry in
            number.map { entry.sequence == Int64($0) } ?? ended.contains(entry.action)
        }
        guard let entry = found else {
            throw Failure(
                .undetermined,
                number.map { "the record has no entry \($0)" }
                    ?? "the record holds no restore and no undo",
                hints: ["socle journal show lists the entries"]
            )
        }
        self.entry = entry
        // Each entry names the one before it by its digest; the last one's is the head.
        digest = entries.first { $0.sequence == entry.sequence + 1 }?.previous ?? head
        let plans = entries.filter { $0.action == .planned && $0.sequence < entry.sequence }
        plan = plans.last { $0.subject == entry.subject } ?? plans.last
        let ticket = plan.flatMap { Self.text("ticket", of: $0) } ?? ""
        self.ticket = ticket.isEmpty ? nil : ticket
    }

    /// The entry `--entry` names on a station, or its last restore or undo, and the record's end.
    static func read(
        _ station: Station,
        _ invocation: Invocation
    ) throws(Failure) -> (recorded: RecordedIntervention, head: JournalHead) {
        let journal = try station.existingJournal()
        let (entries, status) = try Failure.explaining { () throws(JournalError) in
            try journal.read()
        }
        if let fault = status.firstFault {
            throw Failure(
                .undetermined,
                "the record does not hold, and no account can be given of it",
                causes: [fault.description],
                hints: ["socle journal verify says how far it holds"]
            )
        }
        let recorded = try RecordedIntervention(
            entries,
            head: status.head,
            number: try invocation.number(FlagTable.entry, in: 1...Int.max)
        )
        return (recorded, JournalHead(digest: status.head, length: status.length))
    }

    /// The intervention, with the names of what was lost where `plan` is the one carried out.
    func intervention(
        _ station: StationIdentity,
        plan: Plan?,
        journal: JournalHead
    ) throws(Failure) -> Intervention {
        guard entry.action == .restored || entry.action == .undone else {
            throw Failure(
                .usage,
                "entry \(entry.sequence) is no restore and no undo",
                hints: ["socle journal show lists the entries"]
            )
        }
        if let plan, plan.id.hex != entry.subject, plan.id.hex != Self.text("plan", of: entry) {
            throw Failure(
                .usage,
                "the plan is not the one that entry \(entry.sequence) carried out",
                hints: ["give the plan.json of that restore, or leave --plan out"]
            )
        }
        let result = Self.text("resultat", of: entry)
        let isRepair =
            self.plan.flatMap { Self.text("portee", of: $0) } == RestoreScope.repair.rawValue
        return Intervention(
            station: station,
            ended: entry.instant,
            ticket: ticket,
            result: entry.action == .undone
                ? .undone
                : result == "annulee"
                    ? .rolledBack
                    : isRepair ? .repaired : .restored,
            isProven: result == "prouvee",
            layers: Self.list("couches", of: entry).compactMap { layer in
                if case .string(let name) = layer { name } else { nil }
            },
            written: number("ecrits") ?? number("changements") ?? 0,
            removed: number("retires") ?? 0,
            steps: Self.list("etapes", of: entry).compactMap { step in
                guard case .string(let id)? = step["etape"] else { return nil }
                return RestoreOutcome.Step(id: id, succeeded: step["resultat"] == .string("faite"))
            },
            plan: plan,
            causes: entry.action == .undone
                ? []
                : Self.list("constats", of: self.plan).compactMap { id in
                    if case .string(let id) = id { id } else { nil }
                },
            journal: journal
        )
    }

    private func number(_ name: String) -> Int? {
        guard case .integer(let number)? = entry.details[name] else { return nil }
        return Int(clamping: number)
    }

    private static func list(_ name: String, of entry: JournalEntry?) -> [JSONValue] {
        guard case .array(let list)? = entry?.details[name] else { return [] }
        return list
    }

    private static func text(_ name: String, of entry: JournalEntry) -> String? {
        guard case .string(let text)? = entry.details[name] else { return nil }
        return text
    }
}
