import Platform
import TestSupport
import Testing

/// A room of real stations, each a Debian root with its own sshd in a network of its own.
struct Bed: Sendable {
    /// The program under test.
    let socle: String
    /// The real roots and the depot, kept in `.build`.
    let roots = SharedData.repository + "/.build/lab-root"

    init() throws {
        let parts = try Host.executable().split(separator: "/").dropLast()
        socle = "/" + parts.joined(separator: "/") + "/socle"
    }

    /// Runs a script beside `stations` stations in the test's folder and gives what it wrote.
    ///
    /// It finds `$BED`, `$ROOTS`, `$SOCLE`, `bed`, and the words of ``library``.
    @discardableResult
    func run(stations: Int, _ script: String, timeout: Int = 1800) throws -> String {
        let result = try runTool(
            [
                SharedData.repository + "/Scripts/lab-bed", socle, roots,
                Scratch.current.path + "/bed", "\(stations)",
                "bash", "-euo", "pipefail", "-c", Self.library + script,
            ],
            environment: [
                "REPOSITORY": SharedData.repository, "SOCLE_LANG": "en",
                // Debian's Ansible, whatever else a virtual environment holds.
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            ],
            timeout: timeout
        )
        try result.requireSuccess("Scripts/lab-bed: \(result.outputText)\(result.errorText)")
        return result.outputText
    }

    /// Words every script knows.
    static let library = #"""
        cd "$REPOSITORY/Scripts/ansible"
        play() { ansible-playbook -i "$BED/inventory.json" "$@"; }
        # damage STATION: breaks it as a school does, a little differently each.
        damage() {
            local root=$BED/$1
            echo '# bricolage' >>"$root/usr/share/perl5/Debconf/Log.pm"
            rm "$root/usr/bin/tac"
            mkdir -p "$root/opt/$1/bin"
            cp "$root/usr/bin/find" "$root/opt/$1/bin/labo"
        }
        # proof STATION: what rsync finds different from the reference, by content.
        proof() {
            [ -s "$BED/classes" ] || (cd "$REPOSITORY" && "$SOCLE" baseline show Baselines/2026-2027 \
                --format csv) | awk -F, '$1 == "chemin" && $3 != "exact" { print $2 }' >"$BED/classes"
            rsync -naHAXci --numeric-ids --modify-window=-1 --delete --exclude-from="$BED/classes" \
                "$ROOTS/full/" "$BED/$1/"
        }
        # inventory [STATION=ID...]: the room as plain Ansible knows it, with approvals.
        inventory() {
            python3 - "$@" <<'PYTHON' >"$BED/inventory.json"
        import json, os, sys
        bed, roots = os.environ["BED"], os.environ["ROOTS"]
        room = json.load(open(bed + "/roster.json"))["salles"][0]
        approved = dict(word.split("=") for word in sys.argv[1:])
        hosts = {s["nom"]: {"ansible_host": s["adresse"],
                            "socle_approval": approved.get(s["nom"], "")} for s in room["postes"]}
        print(json.dumps({"all": {"hosts": hosts, "vars": {
            "ansible_user": "root", "ansible_ssh_private_key_file": bed + "/key",
            "ansible_ssh_common_args": f"-o UserKnownHostsFile={bed}/known_hosts",
            "socle_school": "0829001N", "socle_room": room["salle"], "socle_depot": "/srv/depot",
            "socle_root_metadata": roots + "/depot/metadata/1.root.json",
            "socle_fingerprints": open(roots + "/fingerprints").read().strip(),
            "socle_results": bed + "/results", "socle_ticket": "2026-1147", "socle_clause": "A4",
            "socle_fault": "le poste se fige", "socle_backups": "gestionnaire réseau,2026-11-20",
        }}}))
        PYTHON
        }
        inventory
        # The room as socle lab knows it.
        policy='{"format": 1, "document": "salles", "etablissements": ["0829001N"], "etat": "etat",
            "cle": "key", "cles-des-postes": "known_hosts", "delai": 240, "echecs": 2, "vague": 8}'
        echo "$policy" >"$BED/salles.json"
        # lab STATUS WORDS...: socle lab, which must end with that status; what it said is in $BED/said.
        lab() {
            local status=$1 verb=$2 got=0
            shift 2
            "$SOCLE" lab "$verb" S121 --roster "$BED/roster.json" --policy "$BED/salles.json" \
                --playbooks "$REPOSITORY/Scripts/ansible" "$@" >"$BED/said" 2>"$BED/complained" || got=$?
            [ "$got" = "$status" ] && return
            echo "lab $verb $* ended with $got instead of $status"
            cat "$BED/said" "$BED/complained"
            exit 1
        }
        # approval: the id the last plan or preview showed.
        approval() { sed -n 's/.*--approve //p' "$BED/said"; }
        order=(--ticket 2026-1147 --clause A4 --fault 'le poste se fige'
            --backups-acknowledged 'gestionnaire réseau,2026-11-20')
        # enrol [DEPOT]
        enrol() {
            for name in $(bed names); do
                "$SOCLE" enrol --root "$BED/$name" --zone pedagogique --room S121 \
                    --depot "${1:-/srv/depot}" \
                    --root-metadata "$ROOTS/depot/metadata/1.root.json" --school 0829001N \
                    --fingerprint "$(cat "$ROOTS/fingerprints")" >"$BED/enrolled"
            done
        }
        # serve: the depot behind nginx as a school's mirror, at http://10.77.0.1/.
        serve() {
            {
                echo "user root; worker_processes 1; daemon off; pid $BED/nginx.pid;"
                echo "error_log $BED/nginx.err; events {} http { access_log $BED/access.log;"
                for kind in client_body proxy fastcgi uwsgi scgi; do
                    echo "${kind}_temp_path $BED/nginx-$kind;"
                done
                sed "s|/srv/socle/depot|$ROOTS/depot|" "$REPOSITORY/Scripts/nginx/mirror.conf"
                echo "}"
            } >"$BED/nginx.conf"
            nginx -e "$BED/nginx.err" -c "$BED/nginx.conf" &
            until (: <"/dev/tcp/10.77.0.1/80") 2>/dev/null; do sleep 0.1; done
        }
        contacts() { cat "$BED"/S121-PC??.log | grep -c Accepted || true; }
        # at_work STATION: waits until a restore is going on there.
        at_work() {
            for _ in $(seq 600); do
                grep -qs '"comparaison"' "$BED/$1/var/lib/socle/lab/events.ndjson" &&
                    tail -n 1 "$BED/$1/var/lib/socle/lab/events.ndjson" | grep -qv '"end"' && return
                sleep 0.05
            done
            echo "no restore begins on $1" && exit 1
        }

        """#
}
