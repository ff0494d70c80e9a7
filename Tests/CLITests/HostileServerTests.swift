import Platform
import Primitives
import TestSupport
import Testing

/// The program itself, with a server that never stops sending.
@Suite(
    .scratch,
    .tags(.medium),
    .timeLimit(.minutes(3)),
    .enabled(if: Tool.exists("curl"), "needs curl"),
    .enabled(if: Tool.exists("python3"), "needs python3")
)
struct HostileServerTests {
    /// Runs the program and says how it ended and the most memory it held, in KiB.
    private static let measured = """
        "$@" >out 2>err & pid=$!
        peak=0
        while now=$(grep -s VmHWM "/proc/$pid/status" | tr -dc 0-9) && [ -n "$now" ]; do
            peak=$now
            sleep 0.02
        done
        status=0
        wait "$pid" || status=$?
        echo "$status $peak"
        """

    private static let depot = """
        mkdir -m 700 keys
        for key in d1 d2 a1 a2 d a o; do "$1" trust keygen keys/$key --quiet >/dev/null; done
        "$1" depot init depot --root-key keys/d1 --root-key keys/d2 --root-key keys/a1 \\
            --root-key keys/a2 --department-key keys/d --academy-key keys/a --operator-key keys/o
        "$1" depot add depot --role systeme "$2/Baselines/2026-2027/socle-systeme.json"
        "$1" depot publish depot --role systeme --key keys/d
        "$1" depot refresh depot --key keys/o
        """

    @Test(arguments: [
        (["depot", "check", "URL/endless"], "1.root.json"),
        (["depot", "check", "URL/flood"], "systeme/socle-systeme.json"),
        (["depot", "mirror", "URL/flood", "copy"], "systeme/socle-systeme.json"),
    ])
    func aServerThatNeverStopsIsRefusedInUnder64MiB(words: [String], names: String) throws {
        let socle = try Transcript.program()
        let scratch = Scratch.current.directory
        try runTool(
            ["bash", "-euc", Self.depot, "bash", socle, SharedData.repository],
            in: scratch
        ).requireSuccess("the depot")
        let server = try WebServer.odd(serving: Scratch.current.path + "/depot")
        let command = words.map { word in
            word.hasPrefix("URL") ? server.address + word.dropFirst(3) : word
        }
        let result = try runTool(
            ["bash", "-uc", Self.measured, "bash", socle] + command,
            in: scratch,
            environment: ["SOCLE_LANG": "en"],
            timeout: 120
        )
        let numbers = result.outputText.split(separator: " ").compactMap {
            Int($0.filter(\.isNumber))
        }
        let told = String(
            decoding: try scratch.read(RelativePath("err"), limit: 1 << 16),
            as: UTF8.self
        )
        #expect(numbers.first == 3, "\(told)")
        #expect(told.contains(names), "\(told)")
        #expect((1..<64 << 10).contains(numbers.last ?? 0), "\(result.outputText)")
    }
}
