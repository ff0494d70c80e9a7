import Foundation
import Model
import Platform
import Primitives
import Report
import TestSupport
import Testing

/// Pages as a browser shows them, judged by axe-core (WCAG 2.2 A and AA).
///
/// At the widths of a phone and of a laptop, in light and in dark. `SOCLE_PAGES=DIR` keeps the pages, to be looked at.
@Suite(
    .scratch,
    .enabled(if: Tool.exists("chromium"), "needs chromium"),
    .enabled(if: Browser.axe != nil, "needs axe-core, which Scripts/test gets from PyPI")
)
struct BrowserTests {
    @Test(arguments: Browser.Screen.allCases)
    func holdsInABrowser(_ screen: Browser.Screen) throws {
        var pages: [String: String] = [:]
        for name in PageSamples.names {
            for language in Language.allCases {
                let page = try PageSamples.page(name, language)
                pages["\(name) \(language.rawValue)"] = page
                try keep(page, "\(name) \(language.rawValue).html")
            }
        }
        let reports = try Browser.judge(pages, screen)
        #expect(reports.count == pages.count)
        for (name, report) in reports {
            #expect(report.faults == [], "\(name)")
            #expect(report.width <= screen.width, "\(name) is too wide")
        }
    }

    private func keep(_ page: String, _ name: String) throws {
        guard let folder = Host.environment("SOCLE_PAGES") else { return }
        try Directory.open(folder).write(
            Array(page.utf8),
            atomicallyTo: try RelativePath(name),
            permissions: 0o644
        )
    }

    /// A page that fails shows that the judge sees.
    @Test func theJudgeSeesFaults() throws {
        let page = """
            <!DOCTYPE html><html><head><title>x</title></head><body><main>
            <p style="color:#999;background:#fff">pale</p><img src="data:,">
            <div style="width:3000px">wide</div></main></body></html>
            """
        let report = try #require(try Browser.judge(["page": page], .laptop)["page"])
        #expect(report.faults.contains { $0.contains("color-contrast") })
        #expect(report.faults.contains { $0.contains("image-alt") })
        #expect(report.faults.contains { $0.contains("html-has-lang") })
        #expect(report.width > 1366)
    }
}

/// Chromium without a screen.
enum Browser {
    enum Screen: String, CaseIterable, Sendable {
        case phone, laptop, phoneDark, laptopDark

        var width: Int { self == .phone || self == .phoneDark ? 390 : 1366 }
        var height: Int { self == .phone || self == .phoneDark ? 844 : 768 }
        var isDark: Bool { self == .phoneDark || self == .laptopDark }
    }

    struct Report: Decodable {
        let faults: [String]
        let width: Int
    }

    static let axe: String? = Host.environment("SOCLE_AXE")

    /// Runs axe-core in each of `pages`, which are frames of one window.
    ///
    /// Their own policy forbids scripts: the copies judged have none.
    static func judge(_ pages: [String: String], _ screen: Screen) throws -> [String: Report] {
        let scratch = Scratch.current
        let source = try String(contentsOfFile: try #require(axe), encoding: .utf8)
        // A window is never narrower than 500 points; a frame is as narrow as a phone.
        var window = "<!DOCTYPE html><body><script>const axeSource = \(literal(source));</script>"
        for (name, page) in pages.sorted(by: { $0.key < $1.key }) {
            window += frame(name, page, screen)
        }
        window += "</body>"
        try scratch.directory.write(
            Array(window.utf8),
            atomicallyTo: try RelativePath("pages.html"),
            permissions: 0o644
        )
        var arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--user-data-dir=\(scratch.path)/profile", "--window-size=1400,900",
            "--virtual-time-budget=120000", "--dump-dom",
        ]
        if screen.isDark { arguments.append("--blink-settings=preferredColorScheme=0") }
        let shown = try runTool(
            ["chromium"] + arguments + ["file://\(scratch.path)/pages.html"],
            timeout: 240
        )
        var reports: [String: Report] = [:]
        for match in shown.outputText.matches(of: /<pre data-page="([^"]*)">([^<]*)<\/pre>/) {
            let json = try #require(Data(base64Encoded: String(match.output.2)))
            reports[String(match.output.1)] = try JSONDecoder().decode(Report.self, from: json)
        }
        try #require(!reports.isEmpty, "the browser gave no result: \(shown.errorText.suffix(500))")
        return reports
    }

    /// A frame that shows `page` and leaves what axe-core says of it in the window around it.
    private static func frame(_ name: String, _ page: String, _ screen: Screen) -> String {
        let policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/
        let script = """
            <script>
            addEventListener('load', async () => {
              const width = document.documentElement.scrollWidth;
              (0, eval)(parent.axeSource || parent.eval('axeSource'));
              const found = await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
                'wcag22aa', 'best-practice']});
              const faults = found.violations.flatMap(v => v.nodes.slice(0, 3).map(n =>
                v.id + ': ' + n.target.join(' ') + ': ' + (n.failureSummary || '')));
              const result = parent.document.createElement('pre');
              result.dataset.page = \(literal(name));
              result.textContent = btoa(unescape(encodeURIComponent(
                JSON.stringify({faults, width}))));
              parent.document.body.append(result);
            });
            </script></body>
            """
        let judged = page.replacing(policy, with: "").replacing("</body>", with: script)
        let quoted = judged.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        return "<iframe style=\"border:0;width:\(screen.width)px;height:\(screen.height)px\" "
            + "srcdoc=\"\(quoted)\"></iframe>"
    }

    /// `text` as a JavaScript string that may stand in a script element.
    private static func literal(_ text: String) -> String {
        JSONWriter.compact(.string(text)).replacing("</", with: "<\\/")
    }
}
