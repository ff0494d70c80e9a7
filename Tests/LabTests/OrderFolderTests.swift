import Lab
import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch) struct OrderFolderTests {
    private let roster: Roster

    init() throws {
        roster = try Roster.decode(
            [UInt8](
                """
                {"format": 1, "etablissement": "0829001N", "salles": [
                  {"salle": "S121", "zone": "pedagogique", "postes": [
                    {"nom": "PC1", "adresse": "a"}, {"nom": "PC2", "adresse": "b"}]}]}
                """.utf8
            )
        )
    }

    private func order(_ kind: RoomOrder.Kind, _ second: Int64) -> RoomOrder {
        RoomOrder(
            kind,
            school: roster.school,
            room: "S121",
            given: Instant(secondsSince1970: 1_795_500_000 + second),
            targets: roster.entries.map { RoomOrder.Target($0) },
            variables: ["fault": "le poste « se fige »"]
        )
    }

    private func all(room: String = "S121") throws -> [OrderFolder] {
        try OrderFolder.all(in: Scratch.current.directory, school: roster.school, room: room)
    }

    @Test func givesTheOrdersOfARoomBackNewestFirst() throws {
        for (kind, second) in [(RoomOrder.Kind.scan, Int64(0)), (.plan, 5), (.plan, 5)] {
            _ = try OrderFolder.create(order(kind, second), in: Scratch.current.directory)
        }
        let found = try all()
        #expect(found.map(\.order.kind) == [.plan, .plan, .scan])
        #expect(found[0].order.variables == ["fault": "le poste « se fige »"])
        #expect(found[0].order.targets == order(.plan, 5).targets)
        #expect(try all(room: "S122").isEmpty)
    }

    @Test func aRecordIsReadBackAndTheOthersWait() throws {
        let folder = try OrderFolder.create(order(.scan, 0), in: Scratch.current.directory)
        var record = StationRecord(waiting: "PC2")
        record.state = .failed
        record.fault = .hostKey
        record.exit = 3
        record.detail = "une ligne\nune autre"
        record.document = ["changes": 4]
        try folder.write(record)
        #expect(try all()[0].stations() == [StationRecord(waiting: "PC1"), record])
    }

    @Test func anOrderThatWasNotWrittenWholeIsPassedOver() throws {
        _ = try OrderFolder.create(order(.scan, 0), in: Scratch.current.directory)
        try Scratch.current.directory.makeDirectory(
            RelativePath("20991231T000000Z-S121-controle"),
            permissions: 0o700
        )
        #expect(try all().count == 1)
    }

    @Test func aRoomTakesOneOrderAtATime() throws {
        let state = Scratch.current.directory
        let lock = try OrderFolder.lock(in: state, school: roster.school, room: "S121")
        #expect {
            _ = try OrderFolder.lock(in: state, school: roster.school, room: "S121")
        } throws: { ($0 as? LabError)?.code == .busy }
        _ = try OrderFolder.lock(in: state, school: roster.school, room: "S122")
        lock.release()
        _ = try OrderFolder.lock(in: state, school: roster.school, room: "S121")
    }
}
