import Depot
import Platform
import Primitives
import TestSupport
import Testing

/// Servers that break, lie or never end.
@Suite(
    .scratch,
    .tags(.medium),
    .timeLimit(.minutes(2)),
    .enabled(if: Tool.exists("curl"), "needs curl"),
    .enabled(if: Tool.exists("python3"), "needs python3")
)
struct OddServerTests {
    private let bytes: [UInt8]

    init() throws {
        var random = SplitMix64(seed: 8)
        bytes = random.bytes(500_000)
        try Scratch.current.directory.makeDirectory(RelativePath("served"), permissions: 0o755)
        try Scratch.current.directory.write(
            bytes,
            atomicallyTo: RelativePath("served/file"),
            permissions: 0o644
        )
    }

    private func server() throws -> WebServer {
        try WebServer.odd(serving: Scratch.current.path + "/served")
    }

    private func transport(
        _ server: borrowing WebServer,
        _ manner: String
    ) throws -> HTTPTransport {
        var patience = HTTPTransport.Patience()
        patience.pause = 0.01
        patience.stallSeconds = 2
        return HTTPTransport(try DepotURL("\(server.address)/\(manner)"), patience: patience)
    }

    @Test func aReadingGoesOnWhereTheConnectionBroke() throws {
        let server = try server()
        let range: Range<UInt64> = 10..<350_010
        let found = try transport(server, "cut").fetch("file", range: range)
        #expect(found == Array(bytes[10..<350_010]))
        let sent = try server.requests().map { $0[3] }
        #expect(sent == ["100000", "100000", "100000", "50000"])
        let asked = try server.requests().map { $0[2] }
        #expect(asked[1] == "bytes=100010-350009")
    }

    @Test func aServerThatAlwaysBreaksOffAtOnePlaceIsGivenUp() throws {
        let server = try server()
        var taken: [UInt8] = []
        let error = #expect(throws: DepotError.self) {
            try transport(server, "dead").read("file", ranges: [0..<500_000]) { taken += $1 }
        }
        #expect(error?.code == .unreachable)
        #expect(taken == Array(bytes.prefix(70_000)))
        #expect(try server.requests().count == 4)
    }

    @Test func aBusyServerIsAskedAgain() throws {
        let server = try server()
        #expect(try transport(server, "busy").fetch("file", limit: 500_000) == bytes)
        #expect(try server.requests().count == 3)
    }

    @Test func aServerThatKnowsNoRangesIsReadThrough() throws {
        let server = try server()
        var parts = [[UInt8]](repeating: [], count: 3)
        try transport(server, "whole").read(
            "file",
            ranges: [100..<200, 200..<1000, 400_000..<400_100]
        ) { parts[$0] += $1 }
        #expect(parts[0] == Array(bytes[100..<200]))
        #expect(parts[1] == Array(bytes[200..<1000]))
        #expect(parts[2] == Array(bytes[400_000..<400_100]))
        let error = #expect(throws: DepotError.self) {
            _ = try transport(server, "whole").fetch("file", range: 499_999..<500_001)
        }
        #expect(error?.code == .lengthMismatch)
    }

    @Test(arguments: [
        ("endless", DepotError.Code.tooLarge), ("endless-head", .badAnswer),
        ("huge", .tooLarge), ("gzip", .badAnswer), ("to-file", .badAnswer),
        ("to-ftp", .badAnswer), ("in-circles", .badAnswer), ("refused", .badAnswer),
        ("noise", .badAnswer), ("drip", .unreachable), ("silent", .unreachable),
    ])
    func aWholeFileEndsWithinItsBounds(_ manner: String, _ code: DepotError.Code) throws {
        let server = try server()
        let start = MonotonicClock.now()
        let error = #expect(throws: DepotError.self) {
            _ = try transport(server, manner).fetch("file", limit: 600_000)
        }
        #expect(error?.code == code, "\(error?.description ?? "")")
        #expect(error?.subject == "file")
        #expect(MonotonicClock.now() - start < 60)
    }

    @Test(arguments: [
        ("endless-range", DepotError.Code.badAnswer), ("huge", .badAnswer), ("short", .badAnswer),
        ("shifted", .badAnswer), ("gzip", .badAnswer), ("beyond", .lengthMismatch),
        ("to-file", .badAnswer), ("noise", .badAnswer), ("drip", .unreachable),
    ])
    func rangesEndWithinTheirBounds(_ manner: String, _ code: DepotError.Code) throws {
        let server = try server()
        let error = #expect(throws: DepotError.self) {
            try transport(server, manner).read(
                "file",
                ranges: [0..<1000, 2000..<3000],
                take: { _, _ in }
            )
        }
        #expect(error?.code == code, "\(error?.description ?? "")")
    }

    @Test func aRangeThatNeverEndsGivesNoMoreThanItIsAskedFor() throws {
        let server = try server()
        let found = try transport(server, "endless-range").fetch("file", range: 0..<1000)
        #expect(found.count == 1000)
        // The server sends until the connection is closed: its buffers' worth.
        try runTool(["sleep", "0.5"])
        #expect(try server.requests().allSatisfy { Int($0[3]) ?? .max < 16 << 20 })
    }

    @Test func redirectsWithinTheSchemeAreFollowed() throws {
        let server = try server()
        #expect(try transport(server, "moved").fetch("file", limit: 500_000) == bytes)
        #expect(try transport(server, "moved").fetch("file", range: 9..<90) == Array(bytes[9..<90]))
    }

    @Test func theProxyOfTheEnvironmentIsUsed() throws {
        // Whoever asks a proxy names the whole address: the odd server sees no manner it knows.
        let server = try server()
        let transport = HTTPTransport(
            try DepotURL("http://socle.invalid/depot"),
            environment: ["PATH": "/usr/bin:/bin", "http_proxy": server.address]
        )
        #expect(throws: DepotError.self) { try transport.fetch("file", limit: 10) }
        #expect(try server.requests().first?[0] == "http:")
    }
}
