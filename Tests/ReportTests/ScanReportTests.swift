import Model
import Primitives
import Report
import Testing

@Suite struct ScanReportTests {
    @Test func saysTheVerdictFirstInFrench() throws {
        let text = try ScanReport.text(Samples.scan(), language: .french)
        #expect(
            text.plainSpaces == """
                S121-PC04 présente 2 écarts avec le socle.
                socle système 2026.1, socle applicatif 2026-2027, révision 1 — référence non signée
                Contrôle du 12/03/2026 à 08 h 30 UTC : 612 paquets, 67 000 chemins, comparaison approfondie.

                Logiciels non référencés dans le socle (1)
                  minetest  5.6.1 + 41 dépendances, installé le 12/03/2026 par « apt install minetest »

                Logiciels du socle absents (1)
                  tuxmath  attendu : 2.0.3

                Pour savoir ce que la convention permet : socle plan
                Détail d’un écart : socle scan --explain hors-socle/minetest

                """
        )
    }

    @Test func saysTheSameInEnglish() throws {
        let text = try ScanReport.text(
            Samples.scan(isSigned: true),
            decision: Samples.decision(),
            language: .english
        )
        #expect(
            text == """
                S121-PC04 has 2 deviations from the socle.
                socle système 2026.1, socle applicatif 2026-2027, revision 1
                Scanned 2026-03-12 08:30 UTC: 612 packages, 67,000 paths, deep comparison.

                Software the socle does not list (1)
                  minetest  5.6.1 + 41 dependencies, installed 2026-03-12 by “apt install minetest”

                Software of the socle that is absent (1)
                  tuxmath  expected: 2.0.3

                Decision: Reinstalling from the socles is founded. Article 4 (A4-8).
                Next: Prepare the plan with “socle plan”, read it, then approve it.
                Detail of one finding: socle scan --explain hors-socle/minetest

                """
        )
    }

    @Test(arguments: Language.allCases)
    func labelsAnUnsignedReferenceInEveryOutput(_ language: Language) throws {
        let label = language.wording.phrase(.unsignedReference)
        let scan = try Samples.scan(.compliant, findings: [Samples.minetest()])
        #expect(ScanReport.text(scan, language: language).contains(label))
        #expect(SeparatedValues.findings(scan, language: language).contains(label))
        let explanation = try ScanReport.explanation(
            of: Samples.minetest(),
            isSigned: false,
            language: language
        )
        #expect(explanation.contains(label))
        #expect(ScanDocument.json(scan)["reference"]?["signed"] == .bool(false))
        let signed = try ScanReport.text(Samples.scan(isSigned: true), language: language)
        #expect(!signed.contains(label))
    }

    @Test func neverCallsWhatIsNotReadCompliant() throws {
        let unread = SourceCoverage(source: .flatpak, state: .unreadable, detail: "E/S")
        let text = try ScanReport.text(
            Samples.scan(.undetermined, findings: [], coverage: [unread]),
            language: .french
        )
        #expect(text.contains("n’a pas pu être jugé entièrement"))
        #expect(text.plainSpaces.contains("flatpak  illisible : E/S"))
    }

    @Test func explainsAFindingDownToFileAndField() throws {
        let text = try ScanReport.explanation(
            of: Samples.minetest(),
            isSigned: true,
            language: .english
        )
        #expect(text.hasPrefix("hors-socle/minetest\n"))
        #expect(text.contains("var/lib/dpkg/status  Package: minetest"))
        #expect(text.contains("Came along (41)\n  lib1, lib2"))
    }

    @Test func countsAsFrenchDoes() throws {
        let words = FrenchWording()
        #expect(words.paths(0).plainSpaces == "0 chemin")
        #expect(words.paths(1).plainSpaces == "1 chemin")
        #expect(words.paths(2).plainSpaces == "2 chemins")
        #expect(EnglishWording().paths(0) == "0 paths")
        #expect(EnglishWording().paths(1) == "1 path")
        let brought = words.cause(brought: 1, since: nil, command: nil, ofVersion: false)
        #expect(brought.plainSpaces == "+ 1 dépendance")
    }

    @Test(
        arguments: [
            (0, "0 octet", "0 bytes"), (1, "1 octet", "1 byte"), (999, "999 octets", "999 bytes"),
            (1_500_000, "1,5 Mo", "1.4 MiB"), (12_000_000_000, "12 Go", "11 GiB"),
            (UInt64.max, "18446744 To", "16777215 TiB"),
        ] as [(UInt64, String, String)]
    )
    func writesSizes(_ bytes: UInt64, _ french: String, _ english: String) {
        #expect(FrenchWording().size(bytes).plainSpaces == french)
        #expect(EnglishWording().size(bytes) == english)
    }

    @Test(arguments: Language.allCases)
    func hasEveryPhraseInBothLanguages(_ language: Language) {
        for phrase in FixedPhrase.allCases { #expect(!language.wording.phrase(phrase).isEmpty) }
        for code in FindingCode.allCases { #expect(!language.wording.meaning(of: code).isEmpty) }
    }

    @Test func setsFrenchWithNarrowSpacesAndLeavesNamesAlone() {
        #expect(FrenchWording().quoted("a : b") == "«\u{202F}a : b\u{202F}»")
        #expect(FrenchWording().labelled("Suite", "x") == "Suite\u{202F}: x")
    }

    /// Words the reports may not use of anybody (convention, Annexe II 2.4).
    @Test("B2_11: no text blames anybody", arguments: Language.allCases)
    func neverBlames(_ language: Language) {
        let words = language.wording
        var texts = FixedPhrase.allCases.map(words.phrase)
        texts += FindingCode.allCases.flatMap { [words.title(of: $0), words.meaning(of: $0)] }
        texts += Decision.Kind.allCases.flatMap { [words.decision($0), words.nextStep($0)] }
        let all = texts.joined(separator: "\n").lowercased()
        for word in ["faute", "pirat", "coupable", "illégal", "culprit", "illegal", "guilty"] {
            #expect(!all.contains(word))
        }
    }
}
