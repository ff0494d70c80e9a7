import Model
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

extension StationTests {
    /// The whole job with the depot behind a real nginx.
    @Suite(
        .enabled(if: Tool.exists("nginx"), "needs nginx"),
        .enabled(if: Tool.exists("curl"), "needs curl")
    )
    struct ServedDepots {
        /// The bytes of all frames that hold an account file: what planning reads of the archives.
        private func bytesOfAccounts(_ bench: StationBench) throws -> Int {
            let layers = try Directory.open(bench.roots.folder + "/layers")
            var bytes = 0
            for entry in try layers.entries() where entry.name.suffix(4) == Array(".idx".utf8) {
                let path = RelativePath(uncheckedBytes: entry.name)
                let index = try LayerIndex.decode(
                    layers.read(path, limit: 64 << 20),
                    expecting: nil
                )
                var runs: Set<FrameRun> = []
                for name in ["passwd", "shadow", "group", "gshadow", "subuid", "subgid"] {
                    guard let entry = index.entry(at: try RelativePath("etc/\(name)")),
                        case .file(_, _, let frame, _) = entry.content,
                        let run = index.run(of: frame)
                    else { continue }
                    runs.insert(run)
                }
                bytes += runs.flatMap(\.frames).reduce(0) { $0 + index.frames[$1].compressedLength }
            }
            return bytes
        }

        private func left(_ bench: StationBench) throws -> String {
            try bench.differences(bench.roots.full, "station")
        }

        @Test func aStationIsEnrolledPlannedAndRestoredByAddress() throws {
            let bench = try StationBench()
            let server = try WebServer.nginx(serving: bench.roots.depot)
            try bench.makeBrokenStation(depot: server.address)
            try bench.expect(1, ["scan", "--root", "station"])
            let first = try server.bytesSent()
            let id = try bench.plan("station")
            // Documents and indexes are kept: the frames that hold the accounts are read, once, and
            // the timestamp and the lengths of files are asked for anew.
            let accounts = try bytesOfAccounts(bench)
            #expect(accounts > 0)
            #expect(try server.bytesSent() - first < accounts + (64 << 10))
            try bench.expect(0, ["restore", "--root", "station", "--approve", id])
            let left = try left(bench)
            #expect(left == "")
            try bench.expect(0, ["scan", "--root", "station", "--deep"])
            let frames = try server.requests().filter { $0[1] == "206" }
            #expect(!frames.isEmpty)
            // What is not wanted of the archives is not fetched.
            let archives = try bench.shell("cat $ROOTS/depot/targets/*/*.tar.zst | wc -c").trimmed
            #expect(try server.bytesSent() < (try #require(Int(archives))) / 2)
            try bench.expect(0, ["depot", "check", server.address])
        }

        @Test func aStationIsRestoredWithTheLineDown() throws {
            let bench = try StationBench()
            let server = try WebServer.nginx(serving: bench.roots.depot)
            try bench.makeBrokenStation(depot: server.address)
            try bench.expect(
                0,
                ["plan", "--root", "station", "--fetch", "--output", "plan.json"]
                    + StationBench.ticket + StationBench.order
            )
            let id = try bench.shell("jq -r .id plan.json").trimmed
            _ = consume server
            let restored = try bench.expect(
                0,
                ["restore", "--root", "station", "--approve", id]
            )
            #expect(restored.errorText.contains("is out of reach"))
            let left = try left(bench)
            #expect(left == "")
        }

        @Test func withTheLineDownAndNothingKeptTheStationStaysAsItWas() throws {
            let bench = try StationBench()
            let server = try WebServer.nginx(serving: bench.roots.depot)
            try bench.makeBrokenStation(depot: server.address)
            let id = try bench.plan("station")
            _ = consume server
            try bench.shell("rm station/var/lib/socle/cache/*; cp -a station before")
            let refused = try bench.expect(
                3,
                ["restore", "--root", "station", "--approve", id, "--quiet"]
            )
            #expect(refused.errorText.contains("127.0.0.1"), "\(refused.errorText)")
            let left = try bench.differences(
                "before",
                "station",
                except: ["/var/lib/socle", "/.socle"],
                outsideClasses: false
            )
            #expect(left == "")
        }

        @Test func aMirrorKilledAgainAndAgainEndsWhole() throws {
            let bench = try StationBench()
            let server = try WebServer.nginx(serving: bench.roots.depot)
            let kills = try bench.shell(
                """
                kills=0
                for n in $(seq 6); do
                    status=0
                    timeout -s KILL 0.$((n + 2)) "$SOCLE" depot mirror \(server.address) copy \
                        --limit-rate 8000 --quiet >/dev/null 2>&1 || status=$?
                    [ $status = 137 ] && kills=$((kills + 1))
                    # A depot that can be seen can be used.
                    [ ! -e copy/metadata/timestamp.json ] || "$SOCLE" depot check copy >/dev/null
                done
                "$SOCLE" depot mirror \(server.address) copy
                "$SOCLE" depot check copy >/dev/null
                diff -r $ROOTS/depot/targets copy/targets
                for file in copy/metadata/*; do cmp "$file" "$ROOTS/depot/metadata/${file##*/}"; done
                echo "kills $kills"
                """
            )
            #expect(!kills.contains("kills 0"), "\(kills)")
        }
    }
}
