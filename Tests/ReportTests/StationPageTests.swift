import Foundation
import Model
import Primitives
import Report
import TestSupport
import Testing

@Suite struct StationPageTests {
    @Test("B4_3: a page answers what a reader asks", arguments: Language.allCases)
    func answersWhatAReaderAsks(_ language: Language) throws {
        let page = try StationPage.html(
            Samples.scan(),
            decision: Samples.decision(),
            plan: Samples.plan(),
            journal: JournalHead(digest: Samples.digest(4), length: 12),
            language: language
        )
        #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
        for text in ["S121-PC04", "minetest", "tuxmath", "apt install minetest", "sonic-pi"] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(page.contains(String(repeating: "04", count: 32)))
        #expect(!page.contains("<script"))
        #expect(page.contains("default-src &#39;none&#39;"))
    }

    @Test func hostileNamesStayText() throws {
        let name = "<img src=x onerror=alert(1)>\"'&\u{202E}\u{1B}[31m"
        let finding = Finding(
            .unlisted,
            subject: name,
            found: name,
            expected: name,
            brought: [name],
            paths: [try RelativePath(bytes: Array("opt/\(name)".utf8))],
            command: name,
            evidence: [Evidence(file: name, field: name)]
        )
        var scan = try Samples.scan(findings: [finding])
        scan.station.name = name
        scan.station.room = name
        let page = StationPage.html(scan, plan: nil, language: .french)
        #expect(!page.contains("<img"))
        #expect(!page.contains("\u{202E}"))
        #expect(!page.contains("\u{1B}"))
        #expect(page.contains("&lt;img src=x onerror=alert(1)&gt;"))
    }

    /// A browser that closes what is open would hide a fault of ours.
    @Test func everyElementIsClosedInItsPlace() throws {
        let page = try StationPage.html(
            Samples.scan(coverage: [
                SourceCoverage(source: .dpkg, state: .unreadable, detail: "line 3")
            ]),
            decision: Samples.decision(),
            plan: Samples.plan(),
            language: .french
        )
        var open: [String] = []
        for tag in page.matches(of: /<(\/?)([a-z0-9]+)[^>]*>/).map(\.output) {
            let name = String(tag.2)
            if ["meta", "input"].contains(name) { continue }
            if tag.1.isEmpty {
                open.append(name)
            } else {
                #expect(open.popLast() == name)
            }
        }
        #expect(open.isEmpty)
    }
}
