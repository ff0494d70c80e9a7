import Platform
import TestSupport
import Testing

@Suite(.tags(.medium), .timeLimit(.minutes(1))) struct ChildStreamTests {
    private func stream(
        _ script: String,
        isCancelled: @escaping () -> Bool = { false },
        take: (ArraySlice<UInt8>) -> Bool
    ) throws -> ProcessResult {
        try ChildProcess.stream(
            ["sh", "-c", script],
            environment: ["PATH": "/usr/bin:/bin"],
            isCancelled: isCancelled,
            take: take
        )
    }

    @Test func handsTheOutputOverAsItComes() throws {
        var bytes: [UInt8] = []
        let result = try stream("seq 100000; echo done >&2") { piece in
            bytes += piece
            return true
        }
        #expect(result.succeeded)
        #expect(result.errorText == "done\n")
        #expect(String(decoding: bytes.suffix(7), as: UTF8.self) == "100000\n")
    }

    @Test func killsAChildThatIsNoLongerWanted() throws {
        var count = 0
        let result = try stream("cat /dev/zero") { piece in
            count += piece.count
            return count < 1_000_000
        }
        #expect(result.outcome == .signalled(9))
        #expect(count < 2_000_000)
    }

    @Test func killsAChildWhenTheCallerAsksToStop() throws {
        let start = MonotonicClock.now()
        let result = try stream("sleep 50", isCancelled: { MonotonicClock.now() - start > 0.3 }) {
            _ in true
        }
        #expect(result.outcome == .signalled(9))
        #expect(MonotonicClock.now() - start < 10)
    }
}
