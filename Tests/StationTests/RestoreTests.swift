import Platform
import TestSupport
import Testing

extension StationTests {
    /// The whole job: found, refused where it must be, restored, proven, undone.
    @Suite struct RestoringABrokenStation {
        private func findings(_ bench: StationBench, _ weight: String) throws -> [String] {
            try bench.expect(
                1,
                ["scan", "--root", "station", "--format", "json", "--output", "scan.json"]
            )
            return try bench.shell(
                "jq -r '.findings[] | select(.weight == \"\(weight)\") | .id' scan.json"
            ).sortedLines
        }

        @Test func findsExactlyWhatWasDone() throws {
            let bench = try StationBench()
            try bench.makeStation()
            try bench.expect(0, ["scan", "--root", "station"])
            try bench.shell("rm -r station")
            try bench.makeBrokenStation()
            #expect(
                try findings(bench, "ecart")
                    == [
                        "altere/base-files", "altere/coreutils", "altere/debconf",
                        "hors-socle/labo",
                    ]
            )
            #expect(try findings(bench, "information") == ["parametrage/bash"])
        }

        @Test func restoresExactlyAndUndoesExactly() throws {
            let bench = try StationBench()
            try bench.makeBrokenStation()
            try bench.shell("cp -a station broken")
            let id = try bench.plan("station")
            try bench.expect(0, ["restore", "--root", "station", "--approve", id])
            try bench.expect(0, ["scan", "--root", "station", "--deep"])
            #expect(try bench.differences(bench.roots.full, "broken") != "", "rsync is blind")
            let left = try bench.differences(bench.roots.full, "station")
            #expect(left == "")
            try bench.shell(
                """
                grep -q '^prof-svt:' station/etc/passwd
                grep -q '^prof-svt:' station/etc/shadow
                cmp broken/home/prof-svt/evaluation.txt station/home/prof-svt/evaluation.txt
                said() { chroot $1 dpkg --audit; chroot $1 dpkg --verify || true; }
                [ "$(said $ROOTS/full)" = "$(said station)" ]
                """
            )
            try bench.expect(0, ["status", "--root", "station"])
            try bench.undo("station")
            // Outside the classes, and the accounts to the byte.
            #expect(try bench.differences("broken", "station") == "")
            try bench.shell(
                "for f in passwd shadow group gshadow; do cmp broken/etc/$f station/etc/$f; done"
            )
            try bench.expect(1, ["scan", "--root", "station"])
            try bench.expect(0, ["journal", "verify", "--root", "station"])
            // The decision of the plan, taken again from the record alone.
            try bench.shell("\"$SOCLE\" journal export --root station --output record.jsonl")
            let again = try bench.expect(0, ["journal", "replay", "--record", "record.jsonl"])
            #expect(again.outputText.contains("reinstallation-fondee  A4-8"))
        }

        @Test func aPlanNeedsATicket() throws {
            let bench = try StationBench()
            try bench.makeBrokenStation()
            try bench.expect(6, ["plan", "--root", "station"] + StationBench.order)
            #expect(try bench.shell("ls plan.json 2>/dev/null || true") == "")
            let again = try bench.expect(0, ["journal", "replay", "--root", "station"])
            #expect(again.outputText.contains("attente-"))
        }

        @Test func anotherApprovalIsRefused() throws {
            let bench = try StationBench()
            try bench.makeBrokenStation()
            let id = try bench.plan("station")
            try bench.shell("cp -a station before")
            let wrong = String(id.reversed())
            try #require(wrong != id)
            for words in [["--approve", wrong], []] {
                try bench.expect(6, ["restore", "--root", "station"] + words)
            }
            try expectUntouched(bench)
        }

        @Test func aPlanForAnotherStationIsRefused() throws {
            let bench = try StationBench()
            try bench.makeBrokenStation()
            try bench.makeBrokenStation("other")
            let id = try bench.plan("other")
            try bench.shell("cp -a station before")
            let result = try bench.expect(6, ["restore", "--root", "station", "--approve", id])
            #expect(result.errorText.contains("another station"))
            try expectUntouched(bench)
        }

        @Test func aStationThatWouldLoseMoreIsPlannedAgain() throws {
            let bench = try StationBench()
            try bench.makeBrokenStation()
            let id = try bench.plan("station")
            try bench.shell("mkdir station/opt/autre; echo x >station/opt/autre/nouveau")
            try bench.shell("cp -a station before")
            let result = try bench.expect(6, ["restore", "--root", "station", "--approve", id])
            #expect(result.errorText.contains("opt/autre"), "\(result.errorText)")
            try expectUntouched(bench)
        }

        @Test func aStationThatWouldLoseLessGoesOn() throws {
            let bench = try StationBench()
            try bench.makeBrokenStation()
            let id = try bench.plan("station")
            try bench.shell("rm -r station/opt/labo")
            try bench.expect(0, ["restore", "--root", "station", "--approve", id])
            let left = try bench.differences(bench.roots.full, "station")
            #expect(left == "")
        }

        @Test func theAdministrativeZoneIsNotRead() throws {
            let bench = try StationBench()
            try bench.shell("cp -a $ROOTS/base station")
            try bench.expect(0, bench.enrolment("station"))
            try bench.shell(
                "sed -i 's/\"pedagogique\"/\"administrative\"/' station/etc/socle/socle.json"
            )
            // Nothing but the enrolment can be read: whoever looks further fails otherwise.
            try bench.shell(
                """
                rm -r station/var/lib/dpkg
                ln -s loop station/var/lib/dpkg
                cp -a station before
                """
            )
            let order = StationBench.ticket + StationBench.order
            for words in [
                ["scan"], ["scan", "--deep"], ["plan"] + order, ["inventory"],
                ["scan", "--baseline", SharedData.repository + "/Baselines/2026-2027"],
            ] {
                let result = try bench.expect(6, words + ["--root", "station"])
                #expect(result.output.isEmpty)
                #expect(result.errorText.contains("administrative zone"))
            }
            #expect(try bench.differences("before", "station", outsideClasses: false) == "")
        }

        private func expectUntouched(_ bench: StationBench) throws {
            let changed = try bench.differences(
                "before",
                "station",
                except: ["/var/lib/socle", "/.socle/lock", "/.socle/quarantine/", "/.socle/"],
                outsideClasses: false
            )
            // The work folder itself may be there; the root's own time tells of it.
            #expect(changed == "" || changed == ".d..t...... ./\n", "\(changed)")
            try bench.shell("[ -z \"$(find station/.socle -type f ! -name lock 2>/dev/null)\" ]")
        }
    }
}
