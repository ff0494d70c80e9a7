import TestSupport
import Testing

extension RoomTests {
    /// `socle lab` on a room of real stations.
    @Suite struct Orders {
        @Test func anOrderReachesARoomAndAResumeDoesWhatIsLeft() throws {
            let said = try Bed().run(
                stations: 4,
                #"""
                enrol
                lab 0 scan --station S121-PC01
                for name in $(bed names); do damage "$name"; done
                lab 1 scan
                lab 1 compare
                grep -q '4/4  altere/coreutils' "$BED/said"
                grep -q '1/4  hors-socle/S121-PC03' "$BED/said"

                lab 0 plan "${order[@]}"
                id=$(approval)
                before=$(contacts)
                lab 6 restore
                lab 6 restore --approve "$(echo "$id" | rev)"
                cp "$BED/roster.json" "$BED/whole.json"
                jq 'del(.salles[0].postes[1])' "$BED/whole.json" >"$BED/roster.json"
                lab 6 restore --approve "$id"
                jq '.salles[0].postes[1].adresse = "10.77.0.99"' "$BED/whole.json" >"$BED/roster.json"
                lab 6 restore --approve "$id"
                cp "$BED/whole.json" "$BED/roster.json"
                refuses() {
                    echo "$policy" | jq "$1" >"$BED/salles.json"
                    lab 6 restore --approve "$id"
                }
                refuses '.postes = 3'
                refuses '.retraits = 2'
                refuses '.etablissements = []'
                printf '%s\n' BEGIN:VCALENDAR BEGIN:VEVENT "DTSTART:$(date -u +%Y%m%d)T000000Z" \
                    DURATION:P2D SUMMARY:Brevet END:VEVENT END:VCALENDAR >"$BED/cours.ics"
                refuses '.calendrier = "cours.ics"'
                grep -q Brevet "$BED/complained"
                echo "$policy" >"$BED/salles.json"
                [ "$(contacts)" = "$before" ] && echo 'refused before any contact'

                bed stop S121-PC03
                key=$BED/S121-PC04/etc/ssh/ssh_host_ed25519_key
                mkdir "$BED/kept"
                mv "$key" "$key.pub" "$BED/kept/"
                ssh-keygen -q -t ed25519 -N '' -f "$key"
                bed stop S121-PC04
                bed start S121-PC04
                bed wait
                lab 3 restore --approve "$id"
                lab 3 status --format json
                jq -r '.postes[] | [.nom, .etat, .cause // "-"] | join(" ")' "$BED/said"

                bed stop S121-PC04
                mv "$BED"/kept/* "$(dirname "$key")/"
                bed start S121-PC03
                bed start S121-PC04
                bed wait
                done=$(cat "$BED"/S121-PC0[12].log | grep -c Accepted)
                lab 0 resume
                [ "$(cat "$BED"/S121-PC0[12].log | grep -c Accepted)" = "$done" ] &&
                    echo 'only what was left'
                for name in $(bed names); do echo "proof $name:$(proof "$name")"; done

                lab 0 undo --station S121-PC01 --station S121-PC04
                lab 0 undo --approve "$(approval)"
                ls -d "$BED"/S121-PC0?/opt/S121-PC0? | xargs -n 1 basename | paste -sd' '
                """#
            )
            let lines = said.split(separator: "\n").map(String.init)
            #expect(lines.contains("refused before any contact"), "\(said)")
            #expect(
                lines.filter { $0.hasPrefix("S121-PC") } == [
                    "S121-PC01 fait -", "S121-PC02 fait -", "S121-PC03 echec injoignable",
                    "S121-PC04 echec cle-changee", "S121-PC01 S121-PC04",
                ],
                "\(said)"
            )
            #expect(lines.contains("only what was left"), "\(said)")
            for number in 1...4 {
                #expect(lines.contains("proof S121-PC0\(number):"), "\(said)")
            }
        }

        @Test func aControllerThatStopsOrDiesLeavesAnOrderThatGoesOn() throws {
            let said = try Bed().run(
                stations: 2,
                #"""
                enrol
                for signal in INT KILL; do
                    for name in $(bed names); do damage "$name"; done
                    lab 0 plan "${order[@]}"
                    id=$(approval)
                    rm "$BED"/*/var/lib/socle/lab/events.ndjson
                    "$SOCLE" lab restore S121 --roster "$BED/roster.json" --policy "$BED/salles.json" \
                        --playbooks "$REPOSITORY/Scripts/ansible" --approve "$id" >"$BED/cut" 2>&1 &
                    controller=$!
                    at_work S121-PC01
                    kill "-$signal" "$controller"
                    status=0
                    wait "$controller" || status=$?
                    echo "$signal $status"
                    lab 3 status
                    lab 0 resume
                    for name in $(bed names); do echo "proof $name:$(proof "$name")"; done
                done
                pgrep -a ansible-playbook || echo 'no play is left'
                """#
            )
            let lines = said.split(separator: "\n").map(String.init)
            #expect(lines.contains("INT 130"), "\(said)")
            #expect(lines.contains("KILL 137"), "\(said)")
            for number in 1...2 {
                #expect(lines.count { $0 == "proof S121-PC0\(number):" } == 2, "\(said)")
            }
            #expect(lines.contains("no play is left"), "\(said)")
        }
    }
}
