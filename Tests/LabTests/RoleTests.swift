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

        @Test(
            .enabled(if: Tool.exists("udp-sender"), "needs udpcast"),
            .enabled(if: Tool.exists("nginx"), "needs nginx")
        )
        func oneMulticastFillsTheCachesAndARestoreNeedsNoFrameOfTheMirror() throws {
            let said = try Bed().run(
                stations: 2,
                #"""
                serve
                enrol http://10.77.0.1/
                for name in $(bed names); do
                    cp /usr/bin/udp-receiver "$BED/$name/usr/bin/"
                    damage "$name"
                done
                # An archive damaged in one byte lacks one frame; what is no layer is refused.
                mkdir "$BED/sent"
                cp "$ROOTS"/depot/targets/*/*.tar.zst "$BED/sent/"
                first=$(ls -S "$BED"/sent/* | head -n 1)
                damaged=$BED/S121-PC01/srv/damaged
                cp "$first" "$damaged"
                size=$(stat -c %s "$damaged")
                dd if=/dev/urandom of="$damaged" bs=1 count=8 seek=$((size / 2)) conv=notrunc \
                    status=none
                receive() {
                    ssh -i "$BED/key" -o UserKnownHostsFile="$BED/known_hosts" root@10.77.0.11 \
                        SOCLE_LANG=en socle depot receive "$@" 2>&1 || echo "ended with $?"
                }
                receive /srv/damaged
                receive /etc/hostname | tail -n 1
                echo "{\"socle_archives\": [$(printf '"%s"\n' "$BED"/sent/* | paste -sd,)],
                    \"socle_sender_interface\": \"bed0\"}" >"$BED/sent.json"
                bytes() { ip -s -j link show bed0 | jq '.[0].stats64.tx.bytes'; }
                before=$(bytes)
                play multicast.yml -e "@$BED/sent.json"
                all=$(cat "$BED"/sent/* | wc -c)
                echo "sent once: $((($(bytes) - before) * 10 / all < 15))"
                ls "$BED"/S121-PC0?/var/lib/socle/lab/archive 2>/dev/null || echo 'nothing is left'
                : >"$BED/access.log"
                play plan.yml
                inventory $(for name in $(bed names); do
                    echo "$name=$(jq -r .id "$BED/results/$name/plan.json")"
                done)
                play restore.yml
                for name in $(bed names); do echo "proof $name:$(proof "$name")"; done
                echo "frames: $(grep -c 'tar.zst.* 206 ' "$BED/access.log")"
                """#
            )
            let lines = said.split(separator: "\n").map(String.init)
            #expect(lines.contains { $0.hasSuffix("; to be taken from the depot: 1") }, "\(said)")
            #expect(lines.contains("ended with 3"), "\(said)")
            #expect(lines.contains("sent once: 1") && lines.contains("nothing is left"), "\(said)")
            for number in 1...2 {
                #expect(lines.contains("proof S121-PC0\(number):"), "\(said)")
            }
            #expect(lines.contains("frames: 0"), "\(said)")
        }

        @Test(.enabled(if: Tool.exists("wakeonlan"), "needs wakeonlan"))
        func anOrderWakesRestartsAndShutsDown() throws {
            let said = try Bed().run(
                stations: 1,
                #"""
                enrol
                station=$BED/S121-PC01
                jq '.salles[0].postes[0].mac = "02:00:00:00:00:07"' "$BED/roster.json" >"$BED/macs.json"
                mv "$BED/macs.json" "$BED/roster.json"
                echo "$policy" | jq '.diffusion = "10.77.0.255"' >"$BED/salles.json"
                damage S121-PC01
                mkdir -p "$station/usr/lib/firmware"
                echo essai >"$station/usr/lib/firmware/carte.bin"
                lab 0 plan "${order[@]}"
                id=$(approval)

                # The packet that wakes finds the cable of a station that is off.
                bed stop S121-PC01
                ip netns exec S121-PC01 timeout 1500 python3 -c '
                import socket
                line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                line.bind(("", 9))
                print("listening", flush=True)
                packet = line.recv(1000)
                print("woken", packet == b"\xff" * 6 + bytes.fromhex("020000000007") * 16, flush=True)
                ' >"$BED/woken" &
                until grep -qs listening "$BED/woken"; do sleep 0.1; done
                # Whoever was woken, or went off to start again, comes up.
                { until grep -q woken "$BED/woken"; do sleep 0.1; done
                  bed start S121-PC01
                  until grep -q 'signal 15; terminating' "$BED/S121-PC01.log"; do sleep 0.1; done
                  bed start S121-PC01; } &
                lab 0 restore --approve "$id" --wake --reboot --shutdown
                tail -n 1 "$BED/woken"
                cut -d' ' -f1,2 "$station/srv/switch"
                echo "proof:$(proof S121-PC01)"
                """#
            )
            let lines = said.split(separator: "\n").map(String.init)
            #expect(
                lines.suffix(4) == ["woken True", "-r 0", "--poweroff +1", "proof:"],
                "\(said)"
            )
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
