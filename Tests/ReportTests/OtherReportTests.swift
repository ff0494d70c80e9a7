import Model
import Primitives
import Report
import Testing

@Suite struct OtherReportTests {
    @Test func listsAnInventoryBySource() throws {
        let text = try InventoryReport.text(Samples.inventory(), language: .french).plainSpaces
        #expect(
            text == """
                2 éléments relevés sur Debian GNU/Linux 12 (bookworm) (amd64).

                dpkg (1)
                  tuxmath  2.0.3-9, demandé, 12/03/2026

                files (1)
                  =cmd()|x  copié, x;y

                Ce qui a été lu
                  dpkg  lue : var/lib/dpkg/status
                  snap  non couverte

                """
        )
    }

    @Test func tellsATeacherWhatChangesInSeptember() throws {
        let identity = ComponentIdentity(source: .dpkg, name: "kig", version: .atLeast("4:21"))
        let kig = Component(
            id: "kig",
            name: "Kig",
            publisher: "KDE",
            licenceKind: .free,
            licence: "GPL",
            disciplines: ["mathématiques"],
            identities: [identity]
        )
        var newer = kig
        newer.identities = [
            ComponentIdentity(source: .dpkg, name: "kig", version: .atLeast("4:22"))
        ]
        var added = kig
        added.id = "step"
        added.name = "Step"
        let difference = BaselineDifference(
            from: SchoolYear(startingIn: 2025),
            to: SchoolYear(startingIn: 2026),
            added: [added],
            removed: [],
            changed: [BaselineDifference.Change(before: kig, after: newer)]
        )
        let text = BaselineDifferenceReport.text(difference, language: .french).plainSpaces
        #expect(
            text == """
                Ce qui change à la rentrée, de 2025-2026 à 2026-2027 : 1 ajout, 0 retrait, 1 modification.

                Ajouts
                  Step  mathématiques

                Modifications
                  Kig  version : dpkg ≥ 4:22

                """
        )
    }

    @Test func saysHowARestoreEnded() throws {
        let outcome = RestoreOutcome(
            result: .restored,
            stationName: "S1",
            written: 1200,
            steps: [RestoreOutcome.Step(id: "polices", succeeded: false)],
            isProven: true,
            verdict: .compliant,
            journal: JournalHead(digest: try Samples.digest(4), length: 12)
        )
        let text = RestoreReport.text(outcome, language: .french).plainSpaces
        let head = String(repeating: "04", count: 32)
        #expect(
            text == """
                S1 est revenu aux socles.
                Vérifié par une relecture complète de ce qui a été écrit.
                S1 est conforme au socle.

                Écrit    1 200 chemins
                Étape    polices, échec
                Journal  \(head) (12)

                """
        )
    }

    @Test(arguments: [
        (
            Language.french,
            "Un redémarrage est conseillé : la version d’avant sert encore (noyau et bibliothèque C)."
        ),
        (
            .english,
            "A reboot is advised: what runs now is still the former version of the kernel and the C library."
        ),
    ])
    func advisesARebootAndSaysWhy(_ language: Language, _ sentence: String) {
        let outcome = RestoreOutcome(result: .restored, rebootReasons: [.kernel, .libc])
        #expect(RestoreReport.text(outcome, language: language).plainSpaces.contains(sentence))
    }

    @Test func advisesNoRebootWithoutAReason() {
        let text = RestoreReport.text(RestoreOutcome(result: .restored), language: .english)
        #expect(!text.contains("reboot"))
    }

    @Test func alignsTheStatus() {
        let text = StatusReport.text(
            [StatusEntry(.zone, "x"), StatusEntry(.pendingRecovery, "non")],
            language: .french
        )
        #expect(text == "Zone                x\nReprise nécessaire  non\n")
    }
}
