import Model
import Primitives
import Report
import Testing

@Suite struct PlanReportTests {
    @Test func namesWhatIsLostAndHowToApprove() throws {
        let text = try PlanReport.text(Samples.plan(), language: .french).plainSpaces
        let id = String(repeating: "ab", count: 32)
        #expect(text.hasPrefix("Plan de réinstallation de S121-PC04 : 3 changements.\n"))
        #expect(text.contains("  1 chemin à créer, 1,5 Mo\n    /usr/games/tuxmath\n"))
        #expect(text.contains("  Logiciels retirés (1)\n    minetest 5.6.1\n"))
        #expect(text.contains("  Données possibles, mises de côté (1)\n    /opt/\\xff\\u{1b}\n"))
        #expect(text.contains("Durée estimée            environ 2 min\n"))
        #expect(text.hasSuffix("\n  socle restore --plan plan.json --approve \(id)\n"))
    }

    @Test func saysThatNothingIsLostWhereNothingIs() throws {
        var plan = try Samples.plan()
        plan.losses = PlanLosses()
        plan.changes = []
        let text = PlanReport.text(plan, language: .english)
        #expect(text.hasPrefix("Reinstallation plan for S121-PC04: nothing to change.\n"))
        #expect(text.contains("Nothing will be lost."))
        #expect(!text.contains("--approve"))
    }

    @Test func quotesAFileNameForTheShell() throws {
        let command = try PlanReport.approval(of: Samples.plan(), file: "mon plan's.json")
        #expect(command.hasPrefix(#"socle restore --plan 'mon plan'\''s.json' --approve"#))
    }

    @Test func readsBackThePlanItWrote() throws {
        let plan = try Samples.plan()
        let text = JSONWriter.pretty(PlanDocument.json(plan))
        let read = try PlanDocument.decode(JSONParser.parse([UInt8](text.utf8)))
        #expect(read.changes == plan.changes)
        #expect(read.losses == plan.losses)
        #expect(read.station == plan.station && read.layers == plan.layers)
        #expect(read.decision == plan.decision && read.id == plan.id && read.made == plan.made)
        #expect(PlanDocument.json(read) == PlanDocument.json(plan))
        var bare = plan
        bare.decision = nil
        #expect(try PlanDocument.decode(PlanDocument.json(bare)).decision == nil)
    }

    @Test(arguments: [
        (#""format": 1"#, #""format": 9"#, ReportError.Code.unsupportedFormat, "$.format"),
        (#""document": "plan""#, #""document": "scan""#, .wrongDocument, "$.document"),
        (#""action": "create""#, #""action": "burn""#, .malformed, "$.changes[0].action"),
        (#""kind": "fifo""#, #""kind": "door""#, .malformed, "$.changes[2].kind"),
        (#""bytes": 1500000"#, #""bytes": -1"#, .malformed, "$.changes[0].bytes"),
        (#""usr/games/tuxmath""#, #""../etc/passwd""#, .malformed, "$.changes[0].path"),
        (#""hex": "6f"#, #""hex": "zz"#, .malformed, "$.changes[2].path.hex"),
        (#""zone": "pedagogique""#, #""zone": "jardin""#, .malformed, "$.station.zone"),
        (#""removalCap""#, #""cap""#, .malformed, "$.cap"),
        (#""clause": "A4""#, #""clause": "A9""#, .malformed, "$.decision.order.clause"),
    ])
    func refusesAPlanThatWasChanged(
        _ old: String,
        _ new: String,
        _ code: ReportError.Code,
        _ place: String
    ) throws {
        let text = JSONWriter.pretty(PlanDocument.json(try Samples.plan()))
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != text)
        let value = try JSONParser.parse([UInt8](changed.utf8))
        do {
            _ = try PlanDocument.decode(value)
            Issue.record("the plan was read")
        } catch {
            #expect(error.code == code)
            #expect(error.subject == place)
        }
    }

    @Test(arguments: [false, true])
    func saysWhoTransfersTheDataOfAStationThatIsReplaced(isReplacement: Bool) throws {
        var plan = try Samples.plan()
        plan.decision?.order.isReplacement = isReplacement
        let notice = "transférées par le guichet"
        let lines = PlanReport.text(plan, language: .french).split(separator: "\n")
        #expect(lines.joined(separator: " ").contains(notice) == isReplacement)
        let decision = try #require(plan.decision)
        #expect(try DecisionDocument.decode(DecisionDocument.json(decision)) == decision)
    }

    @Test func readsBackADecisionWithoutOrder() throws {
        let decision = Decision(
            kind: .waitingForTicket,
            rules: [],
            grounds: [],
            order: RestoreOrder()
        )
        #expect(try DecisionDocument.decode(DecisionDocument.json(decision)) == decision)
    }
}
