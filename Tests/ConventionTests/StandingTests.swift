import Convention
import Model
import Primitives
import Testing

/// The state of each thing found, one rule a test.
@Suite struct StandingTests {
    private let minetest = CaseFixture.finding(.unlisted, "minetest")

    private func declaration(
        until: Day? = nil,
        scope: StationScope = StationScope()
    ) throws -> Declaration {
        Declaration(
            identity: ComponentIdentity(source: .dpkg, name: "minetest"),
            scope: scope,
            day: try Day("2026-11-02"),
            trialUntil: until,
            reason: ""
        )
    }

    @Test("A4_8: what no list names and nobody declared is not referenced")
    func unlisted() throws {
        #expect(try CaseFixture.standing().state(of: minetest) == .unlisted)
    }

    @Test("A3_4: a waiver holds for its schools, rooms, stations and days, and no others")
    func waiver() throws {
        let waivers: [(Waiver, ItemState)] = [
            (try CaseFixture.waiver("minetest"), .validatedComplement),
            (try CaseFixture.waiver("minetest", schools: ["0829001N"]), .validatedComplement),
            (try CaseFixture.waiver("minetest", schools: ["0829002P"]), .unlisted),
            (try CaseFixture.waiver("minetest", rooms: ["S121"]), .validatedComplement),
            (try CaseFixture.waiver("minetest", rooms: ["CDI"]), .unlisted),
            (try CaseFixture.waiver("minetest", stations: ["s121-pc04"]), .validatedComplement),
            (try CaseFixture.waiver("minetest", stations: ["0f"]), .validatedComplement),
            (try CaseFixture.waiver("minetest", stations: ["s121-pc05"]), .unlisted),
            (try CaseFixture.waiver("minetest", until: "2026-11-23"), .validatedComplement),
            (try CaseFixture.waiver("minetest", until: "2026-11-22"), .unlisted),
            (try CaseFixture.waiver("minetest-server"), .unlisted),
        ]
        for (waiver, state) in waivers {
            #expect(try CaseFixture.standing(waivers: [waiver]).state(of: minetest) == state)
        }
    }

    @Test("A3_4: a waiver for one school never holds where the school is unknown")
    func waiverWithoutSchool() throws {
        var standing = try CaseFixture.standing(
            waivers: [CaseFixture.waiver("minetest", schools: ["0829001N"])])
        standing.station?.school = nil
        #expect(standing.state(of: minetest) == .unlisted)
    }

    @Test("A2_4: what the gestionnaire declared is declared")
    func declared() throws {
        let standing = try CaseFixture.standing(declarations: [try declaration()])
        #expect(standing.state(of: minetest) == .declared)
        #expect(standing.state(of: CaseFixture.finding(.unlisted, "htop")) == .unlisted)
    }

    @Test("B5_7: a trial lasts until its day, included, and then it is over")
    func trial() throws {
        let (today, yesterday) = (try Day("2026-11-23"), try Day("2026-11-22"))
        let running = try CaseFixture.standing(declarations: [try declaration(until: today)])
        let over = try CaseFixture.standing(declarations: [try declaration(until: yesterday)])
        #expect(running.state(of: minetest) == .onTrial(until: today))
        #expect(over.state(of: minetest) == .unlisted)
    }

    @Test("A2_4: a declaration holds for its schools, rooms and stations, and no others")
    func declaredElsewhere() throws {
        let scopes: [(StationScope, ItemState)] = [
            (StationScope(schools: [try SchoolCode("0829001N")]), .declared),
            (StationScope(schools: [try SchoolCode("0829002P")]), .unlisted),
            (StationScope(rooms: ["CDI"]), .unlisted),
            (StationScope(rooms: ["S121"], stations: ["s121-pc04"]), .declared),
            (StationScope(rooms: ["S121"], stations: ["s121-pc05"]), .unlisted),
        ]
        for (scope, state) in scopes {
            let standing = try CaseFixture.standing(declarations: [declaration(scope: scope)])
            #expect(standing.state(of: minetest) == state)
        }
    }

    @Test("A2_4: a declaration of one source is not one of another of the same name")
    func declarationOfAnotherSource() throws {
        let standing = try CaseFixture.standing(declarations: [try declaration()])
        let snap = CaseFixture.finding(.unlisted, "minetest", source: .snap)
        #expect(standing.state(of: snap) == .unlisted)
    }

    @Test("B5_4: a listed component is compliant, missing, outdated or altered")
    func listed() throws {
        let standing = try CaseFixture.standing()
        let codes: [(FindingCode, ItemState)] = [
            (.missing, .missing), (.outdated, .outdated), (.altered, .altered), (.broken, .altered),
        ]
        for (code, state) in codes {
            let findings = [CaseFixture.finding(code, "gimp", component: "gimp")]
            #expect(
                standing.state(ofComponent: "gimp", findings: findings) == state
            )
            #expect(
                standing.state(ofComponent: "vlc", findings: findings) == .compliant
            )
        }
    }

    @Test("A3_3: a component the hardware can not run is not applicable, not missing")
    func notApplicable() throws {
        let state = try CaseFixture.standing().state(
            ofComponent: "blender",
            findings: [
                CaseFixture.finding(
                    .notApplicable,
                    "blender",
                    weight: .information,
                    component: "blender"
                )
            ]
        )
        #expect(state == .notApplicable)
        #expect(state?.rule == .hardware)
    }

    @Test("a component that could not be judged has no state")
    func unjudged() throws {
        let findings = [
            CaseFixture.finding(.undetermined, "gimp", weight: .undetermined, component: "gimp")
        ]
        let state = try CaseFixture.standing().state(
            ofComponent: "gimp",
            findings: findings
        )
        #expect(state == nil)
    }

    @Test("B5_6: settings and files without a program have no state")
    func noState() throws {
        let standing = try CaseFixture.standing()
        for code in [FindingCode.settings, .foreignFile, .undetermined] {
            #expect(standing.state(of: CaseFixture.finding(code, "x")) == nil)
        }
    }
}
