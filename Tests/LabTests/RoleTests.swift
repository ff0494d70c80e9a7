import Platform
import TestSupport
import Testing

/// Real stations behind real sshd, one test at a time.
@Suite(
    .serialized,
    .scratch,
    .tags(.large),
    .enabled(if: Privilege.isRoot, "needs root: owners, devices, chroot"),
    .enabled(if: Privilege.mayMount, "needs mount namespaces, which this machine refuses"),
    .enabled(if: Tool.exists("debootstrap"), "needs debootstrap"),
    .enabled(if: Tool.exists("ansible-playbook"), "needs ansible-core"),
    .enabled(if: Tool.exists("rsync"), "needs rsync, the judge"),
    .enabled(if: Tool.exists("jq"), "needs jq")
)
struct RoomTests {}

extension RoomTests {
    /// The role by itself, run by plain `ansible-playbook`.
    @Suite struct Role {
        @Test func plainAnsibleInstallsScansPlansRestoresAndUndoesThreeStations() throws {
            let said = try Bed().run(
                stations: 3,
                #"""
                play install.yml
                echo "second install: $(play install.yml | grep -c 'changed=0 .*failed=0')"
                for name in $(bed names); do damage "$name"; done
                play scan.yml
                for name in $(bed names); do
                    jq -r '.findings[] | select(.weight == "ecart") | .id' \
                        "$BED/results/$name/scan.json" | sort | paste -sd' '
                done
                play plan.yml
                ids=$(for name in $(bed names); do
                    echo "$name=$(jq -r .id "$BED/results/$name/plan.json")"
                done)
                inventory $ids
                for name in $(bed names); do cp -a "$BED/$name/opt" "$BED/$name.opt"; done
                play restore.yml --check
                for name in $(bed names); do diff -r "$BED/$name.opt" "$BED/$name/opt"; done
                [ -n "$(proof S121-PC01)" ] && echo 'rsync sees'
                play restore.yml
                for name in $(bed names); do echo "proof $name:$(proof "$name")"; done
                inventory
                ids=$(ANSIBLE_STDOUT_CALLBACK=socle_events play undo.yml |
                    jq -r 'select(.document) | "\(.station)=\(.document.id)"')
                inventory $ids
                play undo.yml
                for name in $(bed names); do diff -r "$BED/$name.opt" "$BED/$name/opt"; done
                """#
            )
            let lines = said.split(separator: "\n").map(String.init)
            #expect(lines.contains("second install: 3"))
            for number in 1...3 {
                #expect(
                    lines.contains(
                        "altere/coreutils altere/debconf hors-socle/S121-PC0\(number)"
                    ),
                    "\(said)"
                )
                #expect(lines.contains("proof S121-PC0\(number):"), "\(said)")
            }
            #expect(lines.contains("rsync sees"))
        }

        @Test func aStationUnderAnotherIdentityIsLeftAlone() throws {
            let said = try Bed().run(
                stations: 2,
                #"""
                play install.yml
                echo s121-pc09 >"$BED/S121-PC02/etc/hostname"
                ANSIBLE_STDOUT_CALLBACK=socle_events play scan.yml >"$BED/events" && exit 9 || true
                jq -c 'select(.result == "failed") | [.station, .phase]' "$BED/events"
                ls "$BED/results"
                """#
            )
            #expect(said.contains(#"["S121-PC02","identite"]"#))
            #expect(said.hasSuffix("\nS121-PC01\n"))
        }

        @Test(.enabled(if: Tool.exists("ansible-lint"), "needs ansible-lint, which PyPI has"))
        func ansibleLintHasNothingToSay() throws {
            let result = try runTool(
                ["ansible-lint", "--offline", "--nocolor", "--profile", "production", "."],
                in: try Directory.open(SharedData.repository + "/Scripts/ansible"),
                timeout: 180
            )
            #expect(result.succeeded, "\(result.outputText)\(result.errorText)")
        }
    }
}
