import Deployer
import Primitives
import TestSupport
import Testing

@Suite(.tags(.small)) struct DiskMarkerTests {
    private func marker(_ phase: DiskMarker.Phase = .content) throws -> DiskMarker {
        var marker = DiskMarker(
            plan: try Digest(hex: String(repeating: "ab", count: 32)),
            seed: try Digest(hex: String(repeating: "12", count: 32)),
            settings: ["poste": "s121-pc04"]
        )
        marker.phase = phase
        return marker
    }

    @Test func isReadBackAsItWasWritten() throws {
        let written = try marker()
        let bytes = written.encoded()
        #expect(bytes.count == DiskMarker.size)
        #expect(DiskMarker.decode(bytes) == written)
    }

    @Test(arguments: [0, 14, 20, 90, 200])
    func anAlteredByteMakesItNone(offset: Int) throws {
        var bytes = try marker().encoded()
        bytes[offset] ^= 1
        #expect(DiskMarker.decode(bytes) == nil)
    }

    @Test func halfAMarkerIsNone() throws {
        let bytes = try marker().encoded()
        let torn = bytes.prefix(128) + [UInt8](repeating: 0, count: DiskMarker.size - 128)
        #expect(DiskMarker.decode(Array(torn)) == nil)
    }

    @Test func whatIsDrawnFromItsSeedIsTheSameEachTimeAndDiffersByPurpose() throws {
        let (first, second) = (try marker(.table), try marker(.startup))
        #expect(first.uuid("a") == second.uuid("a"))
        #expect(first.uuid("a") != first.uuid("b"))
        #expect(first.machineID.utf8.count == 32)
    }

    @Test func noMarkerLiesInAPartition() {
        #expect(DiskMarker.offsets.allSatisfy { $0 + UInt64(DiskMarker.size) <= 1 << 20 })
    }
}
