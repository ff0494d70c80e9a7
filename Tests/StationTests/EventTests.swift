import Platform
import TestSupport
import Testing

extension StationTests {
    /// What `--events` writes while a station is restored.
    @Suite struct Events {
        /// A change below /usr/lib calls for a step.
        private func brokenStation() throws -> StationBench {
            let bench = try StationBench()
            try bench.makeBrokenStation()
            try bench.shell("echo '# bricolage' >>station/usr/lib/os-release")
            return bench
        }

        @Test func aRestoreTellsItsPhasesInOrderAndHowItEnded() throws {
            let bench = try brokenStation()
            let id = try bench.plan("station")
            try bench.expect(
                0,
                ["restore", "--root", "station", "--approve", id, "--events", "events.ndjson"]
            )
            #expect(
                try bench.shell("jq -r 'select(.event == \"phase\").phase' events.ndjson")
                    == "comparaison\npreparation\necriture\netapes\npreuve\n"
            )
            #expect(try bench.shell("head -n 1 events.ndjson | jq -r .command") == "restore\n")
            #expect(try bench.shell("tail -n 1 events.ndjson | jq -r .exit") == "0\n")
            let schema = SharedData.repository + "/Baselines/schema/event.schema.json"
            let faults = try bench.shell(
                """
                python3 - \(schema) events.ndjson <<'PYTHON'
                import json, sys
                from jsonschema import Draft202012Validator as V
                schema = V(json.load(open(sys.argv[1])))
                for line in open(sys.argv[2]):
                    for error in schema.iter_errors(json.loads(line)):
                        print(error.json_path, error.message, line)
                PYTHON
                """
            )
            #expect(faults == "")
        }

        @Test func aRefusedRestoreSaysSoInItsLastLine() throws {
            let bench = try brokenStation()
            let id = try bench.plan("station")
            try bench.expect(
                6,
                [
                    "restore", "--root", "station", "--approve", String(id.reversed()),
                    "--events", "events.ndjson",
                ]
            )
            #expect(try bench.shell("tail -n 1 events.ndjson | jq -r .exit") == "6\n")
        }

        @Test func theRecordHoldsWhatStepsSaid() throws {
            let bench = try brokenStation()
            let id = try bench.plan("station")
            try bench.expect(0, ["restore", "--root", "station", "--approve", id])
            let steps = try bench.shell(
                """
                cat station/var/lib/socle/journal/* | grep -ao '"etape":"[a-z-]*"' | sort -u
                """
            )
            #expect(steps.contains("\"bibliotheques\""))
        }
    }
}
