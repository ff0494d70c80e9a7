import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch, .tags(.medium), .timeLimit(.minutes(1))) struct ChildProcessTests {
    private var root: Directory { Scratch.current.directory }

    private func shell(
        _ script: String,
        input: [UInt8] = [],
        limit: Int = 1 << 20,
        timeout: Int? = 30
    ) throws -> ProcessResult {
        try ChildProcess.run(
            ["sh", "-c", script],
            input: input,
            outputLimit: limit,
            timeout: timeout
        )
    }

    @Test func givesBothStreamsAndTheStatus() throws {
        let result = try shell("echo out; echo err >&2; exit 7")
        #expect(result.outcome == .exited(7))
        #expect(result.outputText == "out\n")
        #expect(result.errorText == "err\n")
        let error = #expect(throws: PlatformError.self) { try result.requireSuccess("sh") }
        #expect(error?.description == "run sh: exit status 7: err")
    }

    @Test func tellsASignalFromAStatus() throws {
        #expect(try shell("kill -TERM $$").outcome == .signalled(15))
    }

    @Test func feedsAndDrainsWithoutDeadlock() throws {
        var random = SplitMix64(seed: 1)
        let input = random.bytes(3 << 20)
        let result = try shell("cat", input: input, limit: 4 << 20)
        #expect(result.output == input)
        #expect(!result.isTruncated)
    }

    @Test func keepsNoMoreThanTheLimit() throws {
        let result = try shell("head -c 1000000 /dev/zero; echo done >&2", limit: 1000)
        #expect(result.output.count == 1000)
        #expect(result.isTruncated)
        #expect(result.errorText == "done\n")
    }

    @Test func survivesAChildThatDoesNotRead() throws {
        let result = try shell("exec <&-; true", input: [UInt8](repeating: 0, count: 1 << 20))
        #expect(result.succeeded)
    }

    @Test func killsTheWholeGroupAtTheTimeout() throws {
        let start = MonotonicClock.now()
        let error = #expect(throws: PlatformError.self) {
            _ = try shell("sleep 50 & echo $! > \(Scratch.current.path)/pid; wait", timeout: 1)
        }
        #expect(error?.code == .timedOut)
        #expect(MonotonicClock.now() - start < 20)
        let pid = try root.read(RelativePath("pid"), limit: 20)
        let number = String(decoding: pid, as: UTF8.self).filter(\.isNumber)
        // The signal is sent before the error is thrown; a busy machine takes a moment to act on it.
        var state = ""
        repeat {
            state = try runTool(["sh", "-c", "cat /proc/\(number)/stat || true"]).outputText
            if state.isEmpty || state.contains(") Z") { return }
        } while MonotonicClock.now() - start < 20
        Issue.record("the child of the child still runs: \(state)")
    }

    @Test func doesNotWaitForADaemonTheChildLeft() throws {
        let start = MonotonicClock.now()
        let result = try shell("sleep 20 & echo $!")
        #expect(MonotonicClock.now() - start < 15)
        let pid = result.outputText.filter(\.isNumber)
        #expect(!pid.isEmpty)
        try runTool(["kill", pid])
    }

    @Test func saysThatAProgramIsMissing() throws {
        let error = #expect(throws: PlatformError.self) {
            _ = try ChildProcess.run(["no-such-program-of-ours"])
        }
        #expect(error?.code == .notFound)
        #expect(error?.subject == "no-such-program-of-ours")
    }

    @Test func hasTheGivenEnvironmentAndDirectoryOnly() throws {
        let result = try ChildProcess.run(
            ["/bin/sh", "-c", "pwd; env"],
            environment: ["ONLY": "this"],
            workingDirectory: root
        )
        #expect(result.outputText.hasPrefix(Scratch.current.path + "\n"))
        #expect(result.outputText.contains("ONLY=this"))
        #expect(!result.outputText.contains("HOME="))
    }

    @Test func inheritsNoDescriptor() throws {
        let result = try shell("ls /proc/self/fd")
        #expect(result.outputText.split(separator: "\n").count == 4)
    }

    @Test func refusesANULByteInAnArgument() throws {
        let error = #expect(throws: PlatformError.self) {
            _ = try ChildProcess.run(["echo", "a\u{0}b"])
        }
        #expect(error?.code == .notSupported)
    }
}
