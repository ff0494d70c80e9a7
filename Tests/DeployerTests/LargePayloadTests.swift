import Deployer
import Packaging
import Platform
import Primitives
import TestSupport
import Testing

/// Payloads just over 2 and 4 GiB, with holes and without any, from build to proof.
///
/// They take 14 GB of disk and minutes, so they run when asked for: `Scripts/soak --large`.
@Suite(
    .scratch,
    .serialized,
    .tags(.large),
    .enabled(
        if: isRoot && Host.environment("SOCLE_LARGE") == "1",
        "large payloads run with SOCLE_LARGE=1, as Scripts/soak --large does"
    )
) struct LargePayloadTests {
    static let sizes: [UInt64] = [(2 << 30) + 1, (4 << 30) + 1]
    private let path = RelativePath(uncheckedBytes: Array("usr/payload".utf8))

    /// Builds, verifies and restores the reference's payload.
    private func roundTrip(_ bench: Bench) throws {
        try bench.build()
        let depot = try bench.directory.openDirectory(RelativePath("depot"))
        let source = try DirectoryByteSource(
            directory: depot,
            path: RelativePath("base.tar.zst")
        )
        _ = try PackageVerifier(workers: Workers()).verify(
            index: try depot.read(RelativePath("base.idx"), limit: 1 << 26),
            expecting: nil,
            archive: source
        )
        bench.expectDone(try bench.restore())
        try runTool(
            ["cmp", "reference/usr/payload", "station/usr/payload"],
            in: bench.directory,
            timeout: 600
        ).requireSuccess("cmp")
    }

    @Test(arguments: sizes) func contentThatCanNotBeCompressed(size: UInt64) throws {
        let bench = try Bench()
        try Tree { Folder("usr") }.write(to: try bench.reference)
        let file = try bench.reference.createFile(path, permissions: 0o644)
        var left = size
        while left > 0 {
            let bytes = try RandomBytes.make(Int(min(left, 1 << 20)))
            try file.write(bytes)
            left -= UInt64(bytes.count)
        }
        try roundTrip(bench)
        #expect(try bench.station.status(of: path).size == size)
    }

    @Test(arguments: sizes) func contentThatIsNearlyAllHole(size: UInt64) throws {
        let bench = try Bench()
        try Tree { Folder("usr") }.write(to: try bench.reference)
        let file = try bench.reference.createFile(path, permissions: 0o644)
        for offset in [0, size / 2, size - 1] { try file.write([0xA5], at: offset) }
        try roundTrip(bench)
        let status = try bench.station.status(of: path)
        #expect(status.size == size)
        #expect(status.blocks * 512 < 1 << 20, "its holes were filled: \(status.blocks) blocks")
    }
}
