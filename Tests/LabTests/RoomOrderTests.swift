import Lab
import Primitives
import Testing

@Suite struct RoomOrderTests {
    private static let roster = """
        {"format": 1, "etablissement": "0829001N", "salles": [
          {"salle": "S121", "zone": "pedagogique", "postes": [
            {"nom": "PC1", "adresse": "192.0.2.1"}, {"nom": "PC2", "adresse": "192.0.2.2"}]}]}
        """

    private let now = Instant(secondsSince1970: 1_795_500_000)
    private let entries: [Roster.Entry]
    private let school: SchoolCode

    init() throws {
        let roster = try Roster.decode([UInt8](Self.roster.utf8))
        entries = roster.entries
        school = roster.school
    }

    private func digest(_ letter: Character) throws -> Digest {
        try Digest(hex: String(repeating: letter, count: 64))
    }

    private func targets(_ letters: Character..., removals: Int = 0) throws -> [RoomOrder.Target] {
        try zip(entries, letters).map { entry, letter in
            RoomOrder.Target(entry, approval: try digest(letter), removals: removals)
        }
    }

    private func order(_ kind: RoomOrder.Kind, _ targets: [RoomOrder.Target]) -> RoomOrder {
        RoomOrder(kind, school: school, room: "S121", given: now, targets: targets)
    }

    private func approval(
        _ targets: [RoomOrder.Target],
        _ kind: RoomOrder.Kind = .restore
    ) throws -> Digest {
        try RoomOrder.approval(of: kind, school: school, room: "S121", targets: targets)
    }

    @Test func theApprovalNamesExactlyTheStationsAndTheirPlans() throws {
        let both = try targets("a", "b")
        let id = try approval(both)
        #expect(try approval(both.reversed()) == id)
        #expect(try approval(targets("a")) != id)
        #expect(try approval(targets("b", "a")) != id)
        #expect(try approval(both, .undo) != id)
    }

    @Test("B2_6: a school that is not the operator's is refused")
    func foreignSchool() throws {
        let policy = try LabPolicy.decode(
            [UInt8](#"{"format":1,"document":"salles","etablissements":[]}"#.utf8)
        )
        let order = order(.scan, entries.map { RoomOrder.Target($0) })
        #expect { try order.check(policy, hours: nil, now: now) } throws: {
            ($0 as? LabError)?.code == .foreignSchool
        }
    }

    @Test func refusesMoreStationsThanTheCap() throws {
        let order = order(.scan, entries.map { RoomOrder.Target($0) })
        try order.check(LabPolicyTests.policy(#", "postes": 2"#), hours: nil, now: now)
        #expect {
            try order.check(LabPolicyTests.policy(#", "postes": 1"#), hours: nil, now: now)
        } throws: { ($0 as? LabError)?.code == .capExceeded }
    }

    @Test func refusesMoreRemovalsOnAStationThanTheCap() throws {
        let order = order(.restore, try targets("a", "b", removals: 11))
        try order.check(LabPolicyTests.policy(#", "retraits": 11"#), hours: nil, now: now)
        #expect {
            try order.check(LabPolicyTests.policy(#", "retraits": 10"#), hours: nil, now: now)
        } throws: { ($0 as? LabError)?.subject == "PC1" }
    }

    @Test func refusesToChangeAStationWithoutItsPlan() throws {
        let order = order(.restore, entries.map { RoomOrder.Target($0) })
        #expect {
            try order.check(LabPolicyTests.policy(), hours: nil, now: now)
        } throws: { ($0 as? LabError)?.code == .notApproved }
    }

    @Test func reservedHoursHoldChangesBackAndLetScansBy() throws {
        let day = now.day.description.filter { $0 != "-" }
        let hours = try ReservedHours.decode(
            [UInt8](
                """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                DTSTART:\(day)T000000Z
                DURATION:P1D
                END:VEVENT
                END:VCALENDAR
                """.utf8
            )
        )
        let policy = try LabPolicyTests.policy()
        try order(.scan, targets("a")).check(policy, hours: hours, now: now)
        #expect {
            try order(.restore, targets("a")).check(policy, hours: hours, now: now)
        } throws: { ($0 as? LabError)?.code == .reservedHours }
    }
}
