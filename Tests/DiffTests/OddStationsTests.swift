import Diff
import Model
import Testing

/// Which station of a room is the odd one, one rule a test.
@Suite struct OddStationsTests {
    private func odd(_ stations: [[InventoryItem]]) throws -> [OddStation] {
        var comparison = OddStations()
        for (index, items) in stations.enumerated() {
            comparison.add(try inventory(items), named: "pc\(index + 1)")
        }
        return comparison.odd()
    }

    private func versioned(_ name: String, _ version: String) -> InventoryItem {
        var item = package(name)
        item.version = version
        return item
    }

    @Test func stationsThatAreAlikeHaveNoOddOne() throws {
        #expect(try odd(Array(repeating: [package("gimp")], count: 5)).isEmpty)
    }

    @Test func whatOneHasMoreOrLessOrInAnotherVersionSetsItApart() throws {
        let usual = [versioned("gimp", "2"), versioned("vlc", "3")]
        let found = try odd([
            usual, usual, usual, [versioned("gimp", "1"), package("minetest")],
        ])
        #expect(found.map(\.name) == ["pc4"])
        #expect(found.first?.extra == ["minetest"])
        #expect(found.first?.lacking == ["vlc"])
        #expect(
            found.first?.versions == [OddStation.Version(name: "gimp", here: "1", room: "2")]
        )
    }

    @Test func whatHalfOfTheRoomHasSetsNobodyOfThatHalfApartFromItsVersion() throws {
        let found = try odd([
            [versioned("gimp", "1")], [versioned("gimp", "1")], [versioned("gimp", "2")],
            [versioned("gimp", "2")],
        ])
        #expect(found.isEmpty)
    }

    @Test func theOddestComesFirst() throws {
        let usual = [package("a"), package("b"), package("c")]
        let found = try odd([
            usual, usual, usual, usual, [package("a")], [package("a"), package("b")],
        ])
        #expect(found.map(\.name) == ["pc5", "pc6"])
    }

    @Test func twoStationsMakeNoRoom() throws {
        #expect(try odd([[package("a")], []]).isEmpty)
    }
}
