import Convention
import Model
import Primitives
import Testing

@testable import CLI

/// A decision is taken again from what the record keeps of it.
@Suite struct DecisionRecordTests {
    private func facts(
        _ verdict: Verdict,
        _ codes: [FindingCode],
        clause: Clause?,
        isComplete: Bool,
        isCovered: Bool,
        address: Zone?
    ) throws -> DecisionFacts {
        DecisionFacts(
            verdict: verdict,
            grounds: codes.map {
                DecisionFacts.Ground(
                    id: "\($0.rawValue)/minetest",
                    code: $0,
                    weight: .deviation,
                    isCovered: isCovered
                )
            },
            order: RestoreOrder(
                ticket: isComplete ? "2026-1147" : nil,
                clause: clause,
                backups: isComplete
                    ? .init(function: "gestionnaire réseau", day: try Day("2026-11-20")) : nil,
                isReplacement: isCovered
            ),
            hasFault: isComplete,
            declaredZone: .teaching,
            addressZone: address,
            day: try Day("2026-11-23")
        )
    }

    private func entry(_ decision: Decision, _ facts: DecisionFacts) throws -> JournalEntry {
        let details = JSONValue.object(DecisionRecord.details(decision, facts))
        // As a record keeps it: written, and read back.
        return JournalEntry(
            sequence: 1,
            previous: try Digest(hex: String(repeating: "0", count: 64)),
            instant: try Instant("2026-11-23T08:00:00Z"),
            action: .planned,
            subject: "plan",
            details: try JSONParser.parse([UInt8](JSONWriter.compact(details).utf8))
        )
    }

    @Test func everyDecisionIsTheSameWhenTakenAgain() throws {
        var kinds: Set<Decision.Kind> = []
        for verdict in Verdict.allCases {
            for codes: [FindingCode] in [[], [.unlisted], [.unlistedDriver, .missing], [.altered]] {
                for clause in [nil] + Clause.allCases.map(Optional.some) {
                    for isComplete in [false, true] {
                        for address: Zone? in [nil, .teaching, .unknown, .administrative] {
                            let facts = try facts(
                                verdict,
                                codes,
                                clause: clause,
                                isComplete: isComplete,
                                isCovered: codes.count == 2 && isComplete,
                                address: address
                            )
                            let decision = ConventionRules.decide(by: facts)
                            kinds.insert(decision.kind)
                            let record = try #require(
                                try DecisionRecord(try entry(decision, facts))
                            )
                            #expect(record.differences.isEmpty)
                        }
                    }
                }
            }
        }
        #expect(kinds.count >= 8)
    }

    @Test func aDecisionTheFactsDoNotBearShowsWhatDiffers() throws {
        let facts = try facts(
            .deviations,
            [.unlisted],
            clause: .article4,
            isComplete: false,
            isCovered: false,
            address: .teaching
        )
        var decision = ConventionRules.decide(by: facts)
        #expect(decision.kind == .waitingForTicket)
        decision.kind = .reinstallationFounded
        decision.grounds = ["hors-socle/minetest"]
        let record = try #require(try DecisionRecord(try entry(decision, facts)))
        #expect(record.differences.map(\.again) == ["attente-ticket", ""])
    }

    @Test func theWordsOfAFaultAreNotKept() throws {
        let order = RestoreOrder(fault: "le poste de Camille se fige")
        let facts = RestoreCase(
            verdict: .deviations,
            findings: [],
            order: order,
            declaredZone: .teaching,
            standing: Standing(today: try Day("2026-11-23"))
        ).facts
        let details = DecisionRecord.details(ConventionRules.decide(by: facts), facts)
        let text = JSONWriter.compact(.object(details))
        #expect(!text.contains("Camille") && text.contains(#""fault":true"#))
    }

    @Test func anEntryWithoutFactsHoldsNoDecision() throws {
        let entry = JournalEntry(
            sequence: 1,
            previous: try Digest(hex: String(repeating: "0", count: 64)),
            instant: try Instant("2026-11-23T08:00:00Z"),
            action: .refused,
            subject: "plan",
            details: ["kind": "attente-ticket"]
        )
        #expect(try DecisionRecord(entry) == nil)
    }
}
