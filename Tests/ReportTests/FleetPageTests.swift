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
            let station = FleetSummary.Station(scan)
            summary.add(station)
            text += station.line
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
        #expect(page.contains("tuxmath"))
        #expect(!page.contains("minetest"))
    }

    @Test func stationsStandInTheOrderPeopleCountThem() throws {
        let page = FleetPage.room(try PageSamples.lines(keeping: "S121"), language: .french)
        let plan = try #require(page.firstRange(of: "Plan de la salle"))
        let names = ["s121-pc2<", "s121-pc9<", "s121-pc10<", "s121-pc12<"].map { name in
            page[plan.upperBound...].firstRange(of: name)?.lowerBound
        }
        #expect(!names.contains(nil))
        #expect(names.compactMap { $0 } == names.compactMap { $0 }.sorted())
    }

    @Test func aRoomSaysWhoDiffersOnEitherSide() {
        let comparison = RoomComparison(
            found: ["a": ["1", "2", "3"], "b": ["4"], "c": ["1", "2"]],
            stations: ["1", "2", "3", "4"]
        )
        #expect(comparison.rows.map(\.finding) == ["a", "c", "b"])
        #expect(comparison.odd.map(\.name) == ["4"])
        #expect(comparison.odd.first?.extra == ["b"])
        #expect(comparison.odd.first?.lacking == ["a"])
    }

    @Test func theYearJoinsInterventionsAndTickets() throws {
        let page = FleetPage.year(
            [try PageSamples.lines()],
            review: try PageSamples.review(),
            language: .english
        )
        for text in [
            "<dt>Tickets named</dt><dd>2</dd>", "<dt>Interventions without a ticket</dt><dd>1</dd>",
            "<dt>Tickets of the help desk</dt><dd>2</dd>",
            "<dt>of them with an intervention recorded</dt><dd>1</dd>", "2026-9999",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(!page.contains("S121-PC04"))
    }

    @Test func namesFromOutsideStayText() throws {
        var lines = FleetLines(keeping: "<b>\u{1B}[31m")
        let line =
            #"{"document":"poste","station":{"id":"1","name":"<script>x</script>","school":null,"#
            + #""room":"<b>\u001b[31m","zone":"inconnue"},"verdict":"ecarts","#
            + #""taken":"2026-11-20T08:00:00Z","findings":["hors-socle/<img src=x>\u202e"],"#
            + #""undetermined":[]}"#
        try lines.take(Array(line.utf8)[...])
        let page = FleetPage.room(lines, language: .french)
        let text = lines.comparison.text(language: .french).unicodeScalars
        for hostile in ["<script", "<b>", "<img", "\u{1B}", "\u{202E}"] {
            #expect(!page.contains(hostile), "\(hostile)")
        }
        #expect(page.contains("&lt;script&gt;"))
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
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
