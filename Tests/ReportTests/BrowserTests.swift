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
    @Test(arguments: PageSamples.names, Browser.Screen.allCases)
    func holdsInABrowser(_ name: String, _ screen: Browser.Screen) throws {
        for language in Language.allCases {
            let page = try PageSamples.page(name, language)
            if let folder = Host.environment("SOCLE_PAGES") {
                try Directory.open(folder).write(
                    Array(page.utf8),
                    atomicallyTo: try RelativePath("\(name) \(language.rawValue).html"),
                    permissions: 0o644
                )
            }
            let report = try Browser.judge(page, screen)
            #expect(report.faults == [], "\(name) \(language.rawValue) \(screen)")
            #expect(report.width <= screen.width, "\(name) \(language.rawValue): too wide")
        }
    }

    /// A page that fails shows that the judge sees.
    @Test func theJudgeSeesFaults() throws {
        let page = """
            <!DOCTYPE html><html><head><title>x</title></head><body><main>
            <p style="color:#999;background:#fff">pale</p><img src="data:,">
            <div style="width:3000px">wide</div></main></body></html>
            """
        let report = try Browser.judge(page, .laptop)
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

    /// Runs axe-core in `page`, whose own policy forbids scripts: the copy judged has none.
    static func judge(_ page: String, _ screen: Screen) throws -> Report {
        let source = try String(contentsOfFile: try #require(axe), encoding: .utf8)
        let policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/
        let script = """
            <script>\(source)</script><script>
            addEventListener('load', async () => {
              const width = document.documentElement.scrollWidth;
              const found = await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
                'wcag22aa', 'best-practice']});
              const faults = found.violations.flatMap(v => v.nodes.slice(0, 3).map(n =>
                v.id + ': ' + n.target.join(' ') + ': ' + (n.failureSummary || '')));
              const result = document.createElement('pre');
              result.id = 'socle-result';
              result.textContent = btoa(unescape(encodeURIComponent(
                JSON.stringify({faults, width}))));
              parent.document.body.append(result);
            });
            </script></body>
            """
        let judged = page.replacing(policy, with: "").replacing("</body>", with: script)
        // A window is never narrower than 500 points; a frame is as narrow as a phone.
        let frame = """
            <!DOCTYPE html><body><iframe style="border:0;width:\(screen.width)px;\
            height:\(screen.height)px" srcdoc="
            """
            + judged.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
            + "\"></iframe></body>"
        let scratch = Scratch.current
        try scratch.directory.write(
            Array(frame.utf8),
            atomicallyTo: try RelativePath("page.html"),
            permissions: 0o644
        )
        var arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--user-data-dir=\(scratch.path)/profile",
            "--window-size=1400,900", "--virtual-time-budget=20000",
            "--dump-dom",
        ]
        if screen.isDark { arguments.append("--blink-settings=preferredColorScheme=0") }
        let shown = try runTool(
            ["chromium"] + arguments + ["file://\(scratch.path)/page.html"],
            timeout: 120
        )
        let match = try #require(
            shown.outputText.firstMatch(of: /<pre id="socle-result">([^<]*)<\/pre>/),
            "the browser gave no result: \(shown.errorText.suffix(500))"
        )
        let json = try #require(Data(base64Encoded: String(match.1)))
        return try JSONDecoder().decode(Report.self, from: json)
    }
}
