import Model
import Primitives
import Report
import Testing

@Suite struct ScanDocumentTests {
    private func findings() throws -> [Finding] {
        let states: [ItemState] = [
            .validatedComplement, .declared, .onTrial(until: try Day("2026-06-30")), .unlisted,
            .compliant, .missing, .outdated, .altered, .notApplicable,
        ]
        var findings = try states.map { state in
            var finding = try Samples.minetest()
            finding.subject = state.word
            finding.state = state
            return finding
        }
        findings[0].waiver = Finding.Waived(id: "D-1", until: try Day("2027-08-31"))
        findings[1].add(try Samples.plan().changes.map(\.path))
        findings[1].pathCount = 900
        return findings
    }

    private func document(_ scan: ScanResult) throws -> JSONValue {
        ScanDocument.json(
            scan,
            decision: try Samples.decision(),
            journal: JournalHead(digest: try Samples.digest(4), length: 12)
        )
    }

    @Test func readsBackTheScanItWrote() throws {
        let scan = try Samples.scan(
            findings: findings(),
            coverage: [SourceCoverage(source: .flatpak, state: .unreadable, detail: "line 3")]
        )
        let written = try document(scan)
        let kept = try ScanDocument.decode([UInt8](JSONWriter.pretty(written).utf8))
        #expect(kept.scan.findings == scan.findings)
        #expect(kept.scan.coverage == scan.coverage && kept.scan.reference == scan.reference)
        #expect(kept.decision == (try Samples.decision()))
        #expect(
            ScanDocument.json(kept.scan, decision: kept.decision, journal: kept.journal) == written
        )
    }

    @Test func readsBackAScanWithoutDecisionAndRecord() throws {
        var scan = try Samples.scan(.compliant, findings: [])
        scan.method = nil
        let written = ScanDocument.json(scan)
        let kept = try ScanDocument.decode([UInt8](JSONWriter.compact(written).utf8))
        #expect(kept.decision == nil && kept.journal == nil && kept.scan.method == nil)
        #expect(ScanDocument.json(kept.scan) == written)
    }

    @Test(arguments: [
        (#""format": 1"#, #""format": 9"#, ReportError.Code.unsupportedFormat, "$.format"),
        (#""document": "scan""#, #""document": "plan""#, .wrongDocument, "$.document"),
        (#""verdict": "ecarts""#, #""verdict": "parfait""#, .malformed, "$.verdict"),
        (#""id": "hors-socle"#, #""id": "manquant"#, .malformed, "$.findings[0].id"),
        (#""state": "déclaré""#, #""state": "toléré""#, .malformed, "$.findings[1].state"),
        (#""head": "04"#, #""head": "zz"#, .malformed, "$.journal.head"),
        (#""method": "approfondie""#, #""method": "douce""#, .malformed, "$.method"),
        (#""brought""#, #""apporte""#, .malformed, "$.findings[0].apporte"),
    ])
    func refusesAScanThatWasChanged(
        _ old: String,
        _ new: String,
        _ code: ReportError.Code,
        _ place: String
    ) throws {
        let text = JSONWriter.pretty(try document(Samples.scan(findings: findings())))
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != text)
        do {
            _ = try ScanDocument.decode([UInt8](changed.utf8))
            Issue.record("the scan was read")
        } catch {
            #expect(error.code == code)
            #expect(error.subject == place)
        }
    }
}
