import Convention
import Journal
import Model
import Primitives
import Report

/// A decision beside what it rests on, in the entries of a record; and the same decided again.
struct DecisionRecord {
    /// What an entry about the decision says of it.
    static func details(_ decision: Decision, _ facts: DecisionFacts) -> [JSONMember] {
        [
            JSONMember(
                "decision",
                [
                    "kind": .string(decision.kind.rawValue),
                    "rules": .strings(decision.rules),
                    "grounds": .strings(decision.grounds),
                ]
            ),
            JSONMember("faits", DecisionFactsDocument.json(facts)),
        ]
    }

    /// The entry it was read in.
    let entry: JournalEntry
    /// What the entry says was decided.
    private let recorded: (kind: String, rules: [String], grounds: [String])
    private let facts: DecisionFacts

    /// The decision in `entry`; nil where it holds none, or none with what it rests on.
    ///
    /// - Throws: `Failure` where it is not as ``details(_:_:)`` writes it.
    init?(_ entry: JournalEntry) throws(Failure) {
        guard let facts = entry.details["faits"], let decision = entry.details["decision"] else {
            return nil
        }
        self.entry = entry
        self.facts = try Failure.explaining("entry \(entry.sequence) can not be decided again") {
            () throws(ReportError) in try DecisionFactsDocument.decode(facts)
        }
        guard case .string(let kind)? = decision["kind"] else {
            throw Failure(
                .undetermined,
                "entry \(entry.sequence) does not say what was decided"
            )
        }
        recorded = (kind, Self.texts("rules", of: decision), Self.texts("grounds", of: decision))
    }

    /// What differs where the rules decide by the same facts again; empty where nothing does.
    var differences: [(what: Phrase, recorded: String, again: String)] {
        let again = ConventionRules.decide(by: facts)
        let parts: [(Phrase, [String], [String])] = [
            (Phrase(fr: "décision", en: "decision"), [recorded.kind], [again.kind.rawValue]),
            (Phrase(fr: "articles", en: "articles"), recorded.rules, again.rules),
            (Phrase(fr: "constats", en: "findings"), recorded.grounds, again.grounds),
        ]
        return parts.filter { $0.1 != $0.2 }.map {
            ($0.0, $0.1.joined(separator: ", "), $0.2.joined(separator: ", "))
        }
    }

    /// What was decided, in the words of the record.
    var words: String { "\(recorded.kind)  \(recorded.rules.joined(separator: ", "))" }

    private static func texts(_ name: String, of value: JSONValue) -> [String] {
        guard case .array(let list)? = value[name] else { return [] }
        return list.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}

/// `socle journal replay`: every decision of a record, decided again.
struct DecisionReplay {
    private let entries: [JournalEntry]

    /// Reads the station's own record, or the one exported to `--record`; neither may be damaged.
    init(_ invocation: Invocation) throws(Failure) {
        let status: JournalStatus
        if let path = invocation.value(FlagTable.record) {
            guard !invocation.has(FlagTable.root) else {
                throw .usage(
                    "--record and --root name two records",
                    hint: "give the one whose decisions are asked for"
                )
            }
            let bytes = try UserFile(path).read(limit: 1 << 30)
            let proof = try Failure.explaining("\(path) proves nothing") {
                () throws(JournalError) in try JournalProof(checking: bytes)
            }
            (entries, status) = (proof.entries, proof.status)
        } else {
            let journal = try Station(invocation).existingJournal()
            (entries, status) = try Failure.explaining { () throws(JournalError) in
                try journal.read()
            }
        }
        if let fault = status.firstFault {
            throw Failure(
                .undetermined,
                "the record does not hold, and its decisions prove nothing",
                causes: [fault.description],
                hints: ["socle journal verify says how far it holds"]
            )
        }
    }

    /// Tells each decision and what differs, and exits 1 where any does.
    func run(only number: Int?, _ context: Context) throws(Failure) -> ExitCode {
        var count = 0
        var differing = 0
        for entry in entries where number == nil || number.map(Int64.init) == entry.sequence {
            guard let decision = try DecisionRecord(entry) else { continue }
            count += 1
            let differences = decision.differences
            if !differences.isEmpty { differing += 1 }
            let answer =
                differences.isEmpty
                ? Phrase(fr: "même décision", en: "same decision")
                : Phrase(fr: "décision différente", en: "another decision")
            try context.say(
                "\(entry.sequence)  \(entry.instant)  \(Escaped.text(decision.words))  "
                    + "\(context.text(answer))\n"
            )
            for difference in differences {
                let line = Phrase(
                    fr: "au journal : \(difference.recorded) ; à présent : \(difference.again)",
                    en: "in the record: \(difference.recorded); now: \(difference.again)"
                )
                try context.say(
                    "    \(context.text(difference.what)) — \(Escaped.text(context.text(line)))\n"
                )
            }
        }
        guard count > 0 else {
            throw Failure(
                .undetermined,
                number.map { "entry \($0) holds no decision that can be taken again" }
                    ?? "the record holds no decision that can be taken again",
                hints: ["socle plan records each decision with what it rests on"]
            )
        }
        return differing == 0 ? .success : .deviations
    }
}
