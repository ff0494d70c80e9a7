import Depot
import Platform
import Primitives
import TestSupport
import Testing

/// Fetching over HTTP, from a real nginx.
@Suite(
    .scratch,
    .tags(.medium),
    .timeLimit(.minutes(2)),
    .enabled(if: Tool.exists("curl"), "needs curl"),
    .enabled(if: Tool.exists("nginx"), "needs nginx")
)
struct HTTPTransportTests {
    private let bytes: [UInt8]

    init() throws {
        var random = SplitMix64(seed: 7)
        bytes = random.bytes(1_000_000)
        try Scratch.current.directory.makeDirectory(RelativePath("served"), permissions: 0o755)
        try Scratch.current.directory.write(
            bytes,
            atomicallyTo: RelativePath("served/file"),
            permissions: 0o644
        )
    }

    private func transport(_ server: borrowing WebServer) throws -> HTTPTransport {
        HTTPTransport(try DepotURL(server.address))
    }

    @Test func givesWholeFilesTheirLengthAndRanges() throws {
        let server = try WebServer.nginx(serving: Scratch.current.path + "/served")
        let transport = try transport(server)
        #expect(try transport.fetch("file", limit: 1_000_000) == bytes)
        #expect(try transport.length(of: "file") == 1_000_000)
        #expect(try transport.fetch("file", range: 5..<70_000) == Array(bytes[5..<70_000]))
        #expect(try transport.fetch("file", range: 7..<7) == [])
    }

    @Test func manyRangesCostOneConnectionAndThoseThatMeetOneRequest() throws {
        let server = try WebServer.nginx(serving: Scratch.current.path + "/served")
        let ranges: [Range<UInt64>] = (0..<500).map { UInt64($0) * 2000..<UInt64($0) * 2000 + 1500 }
        var parts = [[UInt8]](repeating: [], count: ranges.count + 1)
        try transport(server).read("file", ranges: ranges + [999_500..<1_000_000]) {
            number,
            piece in
            parts[number] += piece
        }
        for (part, range) in zip(parts, ranges) {
            #expect(part == Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
        }
        #expect(parts[500] == Array(bytes.suffix(500)))
        let requests = try server.requests()
        // The last two ranges meet; 400 requests go to one curl.
        #expect(requests.count == 500)
        #expect(Set(requests.map { $0[0] }).count == 2)
        #expect(requests.allSatisfy { $0[1] == "206" })
    }

    @Test func anNginxWithoutRangesIsReadThrough() throws {
        let server = try WebServer.nginx(
            serving: Scratch.current.path + "/served",
            directives: "max_ranges 0;"
        )
        var parts = [[UInt8]](repeating: [], count: 2)
        try transport(server).read("file", ranges: [10..<20, 500_000..<600_000]) {
            parts[$0] += $1
        }
        #expect(parts[0] == Array(bytes[10..<20]))
        #expect(parts[1] == Array(bytes[500_000..<600_000]))
        #expect(try server.requests().allSatisfy { $0[1] == "200" })
    }

    @Test func aServerStoppedInTheMiddleLeavesABeginningToGoOnFrom() throws {
        var found: [UInt8] = []
        do {
            let server = try WebServer.nginx(
                serving: Scratch.current.path + "/served",
                directives: "limit_rate 200k;"
            )
            var patience = HTTPTransport.Patience()
            patience.pause = 0.01
            let transport = HTTPTransport(try DepotURL(server.address), patience: patience)
            try server.stop(after: 1.5)
            let error = #expect(throws: DepotError.self) {
                try transport.read("file", ranges: [0..<1_000_000]) { found += $1 }
            }
            #expect(error?.code == .unreachable)
        }
        #expect((1..<1_000_000).contains(found.count))
        let server = try WebServer.nginx(serving: Scratch.current.path + "/served")
        let start = UInt64(found.count)
        try transport(server).read("file", ranges: [start..<1_000_000]) { found += $1 }
        #expect(found == bytes)
    }

    @Test func whatIsNotThereIsSaidSo() throws {
        let server = try WebServer.nginx(serving: Scratch.current.path + "/served")
        let transport = try transport(server)
        for path in ["other", "file/below", "%2e%2e/file"] {
            let error = #expect(throws: DepotError.self) { try transport.fetch(path, limit: 10) }
            #expect(error?.code == (path.hasPrefix("%") ? .badAnswer : .notFound), "\(path)")
        }
        let error = #expect(throws: DepotError.self) { try transport.length(of: "other") }
        #expect(error?.code == .notFound)
    }

    @Test func bytesBeyondTheEndAreRefused() throws {
        let server = try WebServer.nginx(serving: Scratch.current.path + "/served")
        for range: Range<UInt64> in [999_999..<1_000_001, 2_000_000..<2_000_001] {
            let error = #expect(throws: DepotError.self) {
                _ = try transport(server).fetch("file", range: range)
            }
            #expect(error?.code == .lengthMismatch)
        }
    }

    @Test func aFileOverItsLimitIsNotRead() throws {
        let server = try WebServer.nginx(serving: Scratch.current.path + "/served")
        let error = #expect(throws: DepotError.self) {
            _ = try transport(server).fetch("file", limit: 999_999)
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func aServerThatIsNotThereIsUnreachable() throws {
        var patience = HTTPTransport.Patience()
        patience.pause = 0.01
        let transport = HTTPTransport(try DepotURL("http://127.0.0.1:1/depot"), patience: patience)
        let error = #expect(throws: DepotError.self) { try transport.fetch("file", limit: 10) }
        #expect(error?.code == .unreachable)
        #expect(error?.description.contains("127.0.0.1:1") == true)
    }

    @Test func theWishToStopEndsATransfer() throws {
        let server = try WebServer.odd(serving: Scratch.current.path + "/served")
        let start = MonotonicClock.now()
        let transport = HTTPTransport(try DepotURL(server.address + "/silent")) {
            MonotonicClock.now() - start > 0.5
        }
        let error = #expect(throws: DepotError.self) { try transport.fetch("file", limit: 10) }
        #expect(error?.code == .interrupted)
        #expect(MonotonicClock.now() - start < 10)
    }

    @Test(arguments: [
        "ftp://host/x", "http://", "http:///x", "http://host/a b", "http://host/?x", "http://h\"x",
        "http://host/\u{e9}", "host/x", "https//x",
    ])
    func anAddressNoDepotHasIsRefused(_ text: String) {
        let error = #expect(throws: DepotError.self) { try DepotURL(text) }
        #expect(error?.code == .unsafeName)
    }

    @Test func aPasswordInTheAddressIsNotShown() throws {
        let url = try DepotURL("HTTPS://socle:s3cret@depot.example:8443/a/")
        #expect(url.description == "https://depot.example:8443/a")
    }
}
