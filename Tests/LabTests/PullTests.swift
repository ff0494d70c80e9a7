import Platform
import Primitives
import TestSupport
import Testing

/// What stations do by themselves: the units, and how a result gets to a static store.
@Suite(.scratch) struct PullTests {
    /// A store behind nginx as Scripts/nginx configures it, a station's result, and `send`.
    private func run(_ script: String) throws -> String {
        let result = try runTool(
            [
                "bash", "-euo", "pipefail", "-c",
                #"""
                mkdir store spool configuration state
                id=0123456789abcdef0123456789abcdef
                echo "{\"poste\": \"$id\"}" >configuration/socle.json
                send() { SOCLE_SPOOL=$PWD/spool SOCLE_CONFIGURATION=$PWD/configuration \
                    "$REPOSITORY/Scripts/pull/send-result"; }
                nginx=$(command -v nginx || echo /usr/sbin/nginx)
                trap 'kill "$server" 2>/dev/null || true' EXIT
                for port in $(shuf -i 20000-60000 -n 20); do
                    {
                        echo "daemon off; pid $PWD/state/pid; error_log $PWD/state/log;"
                        [ "$(id -u)" != 0 ] || echo "user root;"
                        echo "events {} http { access_log off;"
                        for kind in client_body proxy fastcgi uwsgi scgi; do
                            echo "${kind}_temp_path $PWD/state/$kind;"
                        done
                        sed "s|/srv/socle/results|$PWD/store|; s|listen 80|listen 127.0.0.1:$port|" \
                            "$REPOSITORY/Scripts/nginx/results.conf"
                        echo "}"
                    } >state/nginx.conf
                    "$nginx" -e "$PWD/state/log" -c "$PWD/state/nginx.conf" &
                    server=$!
                    for _ in $(seq 50); do
                        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break 2
                        kill -0 "$server" 2>/dev/null || break
                        sleep 0.1
                    done
                done
                store=http://127.0.0.1:$port
                echo "$store/" >configuration/store

                """# + script,
            ],
            in: Scratch.current.directory,
            environment: ["REPOSITORY": SharedData.repository]
        )
        try result.requireSuccess("script: \(result.outputText)\(result.errorText)")
        return result.outputText
    }

    @Test(.enabled(if: Tool.exists("curl"), "needs curl"))
    func aResultReachesTheStoreUnderTheStationsPseudonymAndLeavesTheSpool() throws {
        let said = try run(
            """
            echo '{"verdict": "conforme"}' >spool/result.json
            send
            cat store/$id.json
            ls spool
            send
            """
        )
        #expect(said == "{\"verdict\": \"conforme\"}\n")
    }

    @Test(.enabled(if: Tool.exists("curl"), "needs curl"))
    func theStoreTakesResultsAndGivesNothing() throws {
        let said = try run(
            """
            echo x >spool/result.json
            send
            code() { curl -s -o state/body -w '%{http_code} ' "$@"; }
            code "$store/$id.json"
            code "$store/"
            code -T state/nginx.conf "$store/index.html"
            code -X DELETE "$store/$id.json"
            ls store
            """
        )
        #expect(said == "403 404 404 403 0123456789abcdef0123456789abcdef.json\n")
    }

    @Test(.enabled(if: Tool.exists("curl"), "needs curl"))
    func aResultThatCanNotBeSentStaysInTheSpool() throws {
        let said = try run(
            """
            echo x >spool/result.json
            echo "$store/no/such/place" >configuration/store
            send 2>state/error && exit 9 || true
            ls spool
            """
        )
        #expect(said == "result.json\n")
    }

    @Test(.enabled(if: Tool.exists("systemd-analyze"), "needs systemd-analyze"))
    func systemdHasNothingToSayAboutTheUnits() throws {
        let result = try runTool(
            [
                "bash", "-euo", "pipefail", "-c",
                """
                for unit in service timer; do
                    sed 's|/usr/lib/socle/send-result|/bin/true|; s|/usr/bin/socle|/bin/true|' \
                        "$REPOSITORY/Scripts/pull/socle-scan.$unit" >"socle-scan.$unit"
                done
                systemd-analyze --man=no verify "$PWD/socle-scan.service" "$PWD/socle-scan.timer" 2>&1
                """,
            ],
            in: Scratch.current.directory,
            environment: ["REPOSITORY": SharedData.repository]
        )
        #expect(result.succeeded && result.output.isEmpty, "\(result.outputText)")
    }
}
