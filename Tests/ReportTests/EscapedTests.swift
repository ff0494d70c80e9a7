import Model
import Primitives
import Report
import Testing

@Suite struct EscapedTests {
    static let hostile = "a\u{1B}[31m\u{202E}b\u{07}\r\nc\u{2066}\u{9B}\u{200B}\u{FEFF}é"

    @Test func spellsOutWhatCanNotBeSeen() {
        #expect(
            Escaped.text(Self.hostile)
                == #"a\u{1b}[31m\u{202e}b\u{7}\u{d}\nc\u{2066}\u{9b}\u{200b}\u{feff}é"#
        )
        #expect(Escaped.text(#"a\nb"#) == #"a\\nb"#)
        #expect(Escaped.text("été 日本 🎲") == "été 日本 🎲")
    }

    @Test func spellsOutBytesThatAreNotText() throws {
        let path = try RelativePath(bytes: [0x61, 0xFF, 0x1B, 0xC3, 0xA9, 0xE2, 0x82])
        #expect(Escaped.path(path) == #"/a\xff\u{1b}é\xe2\x82"#)
        #expect(Escaped.path(.root) == "/")
    }

    @Test(arguments: Language.allCases)
    func noReportLetsAHostileNameThrough(_ language: Language) throws {
        let name = Self.hostile
        var finding = try Samples.minetest()
        finding.subject = name
        finding.found = name
        finding.expected = name
        finding.command = name
        finding.brought = [name]
        finding.evidence = [Evidence(file: name, field: name)]
        var scan = try Samples.scan(findings: [finding])
        scan.station.name = name
        scan.reference.systemEdition = name
        scan.coverage = [SourceCoverage(source: .dpkg, state: .unreadable, detail: name)]
        var plan = try Samples.plan()
        plan.station.name = name
        plan.losses.packages = [name]
        plan.losses.programs = [name]
        plan.steps = [name]
        plan.toReinstall = [name]
        let outcome = RestoreOutcome(
            result: .undone,
            stationName: name,
            quarantine: name,
            toReinstall: [name]
        )
        let texts = [
            ScanReport.text(scan, language: language),
            ScanReport.explanation(of: finding, isSigned: false, language: language),
            PlanReport.text(plan, file: name, language: language),
            RestoreReport.text(outcome, language: language),
            StatusReport.text([StatusEntry(.station, name)], language: language),
            SeparatedValues.findings(scan, language: language).replacing("\r\n", with: "\n"),
        ]
        for text in texts {
            let unseen = text.unicodeScalars.filter { scalar in
                let category = scalar.properties.generalCategory
                return scalar != "\n" && (category == .control || category == .format)
            }
            #expect(unseen.isEmpty, "\(text)")
        }
    }

    @Test func writesColoursOnlyWhenAsked() throws {
        let plain = try ScanReport.text(Samples.scan(), language: .french)
        let coloured = try ScanReport.text(
            Samples.scan(),
            language: .french,
            style: TextStyle(color: true, width: 80)
        )
        #expect(!plain.contains("\u{1B}"))
        #expect(coloured.contains("\u{1B}[31m"))
    }

    @Test func guardsSpreadsheetsAgainstFormulas() throws {
        let text = try SeparatedValues.inventory(Samples.inventory())
        #expect(text.contains("files;'=cmd()|x;"))
        #expect(text.contains("\"broken: x;y\""))
        for start in ["=", "+", "-", "@", " =", "|"] {
            var finding = try Samples.minetest()
            finding.subject = start + "1+1"
            let scan = try Samples.scan(findings: [finding])
            let table = SeparatedValues.findings(scan, language: .french)
            #expect(table.contains(";'\(start)1+1;"))
        }
    }
}
