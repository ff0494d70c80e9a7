import Model
import Primitives
import Report
import Testing

/// Pages read the lines that the summary of scans writes.
@Suite struct FleetPageTests {
    /// Two schools, each with a room S121: in one stands minetest, in the other tuxmath is missing.
    private func lines(keeping room: String?, of school: String? = nil) throws -> FleetLines {
        var summary = FleetSummary()
        var text = ""
        for (code, index) in [("0829001N", 0), ("0829002P", 1)] {
            var scan = try Samples.scan()
            scan.station.school = try SchoolCode(code)
            scan.station.name = "\(code)-pc"
            scan.findings = [scan.findings[index]]
            summary.add(scan)
            text += FleetSummary.line(scan)
        }
        var lines = FleetLines(keeping: room, of: school)
        for line in (text + summary.lines).split(separator: "\n") {
            try lines.take(Array(line.utf8)[...])
        }
        return lines
    }

    @Test func whatTheSummaryWritesIsReadBack() throws {
        let lines = try lines(keeping: nil)
        #expect(lines.stations.isEmpty)
        #expect(lines.sums.map(\.level) == [.room, .room, .school, .school, .all])
        #expect(lines.sums.last?.stations == 2)
        #expect(lines.sums.last?.verdicts[.deviations] == 2)
        #expect(lines.last == (try Day("2026-03-12")))
    }

    @Test func aRoomOfOneSchoolShowsNothingOfTheOthers() throws {
        let lines = try lines(keeping: "S121", of: "0829002P")
        #expect(lines.stations.map(\.name) == ["0829002P-pc"])
        #expect(lines.roomSums.map(\.school) == ["0829002P"])
        let page = FleetPage.room(lines, language: .french)
        #expect(page.contains("manquant/tuxmath"))
        #expect(!page.contains("minetest"))
    }

    @Test func roomsOfOneNameAreTold() throws {
        #expect(try lines(keeping: "S121").roomSums.map(\.school) == ["0829001N", "0829002P"])
    }

    @Test(arguments: ["", "[]", "{}", #"{"document":"scan"}"#, #"{"document":"poste"}"#])
    func anotherLineIsRefused(_ text: String) {
        var lines = FleetLines()
        #expect(throws: ReportError.self) { try lines.take(Array(text.utf8)[...]) }
    }
}
