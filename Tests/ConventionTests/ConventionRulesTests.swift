import Convention
import Model
import Primitives
import Testing

/// The decision, one rule of the convention a test.
@Suite struct ConventionRulesTests {
    private func decide(_ change: (inout RestoreCase) -> Void) throws -> Decision {
        var restoreCase = try CaseFixture.founded()
        change(&restoreCase)
        return ConventionRules.decide(restoreCase)
    }

    // MARK: - Reinstallation

    @Test("A4_8: a fault, an unlisted program, a ticket and checked backups found a reinstallation")
    func article4() throws {
        let decision = ConventionRules.decide(try CaseFixture.founded())
        #expect(decision.kind == .reinstallationFounded)
        #expect(decision.rules == ["A4-8", "A1a-3", "A4-9"])
        #expect(decision.grounds == ["hors-socle/minetest"])
        #expect(decision.allowsRestore)
    }

    @Test("A4_8, B5_9: an unlisted driver is a ground like an application")
    func article4Driver() throws {
        let driver = CaseFixture.finding(.unlistedDriver, "99-tableau.rules", source: .files)
        let decision = ConventionRules.decide(try CaseFixture.founded([driver]))
        #expect(decision.kind == .reinstallationFounded)
        #expect(decision.rules.contains("B5-9"))
    }

    @Test("A2_5: the wording of Article 2 is kept when it is the clause invoked")
    func article2() throws {
        let decision = ConventionRules.decide(try CaseFixture.founded(clause: .article2))
        #expect(decision.kind == .reinstallationFounded)
        #expect(decision.rules.first == "A2-5")
    }

    @Test("B5_8: at the school's request no unlisted software is needed, but a fault is")
    func annexV() throws {
        let asked = try decide {
            $0.findings = []
            $0.verdict = .compliant
            $0.order.clause = .annexV
        }
        #expect(asked.kind == .reinstallationOnRequest)
        #expect(asked.rules == ["B5-8", "A1a-3", "A4-9"])
        let silent = try decide {
            $0.order.clause = .annexV
            $0.order.fault = nil
        }
        #expect(silent.kind == .waitingForFault)
        #expect(silent.rules == ["B5-8"])
    }

    @Test("B5_8: a station that can not be judged can still be reinstalled at the school's request")
    func annexVUndetermined() throws {
        let decision = try decide {
            $0.verdict = .undetermined
            $0.order.clause = .annexV
        }
        #expect(decision.kind == .reinstallationOnRequest)
    }

    @Test("A2_5, A4_8, B5_8: a deviation alone never leads to a reinstallation")
    func deviationIsNoFault() throws {
        for fault in [nil, "", "   "] {
            let decision = try decide { $0.order.fault = fault }
            #expect(decision.kind == .waitingForFault)
            #expect(!decision.allowsRestore)
        }
    }

    @Test("A2_5, A4_8, B5_8: the clause is chosen by whoever asks, never by the tool")
    func noClause() throws {
        let decision = try decide { $0.order.clause = nil }
        #expect(decision.kind == .waitingForFault)
        #expect(decision.rules == ["A4-8", "A2-5", "B5-8"])
    }

    @Test("A4_8: files without a program and altered components found no reinstallation")
    func noGrounds() throws {
        let decision = ConventionRules.decide(
            try CaseFixture.founded([
                CaseFixture.finding(.altered, "gimp"), CaseFixture.finding(.foreignFile, "/srv"),
            ])
        )
        #expect(decision.kind == .ordinaryMaintenance)
        #expect(decision.grounds == ["altere/gimp"])
    }

    @Test("B3_13: a replacement cites the transfer of data, which a reinstallation does not")
    func replacement() throws {
        for clause in [Clause.article2, .article4, .annexV] {
            for isReplacement in [false, true] {
                let decision = try decide {
                    $0.order.clause = clause
                    $0.order.isReplacement = isReplacement
                }
                #expect(decision.allowsRestore)
                #expect(decision.rules.contains("B3-13") == isReplacement)
            }
        }
    }

    // MARK: - Zone

    @Test(
        "A3_5, A4_1, A4_3, A4_4: a station of the administrative network is refused before anything is said",
        arguments: [
            (Zone.administrative, Zone?.none), (.administrative, .teaching),
            (.teaching, .administrative),
            (.unknown, .administrative),
        ],
        Verdict.allCases
    )
    func administrativeZone(zones: (Zone, Zone?), verdict: Verdict) throws {
        let decision = try decide {
            ($0.declaredZone, $0.addressZone, $0.verdict) = (zones.0, zones.1, verdict)
            $0.order = RestoreOrder()
        }
        #expect(decision.kind == .refusedAdministrativeZone)
        #expect(decision.rules.starts(with: ["A3-5", "A4-1"]))
        #expect(decision.rules.contains("A5-6") == (zones.1 == .administrative))
        #expect(decision.grounds.isEmpty)
        #expect(!decision.allowsRestore)
    }

    @Test(
        "A5_6: an address the plan lacks, or no zone at all, waits",
        arguments: [(Zone.teaching, Zone?.some(.unknown)), (.unknown, nil), (.unknown, .unknown)]
    )
    func unknownZone(zones: (Zone, Zone?)) throws {
        let decision = try decide { ($0.declaredZone, $0.addressZone) = zones }
        #expect(decision.kind == .waitingForZone)
        #expect(decision.rules.first == "A5-6")
    }

    @Test(
        "A5_6: the plan's zone is enough, and so is the enrolled one without a plan",
        arguments: [(Zone.unknown, Zone?.some(.teaching)), (.teaching, nil)]
    )
    func knownZone(zones: (Zone, Zone?)) throws {
        let decision = try decide { ($0.declaredZone, $0.addressZone) = zones }
        #expect(decision.kind == .reinstallationFounded)
    }

    // MARK: - Conditions

    @Test(
        "A1a_3: without a ticket of the guichet nothing is validated",
        arguments: [nil, "", " \n"]
    )
    func noTicket(ticket: String?) throws {
        let decision = try decide { $0.order.ticket = ticket }
        #expect(decision.kind == .waitingForTicket)
        #expect(decision.rules == ["A1a-3"])
    }

    @Test("A4_9: without an acknowledgement of the backups nothing is reinstalled")
    func noBackups() throws {
        let future = RestoreOrder.BackupAcknowledgement(
            function: "gestionnaire réseau",
            day: try Day("2026-11-24")
        )
        let nobody = RestoreOrder.BackupAcknowledgement(
            function: " ",
            day: try Day("2026-11-22")
        )
        for backups in [nil, future, nobody] {
            for clause in Clause.allCases {
                let decision = try decide {
                    $0.order.backups = backups
                    $0.order.clause = clause
                }
                #expect(decision.kind == .waitingForBackups)
                #expect(decision.rules == ["A4-9"])
            }
        }
    }

    @Test("A4_8: what can not be judged founds nothing")
    func undetermined() throws {
        let decision = try decide {
            $0.verdict = .undetermined
            $0.findings = [CaseFixture.finding(.undetermined, "dpkg", weight: .undetermined)]
        }
        #expect(decision.kind == .undetermined)
        #expect(decision.grounds == ["indetermine/dpkg"])
        #expect(!decision.allowsRestore)
    }

    // MARK: - Maintenance, and nothing

    @Test("A4_7: missing and altered components are repaired under a ticket, without a clause")
    func maintenance() throws {
        let missing = CaseFixture.finding(.missing, "gimp", component: "gimp")
        let decision = try decide {
            $0.findings = [missing]
            $0.order = RestoreOrder(ticket: "INC-2")
        }
        #expect(decision.kind == .ordinaryMaintenance)
        #expect(decision.rules == ["A4-7", "B5-4", "A1a-3"])
        let withoutTicket = try decide {
            $0.findings = [missing]
            $0.order = RestoreOrder()
        }
        #expect(withoutTicket.kind == .waitingForTicket)
    }

    @Test("B3_6: what the school bought is the school's to maintain")
    func schoolBought() throws {
        let bought = Component(
            id: "x",
            name: "X",
            publisher: "",
            licenceKind: .paid,
            licence: "",
            buyer: .school,
            identities: []
        )
        let decision = try decide {
            $0.findings = [CaseFixture.finding(.missing, "x", component: "x")]
            $0.components = [bought]
        }
        #expect(decision.kind == .nothingToDo)
        #expect(decision.rules.contains("B3-6"))
    }

    @Test("B5_6: settings are nobody's deviation")
    func settings() throws {
        let decision = try decide {
            $0.verdict = .compliant
            $0.findings = [CaseFixture.finding(.settings, "/etc/cups", weight: .information)]
        }
        #expect(decision.kind == .nothingToDo)
        #expect(decision.grounds.isEmpty)
    }

    @Test("A3_4: software both institutions validated is no ground")
    func waived() throws {
        let waiver = try CaseFixture.waiver("minetest")
        let decision = try decide { $0.standing.waivers = [waiver] }
        #expect(decision.kind == .nothingToDo)
    }

    @Test("A2_4: declared software is legitimate and still outside the socles")
    func declared() throws {
        let declaration = Declaration(
            identity: ComponentIdentity(source: .dpkg, name: "minetest"),
            day: try Day("2026-11-02"),
            reason: "club"
        )
        let decision = try decide { $0.standing.declarations = [declaration] }
        #expect(decision.kind == .reinstallationFounded)
    }

    @Test("every decision cites at least one rule of the convention")
    func everyDecisionIsCited() throws {
        let known = Set(RuleID.allCases.map(\.rawValue))
        for verdict in Verdict.allCases {
            for clause in [nil] + Clause.allCases.map(Optional.some) {
                for zone in Zone.allCases {
                    for order in [
                        RestoreOrder(clause: clause), try CaseFixture.order(clause: clause),
                    ] {
                        let decision = try decide {
                            $0.verdict = verdict
                            $0.declaredZone = zone
                            $0.addressZone = nil
                            $0.order = order
                        }
                        #expect(!decision.rules.isEmpty)
                        #expect(known.isSuperset(of: decision.rules))
                        #expect(!decision.allowsRestore || zone == .teaching)
                        #expect(!decision.allowsRestore || order.ticket != nil)
                    }
                }
            }
        }
    }
}
