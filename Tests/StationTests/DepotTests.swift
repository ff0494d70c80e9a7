import Depot
import Platform
import Primitives
import TestSupport
import Testing
import Trust

extension StationTests {
    /// Depots nobody may trust: exit 3, the file named, the station as it was.
    @Suite struct DepotsThatAreRefused {
        /// One fault: a script over `depot`, and what the message must name.
        struct Fault: Sendable, CustomTestStringConvertible {
            let name: String
            let script: String
            let names: String
            /// Whether only the archive's frames, which a plan does not read, are hit.
            var isInArchive = false

            var testDescription: String { name }
        }

        private static let metadata = [
            "timestamp.json", "3.snapshot.json", "1.targets.json", "2.systeme.json",
            "2.applicatif.json", "1.complements.json",
        ]
        private static let targets = [
            "systeme/*.base-2026.1.idx", "applicatif/*.applications-2026.1.idx",
            "systeme/*.base-2026.1.tar.zst", "applicatif/*.applications-2026.1.tar.zst",
            "systeme/*.socle-systeme.json", "applicatif/*.socle-applicatif-2026-2027.json",
        ]

        private static func faults(of file: String, named name: String) -> [Fault] {
            let path = "depot/" + file
            // The names are links to the good depot's files.
            let own = "f=$(echo \(path)); cp \"$f\" x; mv x \"$f\"; "
            return [
                Fault(name: "\(name) missing", script: "rm \(path)", names: name),
                Fault(
                    name: "\(name) cut short",
                    script: own + "truncate -s -9 \"$f\"",
                    names: name
                ),
                Fault(
                    name: "\(name) with one flipped byte",
                    script: own + """
                        at=$(($(stat -c %s "$f") * 3 / 5))
                        byte=$(od -An -tu1 -j $at -N 1 "$f" | tr -d ' ')
                        printf "\\\\x$(printf %x $((byte ^ 1)))" |
                            dd of="$f" bs=1 seek=$at conv=notrunc status=none
                        """,
                    names: name,
                    isInArchive: name.hasSuffix(".tar.zst")
                ),
            ]
        }

        static let faults: [Fault] =
            [
                Fault(name: "no depot", script: "rm -r depot", names: "depot"),
                Fault(
                    name: "an empty depot",
                    script: "rm -r depot; mkdir depot",
                    names: "timestamp.json"
                ),
                Fault(
                    name: "no targets at all",
                    script: "rm -r depot/targets",
                    names: "socle-systeme.json"
                ),
            ]
            + metadata.flatMap { faults(of: "metadata/" + $0, named: $0) }
            + metadata.prefix(1).map {
                Fault(
                    name: "\($0) unsigned",
                    script:
                        "cd depot/metadata; jq -c '.signatures = []' \($0) >x; mv x \($0)",
                    names: $0
                )
            }
            + targets.flatMap { file in
                faults(
                    of: "targets/" + file,
                    named: String(file.split(separator: ".", maxSplits: 1)[1])
                )
            }

        private static func order(root: String, depot: String) -> [String] {
            ["--root", root, "--depot", depot] + StationBench.ticket + [
                "--clause", "AV", "--fault", "essai", "--any-root",
                "--backups-acknowledged", "technicien,2026-11-20",
            ]
        }

        /// The id of a plan that fills an enrolled, empty station, kept beside the roots: every
        /// frame is needed, and whatever is written shows.
        private static let blank: Result<String, any Error> = Result {
            let bench = try StationBench()
            let station = bench.roots.folder + "/blank"
            try bench.shell("rm -rf $ROOTS/blank*; mkdir $ROOTS/blank")
            try bench.expect(0, bench.enrolment(station) + ["--any-root"])
            try bench.shell("cp -a $ROOTS/blank planned")
            try bench.expect(
                0,
                ["plan"] + order(root: "planned", depot: bench.roots.depot)
                    + ["--output", station + ".json"]
            )
            return try bench.shell("jq -r .id $ROOTS/blank.json").trimmed
        }

        @Test(arguments: faults)
        func leavesTheStationAsItWas(fault: Fault) throws {
            let bench = try StationBench()
            let blank = try Self.blank.get()
            let order = Self.order(root: "station", depot: bench.path("depot"))
            try bench.shell(
                """
                cp -al $ROOTS/depot . || cp -a $ROOTS/depot .
                cp -a $ROOTS/blank station
                cp -a $ROOTS/blank before
                \(fault.script)
                """
            )

            if !fault.isInArchive {
                let planned = try bench.expect(3, ["plan"] + order + ["--output", "other.json"])
                #expect(planned.errorText.contains(fault.names), "\(planned.errorText)")
                try bench.shell("[ ! -e other.json ]")
            }
            let restored = try bench.expect(
                3,
                [
                    "restore", "--root", "station", "--any-root", "--depot", bench.path("depot"),
                    "--plan", bench.roots.folder + "/blank.json", "--approve", blank, "--quiet",
                ]
            )
            #expect(restored.errorText.contains(fault.names), "\(restored.errorText)")
            let left = try bench.shell(
                """
                (cd station; find . -mindepth 1 ! -path './var/lib/socle*') | sort >after
                (cd before; find . -mindepth 1 ! -path './var/lib/socle*') | sort >first
                diff first after | grep '^[<>]' || true
                """
            )
            // The work folder may remain, with nothing of the depot in it.
            let allowed = ["> ./.socle", "> ./.socle/lock", "> ./.socle/quarantine"]
            #expect(left.sortedLines.filter { !allowed.contains($0) } == [])
        }

        @Test func anExpiredDepotIsRefused() throws {
            let bench = try StationBench()
            try bench.makeBrokenStation()
            try bench.shell("cp -a $ROOTS/depot depot; cp -a station before")
            let directory = try Scratch.current.directory.openDirectory(RelativePath("depot"))
            let key = try SigningKey.load(
                pem: try Directory.open(bench.roots.folder).read(
                    RelativePath("keys/exploitant.pem"),
                    limit: 1 << 16
                ),
                passphrase: nil
            )
            let past = SystemClock.now().secondsSince1970 - 120 * 86_400
            try DepotWriter.open(directory).refresh(
                operatorKey: key,
                now: Instant(secondsSince1970: past)
            )
            for words in [["scan"], ["plan"] + StationBench.ticket + StationBench.order] {
                let result = try bench.expect(
                    3,
                    words + ["--root", "station", "--depot", bench.path("depot")]
                )
                #expect(result.errorText.contains("timestamp.json"), "\(result.errorText)")
                #expect(result.errorText.contains("expired"), "\(result.errorText)")
            }
            #expect(
                try bench.differences(
                    "before",
                    "station",
                    except: ["/var/lib/socle"],
                    outsideClasses: false
                ) == ""
            )
        }

        @Test func theDepotOfOthersIsRefused() throws {
            let bench = try StationBench()
            try bench.makeStation()
            try bench.shell(
                """
                mkdir -m 700 keys
                for key in d1 d2 a1 a2 d a o; do $SOCLE trust keygen keys/$key >/dev/null; done
                $SOCLE depot init depot --root-key keys/d1 --root-key keys/d2 --root-key keys/a1 \
                    --root-key keys/a2 --department-key keys/d --academy-key keys/a \
                    --operator-key keys/o
                """
            )
            let result = try bench.expect(
                3,
                ["scan", "--root", "station", "--depot", bench.path("depot")]
            )
            #expect(result.errorText.contains("timestamp.json"), "\(result.errorText)")
        }

        @Test func aStationThatIsNotEnrolledTrustsNoDepot() throws {
            let bench = try StationBench()
            try bench.shell("cp -a $ROOTS/base station; cp -a station before")
            let depot = ["--root", "station", "--depot", bench.roots.depot]
            for words in [["scan"], ["plan"] + StationBench.ticket + StationBench.order] {
                let result = try bench.expect(3, words + depot)
                #expect(result.errorText.contains("not enrolled"))
            }
            #expect(try bench.differences("before", "station", outsideClasses: false) == "")
        }
    }
}
